import type { Requirement } from "../advisor/index.ts";
import { type ConsentPart, mayGrant, type PartPreview } from "../consent/index.ts";
import { isSame, toTenantPermission } from "../grant/index.ts";
import { permissionName } from "./names.ts";
import { group, lines, type Part, paragraphs, say, under } from "./parts.ts";
import { leftOut, tenantLines } from "./state-table.ts";
import type { Voice } from "./voice.ts";

/** Permissions that one list of the preview shows. */
const LIST_LIMIT = 25;

/** Where a page stands among the pages of a preview. */
interface PartPlace {
  readonly at: number;
  readonly url: string | undefined;
  /** The pages that come first. */
  readonly before: readonly PartPreview[];
}

/** One page: what it asks, grants, leaves out and may drop, who may grant it and where it leads. */
export function drawPreviewPart(
  voice: Voice,
  preview: PartPreview,
  { at, url, before }: PartPlace,
): Part {
  const { t, world } = voice;
  const kind = t(`consent.kind.${preview.part.endpoint}`);
  const isDone = preview.isWhollyGranted === true;
  const api = preview.part.resource === "outlook" ? "exo" : "graph";
  const resource = world.catalogue.facts.resources[api].displayName;
  return group({
    heading: say(t("consent.part.title", { number: at + 1, kind, resource })),
    asks: lines(isDone ? [] : askLines(voice, preview)),
    sections: drawSections(voice, isDone ? { ...preview, besides: [], mayDrop: [] } : preview),
    who: paragraphs(
      isDone ? [] : [...twiceLines(voice, preview, before), whoLine(voice, preview.part)],
    ),
    host: paragraphs([hostLine(voice, preview, url)]),
  });
}

/** By name it is what the page asks; by `.default` what is registered, as far as that is known. */
function askLines(voice: Voice, { part, notRegistered }: PartPreview): Part[] {
  const { t } = voice;
  const isOpen = notRegistered === null;
  const asked = part.requirements.filter((need) => !notRegistered?.includes(need));
  if (asked.length === 0) return [];
  const key = isOpen ? "consent.part.asksRegistered" : "consent.part.asks";
  return [say(t(key)), ...needLines(voice, asked)];
}

function needLines(voice: Voice, needs: readonly Requirement[]): Part[] {
  const shown = needs.slice(0, LIST_LIMIT);
  return [
    ...shown.map((need) => say(`• ${permissionName(voice, need.permission, need.type)}`)),
    ...leftOut(voice, needs.length - LIST_LIMIT),
  ];
}

function drawSections(voice: Voice, preview: PartPreview): Part {
  const { t } = voice;
  const { granted, besides, notRegistered, mayDrop } = preview;
  const blocks = [
    under(t("consent.part.granted"), lines(needLines(voice, granted ?? []))),
    under(t("consent.part.unregistered"), lines(needLines(voice, notRegistered ?? []))),
    under(t("consent.part.also"), lines(tenantLines(voice, besides ?? [], LIST_LIMIT))),
    under(t("consent.part.drops"), lines(tenantLines(voice, mayDrop ?? [], LIST_LIMIT))),
  ];
  return {
    data: blocks.flatMap(({ data }) => data as readonly Part["data"][]),
    text: blocks.flatMap(({ text }) => text),
  };
}

/** Where an earlier page grants the twins of all that this one is for, this one may be spared. */
function twiceLines(
  { t }: Voice,
  { part, granted }: PartPreview,
  before: readonly PartPreview[],
): string[] {
  const open = part.requirements.filter((need) => !granted?.includes(need)).map(toTenantPermission);
  const index = before.findIndex(({ besides }) =>
    open.every((need) => besides?.some((entry) => isSame(entry, need))),
  );
  return index < 0 ? [] : [t("consent.part.twice", { number: index + 1 })];
}

function whoLine(voice: Voice, part: ConsentPart): string {
  const { t, local, world } = voice;
  if (part.endpoint === "user") return t("consent.part.whoUser");
  const roles = mayGrant(part, world.catalogue.consent);
  return t("consent.part.who", { roles: roles.map(local).join(", ") });
}

function hostLine({ t }: Voice, { isWhollyGranted }: PartPreview, url: string | undefined): string {
  if (isWhollyGranted) return t("consent.part.done");
  return url === undefined
    ? t("consent.part.noLink")
    : t("consent.part.host", { host: new URL(url).host });
}

/** What the warnings of a preview depend on, besides its pages. */
interface WarningFacts {
  readonly redirectUri: string;
  /** False where the registration lives in this tenant. */
  readonly isPerhapsForeign: boolean;
  /** The tenant does not know the app, so nothing is granted to it there. */
  readonly isAbsent: boolean;
}

/**
 * What to know before any of the pages is opened. What the tenant has told is not warned of.
 * @param previews of the pages that have something left to grant
 */
export function previewWarnings(
  { t }: Voice,
  previews: readonly PartPreview[],
  { redirectUri, isPerhapsForeign, isAbsent }: WarningFacts,
): string[] {
  const has = (endpoint: ConsentPart["endpoint"]) =>
    previews.some(({ part }) => part.endpoint === endpoint);
  const isGraphApplication = previews.some(({ part: { requirements } }) =>
    requirements.some(
      ({ type, permission }) => type === "application" && permission.resource === "graph",
    ),
  );
  return [
    [
      t("consent.warning.redirect", { redirectUri }),
      ...(isPerhapsForeign ? [t("consent.warning.redirectForeign")] : []),
    ].join(" "),
    ...(previews.some(({ besides }) => besides === null) ? [t("consent.warning.default")] : []),
    ...(!isAbsent && previews.some(({ mayDrop }) => mayDrop === null)
      ? [t("consent.warning.drops")]
      : []),
    ...(isGraphApplication ? [t("consent.warning.graphApplication")] : []),
    ...(has("user") ? [t("consent.warning.user")] : []),
    t("consent.warning.policy"),
  ];
}
