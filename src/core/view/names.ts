import { type Case, findTwin } from "../advisor/index.ts";
import type { Catalogue, Note, Pack, Source } from "../catalogue/index.ts";
import type { Permission, PermissionForm, PermissionType } from "../permission/index.ts";
import type { PermissionLine } from "./view.ts";
import type { Voice } from "./voice.ts";

/** "Printer to OneDrive (With Token Vault)". */
export function caseTitle({ local }: Voice, { scenario, variant }: Case): string {
  return variant.title
    ? `${local(scenario.title)} (${local(variant.title)})`
    : local(scenario.title);
}

/** The name of a permission's type in the reader's language. */
export function typeName({ t }: Voice, type: PermissionType): string {
  return t(`permission.type.${type}`);
}

/** "Mail.Send (application)". */
export function permissionName(voice: Voice, permission: Permission, type: PermissionType): string {
  return voice.t("permission.name", { value: permission.value, type: typeName(voice, type) });
}

/** Display name of the resource app: "Microsoft Graph". */
export function resourceName(catalogue: Catalogue, permission: Permission): string {
  return catalogue.facts.resources[permission.resource].displayName;
}

/** A permission for programs. */
export function toLine(
  catalogue: Catalogue,
  permission: Permission,
  type: PermissionType,
): PermissionLine {
  return { permission: permission.value, type, resource: resourceName(catalogue, permission) };
}

/** Who can consent: see the legend under a table. */
export type Consent = "yes" | "no" | "policy" | "unknown";

/**
 * Tells whether an admin has to consent. `policy`: the definition says no, but Microsoft's managed
 * policy keeps users from consenting. Where that policy does not name a permission but its twin on
 * the other resource, the twin counts.
 */
export function consentOf(
  catalogue: Catalogue,
  permission: Permission,
  form: PermissionForm,
): Consent {
  if (form.adminConsentRequired === null) return "unknown";
  if (form.adminConsentRequired) return "yes";
  return mayUserConsent(catalogue, permission, form) === false ? "policy" : "no";
}

function mayUserConsent(catalogue: Catalogue, permission: Permission, form: PermissionForm) {
  const own = form.userConsentUnderManagedPolicy ?? null;
  if (own !== null) return own;
  return findTwin(catalogue, permission)?.delegated?.userConsentUnderManagedPolicy ?? null;
}

/** "AutoStore Office 365 Permissions Overview, section 2". */
export function sourceName({ t, local }: Voice, { document, section }: Source): string {
  if (section === undefined) return document;
  const place = typeof section === "string" ? section : local(section);
  return t("source.withSection", { document, section: place });
}

/** One line that names sources, each once; empty where there are none. */
export function sourceLine(voice: Voice, sources: readonly Source[]): string {
  const names = [...new Set(sources.map((source) => sourceName(voice, source)))];
  return names.length === 0
    ? ""
    : voice.t("source.line", { names: names.join(voice.t("source.join")) });
}

/** A note by `pack:note`. */
export function findNote(catalogue: Catalogue, id: string): { pack: Pack; note: Note } | undefined {
  const [packId, noteId] = id.split(":");
  const pack = catalogue.packs.find(({ head }) => head.id === packId);
  const note = pack?.notes.find((known) => known.id === noteId);
  return pack && note ? { pack, note } : undefined;
}

/**
 * A note that a pack's scenario names: the pack's own, or one of another pack that every product
 * can point to.
 */
export function noteOf(
  catalogue: Catalogue,
  pack: Pack,
  id: string,
): { pack: Pack; note: Note } | undefined {
  const packs = [pack, ...catalogue.packs];
  const owner = packs.find(({ notes }) => notes.some((note) => note.id === id));
  const note = owner?.notes.find((known) => known.id === id);
  return owner && note ? { pack: owner, note } : undefined;
}
