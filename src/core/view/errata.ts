import type { Erratum } from "../catalogue/index.ts";
import type { Economy } from "./economy.ts";
import { group, hide, label, list, optional, type Part, paragraphs, say } from "./parts.ts";
import type { Voice } from "./voice.ts";

/** Differences that stand open at most. */
const OPEN_LIMIT = 5;
/** Severities that stand open, gravest first. */
const GRAVE = ["high", "medium"] as const;

/**
 * Where the vendor's document and the facts part: the gravest in sight, the others folded away.
 * A list of one block, or of none.
 */
export function errataBlock(
  voice: Voice,
  errata: readonly Erratum[],
  amount: Economy["errata"] = "full",
): Part {
  if (errata.length === 0) return list([]);
  const shown = amount === "counted" ? [] : errata;
  const grave = GRAVE.flatMap((severity) => shown.filter((one) => one.severity === severity));
  const open = grave.slice(0, OPEN_LIMIT);
  const further = shown.filter((erratum) => !open.includes(erratum));
  const ids = errata.map(({ id }) => id).join(", ");
  return list([
    group({
      heading: say(voice.t("errata.heading")),
      lead: paragraphs(amount === "counted" ? [voice.t("errata.counted", { ids })] : []),
      items: list(open.map((erratum) => drawErratum(voice, erratum, amount))),
      claimsToggle: optional(
        amount === "full" && open.length > 0 ? foldClaims(voice, open) : undefined,
      ),
      further: optional(further.length > 0 ? drawFolded(voice, further, amount) : undefined),
    }),
  ]);
}

function drawFolded(voice: Voice, folded: readonly Erratum[], amount: Economy["errata"]): Part {
  const isMinor = folded.every(({ severity }) => GRAVE.every((grave) => grave !== severity));
  const title = isMinor ? "errata.minor" : "errata.further";
  return group({
    id: hide("further-errata"),
    title: label(voice.t(title, { count: folded.length })),
    items: list(folded.map((erratum) => drawErratum(voice, erratum, amount))),
  });
}

/** One button that opens what both sides say, for all of them. */
function foldClaims(voice: Voice, open: readonly Erratum[]): Part {
  return group({
    title: label(voice.t("errata.claims")),
    targets: hide(open.map((erratum) => ({ elementId: claimsId(erratum) }))),
  });
}

function claimsId({ id }: Erratum): string {
  return `claims-${id}`;
}

function drawErratum({ t, local }: Voice, erratum: Erratum, amount: Economy["errata"]): Part {
  const severity = t(`errata.severity.${erratum.severity}`);
  const claims = [
    t("errata.vendor", { text: local(erratum.vendorSays) }),
    t("errata.microsoft", { text: local(erratum.microsoftSays) }),
  ];
  return group({
    title: say(local(erratum.title)),
    plan: say(local(erratum.tellTheAdmin)),
    origin: say(t("errata.origin", { id: erratum.id, section: local(erratum.section), severity })),
    id: hide(claimsId(erratum)),
    claims: paragraphs(amount === "full" ? claims : []),
  });
}
