import type { Case, Requirement } from "../advisor/index.ts";
import type { Permission } from "../permission/index.ts";
import { buttons, noteButton } from "./buttons.ts";
import { formatDay } from "./dates.ts";
import type { Economy } from "./economy.ts";
import { noteOf, permissionName } from "./names.ts";
import { group, list, type Part, paragraphs, say } from "./parts.ts";
import type { Voice } from "./voice.ts";

/** Buttons to notes that one card offers at most. */
const NOTE_LIMIT = 4;

/** What an admin should know before granting: retirement, both types at once, clouds. */
export function warningLines(voice: Voice, requirements: readonly Requirement[]): string[] {
  const lines = [
    ...requirements.flatMap(({ permission }) => retirementLines(voice, permission)),
    ...bothTypeLines(voice, requirements),
    ...requirements.flatMap((need) => cloudLines(voice, need)),
  ];
  return [...new Set(lines)];
}

/** When a permission's API goes away. */
export function retirementLines(voice: Voice, { value, retirement }: Permission): string[] {
  const { t, local, language } = voice;
  if (!retirement) return [];
  const what = local(retirement.what);
  const detail = local(retirement.detail);
  const { blockedFrom, finalOff } = retirement;
  if (blockedFrom && finalOff) {
    const days = {
      blockedFrom: formatDay(blockedFrom, language),
      finalOff: formatDay(finalOff, language),
    };
    return [t("warning.retiring", { value, what, detail, ...days })];
  }
  return [t("warning.legacy", { value, what, detail })];
}

function bothTypeLines({ t }: Voice, requirements: readonly Requirement[]): string[] {
  const applications = requirements.filter(({ type }) => type === "application");
  const both = applications.filter((need) =>
    requirements.some(
      (other) => other.permission === need.permission && other.type === "delegated",
    ),
  );
  return both.map(({ permission }) => t("warning.bothTypes", { value: permission.value }));
}

function cloudLines(voice: Voice, { permission, type }: Requirement): string[] {
  const { t, world } = voice;
  const state = permission.clouds[world.cloud.availability];
  if (state !== "no" && state !== "partial") return [];
  const name = permissionName(voice, permission, type);
  return [t(`warning.cloud.${state}`, { name, cloud: world.cloud.title })];
}

/** What Exchange has to be told, since Entra cannot grant it. */
export function mailboxRights(
  { local }: Voice,
  cases: readonly Case[],
  amount: Economy["advice"] = "full",
): Part {
  const rights = cases.flatMap(({ pack, variant }) =>
    variant.mailboxRights.flatMap((id) =>
      pack.head.mailboxRights.filter((right) => right.id === id),
    ),
  );
  const parts = [...new Set(rights)].map(({ title, text, command }) =>
    group({
      title: say(local(title)),
      lines: paragraphs(amount === "full" ? [local(text)] : []),
      commands: paragraphs(amount === "full" ? [command] : []),
    }),
  );
  return list(parts);
}

/** What to do after the permissions stand: the notes that the variants name, in order. */
export function nextSteps(
  voice: Voice,
  cases: readonly Case[],
  amount: Economy["advice"] = "full",
): Part {
  const notes = notesOf(voice, cases, ({ variant }) => variant.steps);
  return list(
    notes.map(({ note }, index) =>
      group({
        title: say(`${index + 1}. ${voice.local(note.title)}`),
        lines: paragraphs(amount === "full" ? note.text.slice(0, 1).map(voice.local) : []),
      }),
    ),
  );
}

/** Buttons to the notes worth reading, steps first. */
export function readingButtons(voice: Voice, cases: readonly Case[]): Part {
  const notes = notesOf(voice, cases, ({ variant, scenario }) => [
    ...variant.steps,
    ...scenario.notes,
  ]);
  const shown = notes.slice(0, NOTE_LIMIT);
  return buttons(shown.map(({ pack, note }) => noteButton(voice, pack, note)));
}

function notesOf(
  { world }: Voice,
  cases: readonly Case[],
  pick: (found: Case) => readonly string[],
) {
  const found = cases.flatMap((one) =>
    pick(one).flatMap((id) => noteOf(world.catalogue, one.pack, id) ?? []),
  );
  return [...new Map(found.map((entry) => [entry.note, entry])).values()];
}
