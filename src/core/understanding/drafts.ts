import { type Case, caseId, type Resolution } from "../advisor/index.ts";
import { nearestIds } from "./nearest.ts";
import type { Kind, Question } from "./question.ts";
import { hasNoPermissions, resolveAll } from "./set-ups.ts";
import type { Signals } from "./signals.ts";

/** A question before what every question has is filled in. */
export type Draft = Partial<Question> & { readonly kind: Kind };

/** Says what is not known, and the nearest thing that is. */
export function outOfScope(signals: Signals): Draft {
  const named = signals.outside ?? undocumented(signals) ?? signals.unknown.slice(0, 3).join(" ");
  return {
    kind: "out-of-scope",
    ...(named !== "" && { outside: named }),
    nearest: nearestIds(signals.catalogue, signals.setUps, signals.products),
  };
}

/** The words of answers that no documented case has together: "imap + onedrive". */
function undocumented({ matches, resolutions, exclusions }: Signals): string | undefined {
  if (exclusions.length === 0 && !resolutions.some(({ kind }) => kind === "none")) return undefined;
  const words = matches
    .filter(({ meanings }) => meanings.some(({ type }) => type === "choice"))
    .map((match) => match.words.join(" "));
  return words.length > 1 ? [...new Set(words)].join(" + ") : undefined;
}

/** The draft, or the question for the one fact that it lacks. */
export function askIfMissing(signals: Signals, draft: Draft): Draft {
  const selection = draft.selection ?? [];
  const missing = resolveAll(signals.catalogue, selection).find((r) => r.kind === "missing");
  if (missing?.kind !== "missing") return draft;
  return { ...draft, kind: "clarify", askBack: missing.dimension.id };
}

/** The kind of answer that the cases of the set-ups call for. */
export function kindOfSetUps(resolutions: readonly Resolution[]): Kind {
  const cases = resolutions.flatMap((resolution) =>
    resolution.kind === "found" ? [resolution.found] : [],
  );
  if (new Set(cases.map(caseId)).size > 1) return "multi";
  const [only, other] = cases;
  if (!only) return "clarify";
  return other && other.variant !== only.variant ? "compare" : kindOfCase(only);
}

function kindOfCase(found: Case): Kind {
  if (found.scenario.context) return "scope";
  return hasNoPermissions(found) ? "explain" : "scenario";
}
