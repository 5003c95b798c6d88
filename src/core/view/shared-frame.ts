import { type NamedApp, namedApp } from "./apps.ts";
import { catalogueDay } from "./changed.ts";
import { formatDay, formatMoment } from "./dates.ts";
import { typeName } from "./names.ts";
import { group, lines, list, type Part, type Parts, say, sayQuoting } from "./parts.ts";
import type { FactChange } from "./shared-facts.ts";
import { drawSharedState, type SharedState } from "./shared-state.ts";
import type { Voice } from "./voice.ts";

/** Who shared a subject and when, how long it is kept true, and what of a tenant was ticked to stand there. */
export interface SharedAs {
  /** Who shared it first, and who shared it again last; without a name where that is forgotten. */
  readonly people: readonly { readonly name: string | null; readonly at: number }[];
  /** Names of sensitivity labels. */
  readonly labels: readonly string[];
  /** Milliseconds since 1970 until which the card is kept true; null once it is not any more. */
  readonly keptUntil: number | null;
  /** When it was given up; null while it is kept. */
  readonly endedAt: number | null;
  /** Only where the person who shares has ticked it. */
  readonly tenantId: string | null;
  readonly app: NamedApp | null;
  readonly state: SharedState | null;
  /** What differs from what was shared, and since when that is known. */
  readonly change: { readonly at: number; readonly items: readonly FactChange[] } | null;
}

/** For what a person inserts, and for link previews: nobody keeps it true, so it says of when it is. */
export function drawNoFrame(voice: Voice): Parts {
  return { byline: lines([catalogueLine(voice)]), news: list([]) };
}

function catalogueLine(voice: Voice): Part {
  return say(voice.t("shared.catalogue", { day: catalogueDay(voice) }));
}

/** Byline and news of a shared card. */
export function drawFrame(voice: Voice, as: SharedAs, amount: "all" | "open" | "counts"): Parts {
  const { change, state } = as;
  const isNews = change !== null && change.items.length > 0;
  return {
    byline: lines(drawByline(voice, as)),
    news: list([
      ...(isNews ? [drawChange(voice, change)] : []),
      ...(state ? drawSharedState(voice, state, amount) : []),
    ]),
  };
}

function drawByline(voice: Voice, as: SharedAs): Part[] {
  const { t, language } = voice;
  const { people, labels, keptUntil, endedAt, tenantId, app } = as;
  const shared = people.map((one, index) => whoLine(voice, one, index === 0 ? FIRST : AGAIN));
  const day = (moment: number) => formatDay(new Date(moment).toISOString().slice(0, 10), language);
  return [
    ...shared,
    catalogueLine(voice),
    ...labels.map((label) => sayQuoting(t, "shared.label", { label })),
    ...(tenantId === null ? [] : [say(t("shared.tenant", { tenant: tenantId }))]),
    ...(app === null ? [] : [namedApp(voice, app)]),
    ...(keptUntil === null || endedAt !== null
      ? []
      : [say(t("shared.until", { day: day(keptUntil) }))]),
    ...(endedAt === null
      ? []
      : [say(t("shared.ended", { moment: formatMoment(endedAt, language) }))]),
  ];
}

const FIRST = { name: "shared.by.name", nobody: "shared.by.nobody" } as const;
const AGAIN = { name: "shared.again.name", nobody: "shared.again.nobody" } as const;

/** Who did something and when, with keys for with and without a name. */
export function whoLine(
  { t, language }: Voice,
  { name, at }: { readonly name: string | null; readonly at: number },
  keys: { readonly name: string; readonly nobody: string },
): Part {
  const moment = formatMoment(at, language);
  return name === null
    ? say(t(keys.nobody, { moment }))
    : sayQuoting(t, keys.name, { name }, { moment });
}

/** Changes that one card names; of more of them it says how many. */
const CHANGE_LIMIT = 12;

function drawChange(voice: Voice, { at, items }: NonNullable<SharedAs["change"]>): Part {
  const { t, language } = voice;
  const left = items.length - CHANGE_LIMIT;
  return group({
    heading: say(t("shared.changed", { moment: formatMoment(at, language) })),
    lines: lines([
      ...items.slice(0, CHANGE_LIMIT).map((one) => say(changeText(voice, one))),
      ...(left > 0 ? [say(t("report.more", { count: left }))] : []),
    ]),
  });
}

function changeText(voice: Voice, change: FactChange): string {
  const { t } = voice;
  switch (change.kind) {
    case "added":
    case "removed":
      return t(`shared.change.${change.kind}`, { name: nameOf(voice, change.line) });
    case "consent": {
      const name = nameOf(voice, change.line);
      const [before, now] = [change.before, change.line.consent].map((one) =>
        t(`table.consent.${one}`),
      );
      return t("shared.change.consent", { name, before: before ?? "", now: now ?? "" });
    }
    case "erratum-added":
    case "erratum-removed":
      return t(`shared.change.${change.kind}`, { id: erratumName(voice, change.id) });
    case "words":
      return t("shared.change.words");
    default:
      return change satisfies never;
  }
}

/** Its title, where the catalogue has it still. */
function erratumName({ world, local }: Voice, id: string): string {
  const errata = world.catalogue.packs.flatMap((pack) => pack.errata);
  const found = errata.find((one) => one.id === id);
  return found ? `${id}, ${local(found.title)}` : id;
}

function nameOf(
  voice: Voice,
  { value, type, phase }: Extract<FactChange, { line: unknown }>["line"],
) {
  const name = voice.t("permission.name", { value, type: typeName(voice, type) });
  return phase === "addedOnApproval"
    ? voice.t("compare.line", { name, phase: voice.t(`phase.${phase}`) })
    : name;
}
