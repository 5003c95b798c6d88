import { formatSelection, resolveSetUp } from "../../core/advisor/index.ts";
import { type Catalogue, findPack, type Pack, type Scenario } from "../../core/catalogue/index.ts";
import { AppError } from "../../core/errors.ts";
import { localize } from "../../core/local-text.ts";
import type { TabOutput } from "../../core/tab-api/index.ts";
import {
  type Answered,
  answer,
  type Caller,
  type Refusal,
  refuse,
  type TabHandler,
} from "./call.ts";
import { toRefusal } from "./obstacles.ts";
import type { TabAsk } from "./tools.ts";

export const listPacks: TabHandler<"listPacks"> = async (call) => {
  const { tools, identity } = call;
  const { catalogue } = tools.world;
  const { labels } = (await tools.settings.read(identity.tenantId)).settings;
  const packs = catalogue.packs.map((pack) => toPackRow(call, pack, labels));
  return answer({ packs });
};

type Labels = Readonly<Record<string, { readonly id: string; readonly name: string }>>;

function toPackRow({ tools, language }: Caller, pack: Pack, labels: Labels) {
  const { id, title, description, vendor = "" } = pack.head;
  return {
    id,
    title: localize(title, language),
    description: localize(description, language),
    vendor,
    label: (Object.hasOwn(labels, id) && labels[id]) || null,
    scenarios: pack.scenarios.map((scenario) => ({
      id: scenario.id,
      title: localize(scenario.title, language),
      purpose: localize(scenario.purpose, language),
      code: findCode(tools.world.catalogue, pack, scenario),
    })),
  };
}

/** The code that leads to a scenario by its own choices; null where a choice of the person decides. */
function findCode(catalogue: Catalogue, { head }: Pack, scenario: Scenario): string | null {
  const choices = Object.fromEntries(
    Object.entries(scenario.choices).flatMap(([dimension, fitting]) =>
      fitting.length === 1 ? [[dimension, fitting[0] as string]] : [],
    ),
  );
  const setUp = { pack: head.id, choices };
  const resolution = resolveSetUp(catalogue, setUp);
  const isFound = resolution.kind === "found" && resolution.found.scenario.id === scenario.id;
  return isFound ? formatSelection([setUp]) : null;
}

export const ask: TabHandler<"ask"> = async ({ input, ...call }) =>
  answerAs(
    call,
    "code" in input
      ? { kind: "code", code: input.code }
      : { kind: "text", text: input.text, earlier: input.earlier },
  );

export const press: TabHandler<"press"> = async ({ input, ...call }) =>
  answerAs(call, { kind: "press", verb: input.verb, data: input.data });

/** What no card of ours sends is a request that does not fit, and no fault. */
async function answerAs(
  { tools, identity, language }: Pick<Caller, "tools" | "identity" | "language">,
  input: TabAsk,
): Promise<Answered<TabOutput<"ask">> | Refusal> {
  const { tenantId, personId, name } = identity;
  try {
    return answer(await tools.answer({ tenantId, personId, name, language, input }));
  } catch (error) {
    const field = error instanceof AppError ? findMisfit(error, input) : undefined;
    if (field === undefined) throw error;
    return refuse("invalid", { field });
  }
}

/** The field that does not fit; undefined for any other fault. */
function findMisfit({ code }: AppError, { kind }: TabAsk): string | undefined {
  if (code === "ERR_ACTION_UNKNOWN") return "verb";
  if (code !== "ERR_ACTION_INPUT") return undefined;
  return kind === "press" ? "data" : kind;
}

export const listLabels: TabHandler<"listLabels"> = async (call) => {
  const labels = await readLabels(call);
  return labels.kind === "refused" ? labels : answer({ labels: [...labels.labels] });
};

async function readLabels(call: Caller) {
  const { tools, tokenOf } = call;
  const token = tokenOf("catalog");
  const labels = await tools.workplace.listLabels(token);
  if (labels.kind !== "read") return toRefusal(labels, token, call);
  const active = labels.value.filter(({ isActive }) => isActive);
  const rows = active.map(({ id, name, description }) => ({ id, name, description }));
  return { kind: "read" as const, labels: rows };
}

export const setLabel: TabHandler<"setLabel"> = async (call) => {
  const { tools, identity, input, params } = call;
  if (!findPack(tools.world.catalogue, params.pack)) return refuse("not_found");
  const found = await findLabel(call, input.labelId);
  if (found.kind === "refused") return found;
  const { label } = found;
  const { tenantId, personId } = identity;
  await tools.settings.setLabel(tenantId, personId, params.pack, label);
  return answer({ label });
};

/** A label that the person may see, by its id: what is kept is what Microsoft Purview calls it. */
async function findLabel(call: Caller, labelId: string | null) {
  if (labelId === null) return { kind: "found" as const, label: null };
  const labels = await readLabels(call);
  if (labels.kind === "refused") return labels;
  const found = labels.labels.find(({ id }) => id === labelId);
  if (!found) return refuse("not_found");
  return { kind: "found" as const, label: { id: found.id, name: found.name } };
}
