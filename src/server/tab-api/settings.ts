import type { SettingsProblem, TenantSettings } from "../../core/settings/index.ts";
import type { ProblemCode } from "../../core/tab-api/index.ts";
import type { SettingsForm, SettingsRead } from "../../flows/index.ts";
import { answer, type Caller, refuse, type TabHandler } from "./call.ts";
import { formatEtag, parseEtag } from "./etag.ts";
import { toRefusal } from "./obstacles.ts";

export const readSettings: TabHandler<"readSettings"> = async (call) =>
  toAnswer(call, await call.tools.settings.read(call.identity.tenantId));

export const changeSettings: TabHandler<"changeSettings"> = async (call) => {
  const { tools, identity, input, ifMatch } = call;
  const etag = parseEtag(ifMatch);
  if (etag === undefined) return refuse("invalid", { field: "If-Match" });
  const { tenantId, personId } = identity;
  const changed = await tools.settings.change(tenantId, personId, etag, input);
  if (changed.kind === "refused") return refuse(PROBLEMS[changed.why]);
  return changed.kind === "conflict" ? refuse("conflict") : toAnswer(call, changed);
};

const PROBLEMS = {
  "nobody-decides": "nobody_decides",
  "no-sender": "no_sender",
} as const satisfies Readonly<Record<SettingsProblem, ProblemCode>>;

function toAnswer({ tools }: Caller, kept: SettingsRead) {
  const { allowedApps, domains } = tools.operator;
  const etag = formatEtag(kept.etag);
  return answer(
    {
      settings: toForm(kept.settings),
      etag,
      operator: {
        cloud: tools.world.cloud.title,
        allowedApps: allowedApps === "*" ? ("*" as const) : [...allowedApps],
        domains: [...domains],
      },
    },
    etag,
  );
}

/** Labels are set in the Catalog, one by one. */
function toForm({ labels: _, ...form }: TenantSettings): SettingsForm {
  return form;
}

export const findPeople: TabHandler<"findPeople"> = async (call) => {
  const { tools, tokenOf, query } = call;
  const token = tokenOf("basic");
  const people = await tools.workplace.findPeople(token, query.name);
  if (people.kind !== "read") return toRefusal(people, token, call);
  return answer({ people: people.value.map(({ id, name, mail }) => ({ id, name, mail })) });
};
