import type { Erratum } from "../catalogue/index.ts";
import type { Economy } from "./economy.ts";
import { group, hide, label, list, type Part, paragraphs, say } from "./parts.ts";
import type { Voice } from "./voice.ts";

/**
 * Where the vendor's document and the facts part: grave ones in sight, minor ones folded away.
 * A list of one block, or of none.
 */
export function errataBlock(
  voice: Voice,
  errata: readonly Erratum[],
  amount: Economy["errata"] = "full",
): Part {
  if (errata.length === 0) return list([]);
  const shown = amount === "counted" ? [] : errata;
  const grave = shown.filter(isGrave);
  const minor = shown.filter((erratum) => !isGrave(erratum));
  const ids = errata.map(({ id }) => id).join(", ");
  return list([
    group({
      heading: say(voice.t("errata.heading")),
      lead: paragraphs(amount === "counted" ? [voice.t("errata.counted", { ids })] : []),
      items: list(grave.map((erratum) => drawErratum(voice, erratum, amount))),
      claimsToggle:
        amount === "full" && grave.length > 0 ? list([foldClaims(voice, grave)]) : list([]),
      minor: minor.length === 0 ? list([]) : list([drawMinor(voice, minor, amount)]),
    }),
  ]);
}

function isGrave({ severity }: Erratum): boolean {
  return severity === "high" || severity === "medium";
}

function drawMinor(voice: Voice, minor: readonly Erratum[], amount: Economy["errata"]): Part {
  return group({
    id: hide("minor-errata"),
    title: label(voice.t("errata.minor", { count: minor.length })),
    items: list(minor.map((erratum) => drawErratum(voice, erratum, amount))),
  });
}

/** One button that opens what both sides say, for all of them. */
function foldClaims(voice: Voice, grave: readonly Erratum[]): Part {
  return group({
    title: label(voice.t("errata.claims")),
    targets: hide(grave.map(claimsId)),
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
    title: say(t("errata.title", { id: erratum.id, section: local(erratum.section), severity })),
    plan: say(t("errata.plan", { text: local(erratum.tellTheAdmin) })),
    id: hide(claimsId(erratum)),
    claims: paragraphs(amount === "full" ? claims : []),
  });
}
