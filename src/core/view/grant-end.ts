import type { MailboxCheck, Removable } from "../grant/index.ts";
import { whoLines } from "./grant-sections.ts";
import { caseTitle } from "./names.ts";
import { group, lines, list, type Part, paragraphs, say } from "./parts.ts";
import { tenantLines } from "./state-table.ts";
import type { Voice } from "./voice.ts";

/** How much a report says. An app of many years says less, so that the card stays small enough. */
export interface ReportEconomy {
  /** Lines of each list; what is left is counted. */
  readonly lines: number;
  /** What may go when a set-up ends, and what to check by hand. */
  readonly advice: "full" | "short" | "none";
  readonly cases: "titles" | "counted";
}

/** What may be taken away when one of the set-ups ends. */
export function drawRemovable(
  voice: Voice,
  ends: readonly Removable[],
  { advice, lines: limit }: ReportEconomy,
): Part {
  const { t } = voice;
  const [first] = ends;
  const isEmpty = ends.every(({ permissions }) => permissions.length === 0);
  if (!first || isEmpty || advice === "none") return list([]);
  const roles = new Set(ends.flatMap(({ permissions }) => permissions.flatMap((one) => one.roles)));
  return list([
    group({
      heading: say(t("report.removable")),
      lead: paragraphs([t(`report.removable.${first.condition}`), ...whoLines(voice, [...roles])]),
      items: list(ends.map((end) => drawEnd(voice, end, advice === "full" ? limit : 0))),
    }),
  ]);
}

/** @param limit how many permissions are named; with 0 they are counted */
function drawEnd(voice: Voice, { found, permissions }: Removable, limit: number): Part {
  const { t } = voice;
  const named = permissions.map(({ permission }) => permission);
  const title = say(caseTitle(voice, found));
  if (named.length === 0)
    return group({ title, lines: paragraphs([t("report.removable.nothing")]) });
  if (limit === 0)
    return group({
      title,
      lines: paragraphs([t("report.removable.count", { count: named.length })]),
    });
  return group({ title, lines: lines(tenantLines(voice, named, limit)) });
}

/** What only Exchange can tell, with the commands that ask it. */
export function drawChecks(
  voice: Voice,
  checks: readonly MailboxCheck[],
  { advice }: ReportEconomy,
): Part {
  if (checks.length === 0) return list([]);
  const { t } = voice;
  return list([
    group({
      heading: say(t("report.checks")),
      lead: paragraphs([t("report.checksLead")]),
      items: list(checks.map((check) => drawCheck(voice, check, advice))),
    }),
  ]);
}

function drawCheck(
  { t, local }: Voice,
  { title, command, expect }: MailboxCheck,
  advice: ReportEconomy["advice"],
): Part {
  return group({
    title: say(local(title)),
    lines: paragraphs(advice === "none" ? [] : [t("report.expect", { text: local(expect) })]),
    commands: paragraphs([command]),
  });
}
