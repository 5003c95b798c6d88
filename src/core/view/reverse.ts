import { type Case, findUses, type Use } from "../advisor/index.ts";
import { bottomBar, shareButton } from "./actions.ts";
import { button, buttons, caseButton } from "./buttons.ts";
import { typeName } from "./names.ts";
import { group, list, type Part, paragraphs, say, toView } from "./parts.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** Permissions that get a button. */
const BUTTON_LIMIT = 3;

/** Uses of the same case together. */
export interface CaseUses {
  readonly found: Case;
  readonly uses: readonly Use[];
}

/** Every case that needs one of the permissions, with how and when. */
export function usesByCase(voice: Voice, permissions: readonly string[]): CaseUses[] {
  const uses = findUses(voice.world.catalogue, permissions);
  const byVariant = Map.groupBy(uses, ({ found }) => found.variant);
  return [...byVariant.values()].flatMap((own) =>
    own[0] ? [{ found: own[0].found, uses: own }] : [],
  );
}

/** Who needs a permission: the set-ups, each with type and phase. */
export function drawReverse(voice: Voice, permissions: readonly string[]): View {
  const { t } = voice;
  const values = permissionValues(voice, permissions);
  const groups = usesByCase(voice, permissions);
  const count = groups.length;
  const names = values.join(", ");
  return toView(voice, "reverse", t("reverse.summary", { names, count }), {
    title: say(t("reverse.title", { names })),
    lead: paragraphs([groups.length === 0 ? t("reverse.none") : t("reverse.lead", { count })]),
    items: list(groups.map((one) => drawUses(voice, one, values.length > 1))),
    actions: bottomBar(voice, [
      ...lookupButtons(voice, permissions),
      ...shareOne(voice, permissions),
    ]),
  });
}

function drawUses(voice: Voice, { found, uses }: CaseUses, withValue: boolean): Part {
  return group({
    choice: buttons([caseButton(voice, found)]),
    product: say(voice.local(found.pack.head.title)),
    lines: paragraphs(useLines(voice, uses, withValue)),
  });
}

/** In which type and phase a case needs permissions, each once. */
export function useLines(voice: Voice, uses: readonly Use[], withValue: boolean): string[] {
  return [...new Set(uses.map((use) => useLine(voice, use, withValue)))];
}

function useLine(voice: Voice, { row, phase }: Use, withValue: boolean): string {
  const { t, world } = voice;
  const how = t("reverse.use", { type: typeName(voice, row.type), phase: t(`phase.${phase}`) });
  const permission = world.catalogue.permissions.get(row.permission);
  return withValue && permission ? t("reverse.useOf", { value: permission.value, how }) : how;
}

/** Values of permissions, twins on two resources once. */
export function permissionValues({ world }: Voice, keys: readonly string[]): string[] {
  return [...new Set(keys.flatMap((key) => world.catalogue.permissions.get(key)?.value ?? []))];
}

/** One button a value to the facts of the permission. */
function lookupButtons(voice: Voice, keys: readonly string[]): Part[] {
  const byValue = new Map(
    keys.flatMap((key) => {
      const permission = voice.world.catalogue.permissions.get(key);
      return permission ? [[permission.value, key] as const] : [];
    }),
  );
  return [...byValue]
    .slice(0, BUTTON_LIMIT)
    .map(([value, permission]) =>
      button(voice.t("button.lookup", { value }), "lookup", { permission }),
    );
}

/** Shares the permission that a card is about, with its twin; several values are several results. */
export function shareOne(voice: Voice, keys: readonly string[]): Part[] {
  const [key] = keys;
  if (key === undefined || permissionValues(voice, keys).length !== 1) return [];
  return [shareButton(voice, { kind: "permission", key })];
}
