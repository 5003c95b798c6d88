import { findTwin } from "../advisor/index.ts";
import type { Permission, PermissionForm, PermissionType } from "../permission/index.ts";
import { bottomBar } from "./actions.ts";
import { retirementLines } from "./advice.ts";
import { buttons, caseButton } from "./buttons.ts";
import { formatDay } from "./dates.ts";
import { riskText } from "./details.ts";
import { caseTitle, consentOf, resourceName, typeName } from "./names.ts";
import { group, hide, label, list, type Part, paragraphs, say, toView } from "./parts.ts";
import { type CaseUses, permissionValues, shareOne, useLines, usesByCase } from "./reverse.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** Cases that get a button. */
const BUTTON_LIMIT = 6;
/** Set-ups that say why they need a permission; of more of them only how is said. */
const WHY_LIMIT = 3;
/** Permissions that one card describes at most. */
const PERMISSION_LIMIT = 8;
const TYPES = ["delegated", "application"] as const satisfies readonly PermissionType[];

/** What is known of permissions, on every resource that has them, and who uses them. */
export function drawLookupView(voice: Voice, keys: readonly string[]): View {
  const { t } = voice;
  const shown = withTwins(voice, keys).slice(0, PERMISSION_LIMIT);
  const names = permissionValues(voice, keys).join(", ");
  const uses = usesByCase(
    voice,
    shown.map(({ key }) => key),
  );
  const isFew = uses.length <= WHY_LIMIT;
  return toView(voice, "lookup", t("lookup.summary", { names }), {
    title: say(names),
    items: list(shown.map((permission) => drawPermission(voice, permission))),
    used: paragraphs([
      uses.length === 0 ? t("lookup.unused") : t("lookup.used", { count: uses.length }),
    ]),
    setUps: paragraphs(uses.flatMap((one) => setUpLines(voice, one, { keys, isFew }))),
    choices: buttons(uses.slice(0, BUTTON_LIMIT).map(({ found }) => caseButton(voice, found))),
    details: list([drawSources(voice, shown)]),
    asOf: say(asOfLine(voice)),
    actions: bottomBar(voice, shareOne(voice, keys)),
  });
}

interface Asked {
  readonly keys: readonly string[];
  readonly isFew: boolean;
}

/** "IMAP Capture and Mail Send, same user: Delegated · Configured", and why where there is room. */
function setUpLines(voice: Voice, { found, uses }: CaseUses, { keys, isFew }: Asked): string[] {
  const { t, local } = voice;
  const withValue = permissionValues(voice, keys).length > 1;
  const how = useLines(voice, uses, withValue).join(t("source.join"));
  const reasons = new Set(isFew ? uses.map(({ row }) => local(row.reason)) : []);
  const why = [...reasons].map((text) => t("details.why", { text }));
  return [t("lookup.setUp", { name: caseTitle(voice, found), how }), ...why];
}

/** The same value on the other resource belongs to the answer: a grant on either counts. */
export function withTwins({ world }: Voice, keys: readonly string[]): Permission[] {
  const asked = keys.flatMap((key) => world.catalogue.permissions.get(key) ?? []);
  const all = asked.flatMap((permission) => {
    const twin = findTwin(world.catalogue, permission);
    return twin ? [permission, twin] : [permission];
  });
  return [...new Set(all)];
}

function drawPermission(voice: Voice, permission: Permission): Part {
  const { t, world } = voice;
  const resource = resourceName(world.catalogue, permission);
  const forms = TYPES.flatMap((type) => {
    const form = permission[type];
    return form ? [drawForm(voice, permission, type, form)] : [];
  });
  return group({
    title: say(t("lookup.on", { value: permission.value, resource })),
    forms: list(forms),
    remarks: paragraphs(remarkLines(voice, permission)),
  });
}

/** What is to be known of a permission besides its types. */
export function remarkLines(voice: Voice, permission: Permission): string[] {
  return [
    ...retirementLines(voice, permission),
    ...cloudLine(voice, permission),
    ...tokenLine(voice, permission),
    ...permission.remarks.map(voice.local),
  ];
}

function drawForm(
  voice: Voice,
  permission: Permission,
  type: PermissionType,
  form: PermissionForm,
): Part {
  const { t } = voice;
  return group({
    title: say(t("lookup.form", { type: typeName(voice, type) })),
    plain: say(voice.local(form.plain)),
    lines: paragraphs(formLines(voice, permission, type, form)),
  });
}

/** Who consents to a permission in one type, how grave it is, and what it is called. */
export function formLines(
  voice: Voice,
  permission: Permission,
  type: PermissionType,
  form: PermissionForm,
): string[] {
  const { t } = voice;
  return [
    ...consentLines(voice, permission, type, form),
    riskText(voice, form.privilegeLevel),
    t("lookup.id", { id: form.id, confidence: t(`confidence.${form.confidence}`) }),
    ...(form.displayName ? [t("lookup.displayName", { name: form.displayName })] : []),
    ...(form.conflict === null ? [] : [t("lookup.conflict")]),
  ];
}

/** Who consents by definition and under the managed policy, which may name the twin only. */
function consentLines(
  voice: Voice,
  permission: Permission,
  type: PermissionType,
  form: PermissionForm,
): string[] {
  const { t, world } = voice;
  const consent = consentOf(world.catalogue, permission, form);
  const twin = consent === "policy" && form.userConsentUnderManagedPolicy !== false;
  const other = twin ? findTwin(world.catalogue, permission) : undefined;
  if (other) return [t("lookup.consent.twin", { resource: resourceName(world.catalogue, other) })];
  return [
    t(`lookup.consent.${consent}`),
    ...(type === "delegated" ? [userConsent(voice, form)] : []),
  ];
}

function userConsent({ t }: Voice, { userConsentUnderManagedPolicy: may }: PermissionForm): string {
  if (may === true) return t("lookup.user.yes");
  return may === false ? t("lookup.user.no") : t("lookup.user.unknown");
}

function cloudLine({ t, world }: Voice, { clouds }: Permission): string[] {
  const state = clouds[world.cloud.availability];
  return [t("lookup.cloud", { cloud: world.cloud.title, state: t(`availability.${state}`) })];
}

function tokenLine({ t }: Voice, { tokenScope }: Permission): string[] {
  return tokenScope === null ? [] : [t("lookup.tokenScope", { scope: tokenScope })];
}

/** When the facts about permissions were read. */
export function asOfLine({ t, world, language }: Voice): string {
  const { permissions, retirements } = world.catalogue.facts.asOf;
  return t("lookup.asOf", {
    permissions: formatDay(permissions, language),
    retirements: formatDay(retirements, language),
  });
}

function drawSources({ t, world }: Voice, shown: readonly Permission[]): Part {
  const ids = new Set(shown.flatMap(({ sources }) => sources));
  const names = [...ids].map((id) => world.catalogue.facts.sources[id] ?? id);
  return group({
    id: hide("sources"),
    title: label(t("lookup.sources")),
    lines: paragraphs(names),
  });
}
