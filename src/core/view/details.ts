import type { Case, Requirement } from "../advisor/index.ts";
import type { Alternative } from "../catalogue/index.ts";
import type { Economy } from "./economy.ts";
import { caseTitle, permissionName, resourceName, sourceLine } from "./names.ts";
import { group, hide, label, list, type Part, paragraphs, say } from "./parts.ts";
import type { Voice } from "./voice.ts";

/**
 * What folds open under an answer: per permission its meaning, why, risk and ids, then narrower ways
 * and sources.
 */
export function drawDetails(
  voice: Voice,
  requirements: readonly Requirement[],
  cases: readonly Case[],
  { details: depth, advice }: Pick<Economy, "details" | "advice">,
): Part {
  const items = depth === "none" ? [] : requirements.map((need) => drawNeed(voice, need, depth));
  const narrower = depth === "full" ? alternativeLines(voice, cases) : [];
  const cited = cases.flatMap(({ scenario }) => scenario.sources);
  const named = advice === "full" ? cited : cited.map(({ document }) => ({ document }));
  const sources = sourceLine(voice, named);
  return list([
    group({
      id: hide("details"),
      title: label(voice.t("answer.details")),
      left: paragraphs(depth === "none" ? [voice.t("answer.detailsLeftOut")] : []),
      items: list(items),
      narrower: list(narrower.length === 0 ? [] : [drawNarrower(voice, narrower)]),
      sources: paragraphs(sources === "" ? [] : [sources]),
    }),
  ]);
}

function drawNeed(voice: Voice, need: Requirement, depth: Economy["details"]): Part {
  const lines = depth === "full" ? reasonLines(voice, need) : [];
  return group({
    title: say(permissionName(voice, need.permission, need.type)),
    plain: say(voice.local(need.form.plain)),
    lines: paragraphs([...lines, factLine(voice, need), ...vendorLines(voice, need)]),
  });
}

function reasonLines(voice: Voice, need: Requirement): string[] {
  const isUnion = new Set(need.reasons.map(({ found }) => found)).size > 1;
  const lines = need.reasons.map(({ text, found }) =>
    isUnion
      ? voice.t("details.whyFor", { scenario: caseTitle(voice, found), text: voice.local(text) })
      : voice.t("details.why", { text: voice.local(text) }),
  );
  return [...new Set(lines)];
}

function factLine(voice: Voice, { permission, form }: Requirement): string {
  const { t, world } = voice;
  const resource = resourceName(world.catalogue, permission);
  return [riskText(voice, form.privilegeLevel), t("details.id", { id: form.id, resource })].join(
    " ",
  );
}

/** Microsoft's privilege level in words. */
export function riskText({ t }: Voice, level: number | null): string {
  return level === null ? t("details.riskUnknown") : t("details.risk", { level });
}

function vendorLines({ t }: Voice, need: Requirement): string[] {
  const printed = need.reasons.flatMap(({ row: { vendor } }) =>
    vendor?.value ? [vendor.value] : [],
  );
  return [...new Set(printed)].map((value) => t("details.vendorPrints", { value }));
}

function drawNarrower({ t }: Voice, lines: readonly string[]): Part {
  return group({ heading: say(t("details.narrower")), lines: paragraphs(lines) });
}

/** Narrower ways of all cases, each once. */
export function alternativeLines(voice: Voice, cases: readonly Case[]): string[] {
  const lines = cases.flatMap(({ variant }) =>
    variant.alternatives.map((alternative) => alternativeLine(voice, alternative)),
  );
  return [...new Set(lines)];
}

/** One narrower way, with the permissions that it takes. */
export function alternativeLine(voice: Voice, alternative: Alternative): string {
  const { t, world, local } = voice;
  const names = alternative.permissions.flatMap(({ permission, type }) => {
    const known = world.catalogue.permissions.get(permission);
    return known ? [permissionName(voice, known, type)] : [];
  });
  const text = t(`details.alternative.${alternative.kind}`, { text: local(alternative.text) });
  return names.length === 0 ? text : `${text} ${t("details.takes", { names: names.join(", ") })}`;
}

/** The permissions of one phase. */
export function inPhase(requirements: readonly Requirement[], phase: Requirement["phase"]) {
  return requirements.filter((need) => need.phase === phase);
}
