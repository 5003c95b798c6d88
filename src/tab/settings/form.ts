import type { TabInput } from "../../core/tab-api/index.ts";

type Settings = TabInput<"changeSettings">;
type Person = Settings["approvers"][number];

/** Fields of the form as they are typed. */
export interface Draft {
  readonly approvers: readonly Person[];
  readonly approval: Settings["approval"];
  readonly mail: Settings["mail"];
  readonly watchHours: number;
  readonly catalogManagers: readonly Person[];
  /** Client ids, one a line. */
  readonly allowedApps: string;
  readonly model: Settings["model"];
  readonly language: Settings["language"];
  /** A number of days. */
  readonly retentionDays: string;
}

/** Fields that can be filled in wrongly. */
export type Field = "approvers" | "catalogManagers" | "allowedApps" | "retentionDays";

/** What is wrong with a field: the text `tab.settings.error.<what>` and its values. */
export interface FieldError {
  readonly what: "people-many" | "apps-guid" | "apps-twice" | "apps-many" | "days";
  readonly values: Readonly<Record<string, string | number>>;
}

export type ReadDraft =
  | { readonly kind: "ok"; readonly settings: Settings }
  | { readonly kind: "invalid"; readonly errors: ReadonlyMap<Field, FieldError> };

const PEOPLE_MOST = 50;
const APPS_MOST = 200;
/** Days, both ends included. */
export const RETENTION = { least: 30, most: 3650 } as const;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The form as it stands when nothing was typed. */
export function toDraft(settings: Settings): Draft {
  const { approvers, catalogManagers, allowedApps, model, language, retentionDays } = settings;
  const { approval, mail, watchHours } = settings;
  return {
    approvers,
    approval,
    mail,
    watchHours,
    catalogManagers,
    allowedApps: allowedApps.join("\n"),
    model,
    language,
    retentionDays: String(retentionDays),
  };
}

/** Settings out of what was typed, or what is wrong with which field. */
export function readDraft(draft: Draft): ReadDraft {
  const typedApps = splitApps(draft.allowedApps);
  const allowedApps = typedApps.map((id) => id.toLowerCase());
  const days = draft.retentionDays.trim();
  const found: readonly (readonly [Field, FieldError | undefined])[] = [
    ["approvers", judgePeople(draft.approvers)],
    ["catalogManagers", judgePeople(draft.catalogManagers)],
    ["allowedApps", judgeApps(typedApps)],
    ["retentionDays", judgeDays(days)],
  ];
  const errors = new Map(found.flatMap(([field, error]) => (error ? [[field, error]] : [])));
  if (errors.size > 0) return { kind: "invalid", errors };
  const { approvers, approval, mail, watchHours, catalogManagers, model, language } = draft;
  const who = { approvers, approval, mail, watchHours, catalogManagers };
  const settings = { ...who, allowedApps, model, language };
  return { kind: "ok", settings: { ...settings, retentionDays: Number(days) } };
}

/** Entries of the list of client ids, however they are set apart. */
export function splitApps(text: string): readonly string[] {
  return text.split(/[\s,;]+/).filter((id) => id !== "");
}

function judgePeople(people: readonly Person[]): FieldError | undefined {
  if (people.length <= PEOPLE_MOST) return undefined;
  return { what: "people-many", values: { most: PEOPLE_MOST } };
}

/** @param typed in the words of the person, who finds them again in what is said */
function judgeApps(typed: readonly string[]): FieldError | undefined {
  const ids = typed.map((id) => id.toLowerCase());
  const odd = typed.find((id) => !GUID.test(id.toLowerCase()));
  if (odd !== undefined) return { what: "apps-guid", values: { entry: odd.slice(0, 60) } };
  const again = ids.find((id, index) => ids.indexOf(id) !== index);
  if (again !== undefined) return { what: "apps-twice", values: { entry: again } };
  if (ids.length > APPS_MOST) return { what: "apps-many", values: { most: APPS_MOST } };
  return undefined;
}

function judgeDays(text: string): FieldError | undefined {
  const days = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (days >= RETENTION.least && days <= RETENTION.most) return undefined;
  return { what: "days", values: RETENTION };
}

/** True when saving would change something. */
export function isChanged(draft: Draft, settings: Settings): boolean {
  const read = readDraft(draft);
  if (read.kind === "invalid") return true;
  return toComparable(read.settings) !== toComparable(settings);
}

/** The order of people and apps says nothing. */
function toComparable({ approvers, catalogManagers, allowedApps, ...rest }: Settings): string {
  const ids = (people: readonly Person[]) => people.map(({ id }) => id).sort();
  return JSON.stringify([
    ids(approvers),
    ids(catalogManagers),
    [...allowedApps].sort(),
    rest.model,
    rest.language,
    rest.retentionDays,
  ]);
}

/** A list with one person more; somebody who stands there already is not added twice. */
export function addPerson(people: readonly Person[], { id, name }: Person): readonly Person[] {
  return people.some((one) => one.id === id) ? people : [...people, { id, name }];
}
