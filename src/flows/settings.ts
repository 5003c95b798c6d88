import { AppError } from "../core/errors.ts";
import {
  DEFAULT_SETTINGS,
  listSettingsProblems,
  type PackLabel,
  type SettingsProblem,
  TenantSettings,
} from "../core/settings/index.ts";
import type { AuditEntry, Ledger, Op, Person, Store } from "../ports/index.ts";
import type { AppsOptions } from "./apps.ts";
import { keepSteward } from "./steward.ts";

/** What a form of Settings changes; labels are set one by one. */
export type SettingsForm = Omit<TenantSettings, "labels">;

/** Settings as they stand, with the tag that a change has to name; empty while nobody has decided anything. */
export interface SettingsRead {
  readonly settings: TenantSettings;
  readonly etag: string;
}

/** What came of a change. */
export type SettingsChange =
  | ({ readonly kind: "changed" } & SettingsRead)
  /** Somebody else changed them since they were read. */
  | { readonly kind: "conflict" }
  /** They would not work together, whoever sends them. */
  | { readonly kind: "refused"; readonly why: SettingsProblem };

/** What the administrators of tenants have decided. */
export interface SettingsKeeper {
  /**
   * Fields that an older version did not know have their default.
   * @throws AppError ERR_STORE_FAILED, also for settings that this version cannot read: they were decided by
   *   somebody, so no defaults stand in for them and nothing is written over them
   */
  read(tenantId: string): Promise<SettingsRead>;
  /**
   * Puts a form in place of what the person saw, with an audit line. What changes nothing leaves no line.
   * @param etag as it was read
   * @returns settings and tag as they stand afterwards
   * @throws AppError ERR_STORE_FAILED, and then nothing was changed
   */
  change(
    tenantId: string,
    personId: string,
    etag: string,
    form: SettingsForm,
  ): Promise<SettingsChange>;
  /**
   * Puts a label on a pack, or takes it off with null; with an audit line. It touches only this label, so it
   * is made on whatever the settings are by then.
   * @throws AppError ERR_STORE_CONFLICT when others write all the time, ERR_STORE_FAILED
   */
  setLabel(
    tenantId: string,
    personId: string,
    packId: string,
    label: PackLabel | null,
  ): Promise<void>;
  /** As whom the jobs read that tenant. @throws AppError ERR_STORE_FAILED */
  readModel(tenantId: string): Promise<TenantSettings["model"]>;
  /** As whom mail is sent, and from which mailbox where that is not its own. @throws AppError ERR_STORE_FAILED */
  readSender(
    tenantId: string,
  ): Promise<{ readonly model: TenantSettings["model"]; readonly mailbox: string | null }>;
}

/** What the keeper of settings works with. */
export interface SettingsOptions {
  readonly store: Store;
  readonly ledger: Ledger;
}

const ROW = "settings|tenant";

/** Keeps the settings of each tenant in its row `settings|tenant`. */
export function createSettingsKeeper(options: SettingsOptions): SettingsKeeper {
  const read = (tenantId: string) => readSettings(options.store, tenantId);
  return {
    read,
    change: (tenantId, personId, etag, form) =>
      change(options, { tenantId, personId }, { etag, form: pickForm(form) }),
    setLabel: (tenantId, personId, packId, label) =>
      setLabel(options, { tenantId, personId }, { packId, label }),
    readModel: async (tenantId) => (await read(tenantId)).settings.model,
    readSender: async (tenantId) => {
      const { model, mail } = (await read(tenantId)).settings;
      return { model, mailbox: mail.sender };
    },
  };
}

/**
 * The client ids that links may be made for in a tenant: the operator's, and those that its administrators
 * entered in Settings.
 * @param operator `*` lets every app be used, and then nobody's list matters
 */
export function joinAllowLists(
  keeper: Pick<SettingsKeeper, "read">,
  operator: readonly string[] | "*",
): AppsOptions["allowList"] {
  return async (tenantId) => {
    if (operator === "*") return "*";
    const { settings } = await keeper.read(tenantId);
    return [...operator, ...settings.allowedApps];
  };
}

async function readSettings(store: Store, tenantId: string): Promise<SettingsRead> {
  const row = await store.get(tenantId, ROW);
  if (!row) return { settings: DEFAULT_SETTINGS, etag: "" };
  const kept = typeof row.value === "object" ? row.value : {};
  const { data: settings, error: cause } = TenantSettings.safeParse({
    ...DEFAULT_SETTINGS,
    ...kept,
  });
  if (settings) return { settings, etag: row.etag };
  const sentence = `This version cannot read the settings of tenant ${tenantId}, and leaves them as they are.`;
  throw new AppError("ERR_STORE_FAILED", sentence, { cause });
}

interface FormChange {
  readonly etag: string;
  readonly form: SettingsForm;
}

/** The tag is looked at on each try: after a conflict the ledger asks again, and by then others may have decided. */
async function change(
  { store, ledger }: SettingsOptions,
  { tenantId, personId }: Person,
  { etag, form }: FormChange,
): Promise<SettingsChange> {
  const [why] = listSettingsProblems(form);
  if (why) return { kind: "refused", why };
  let isConflict = false;
  let names: readonly FieldName[] = [];
  const entry = () => toChangeEntry(personId, form, names);
  await ledger.record(tenantId, entry, async () => {
    const now = await readSettings(store, tenantId);
    isConflict = now.etag !== etag;
    names = listChanged(now.settings, form);
    if (isConflict || names.length === 0) return undefined;
    return [toOp(now, { ...now.settings, ...form }), keepSteward(personId)];
  });
  if (isConflict) return { kind: "conflict" };
  // Read again: a change that came right after this one is shown with its own tag.
  return { kind: "changed", ...(await readSettings(store, tenantId)) };
}

type Detail = string | number | boolean;

/** A part of the settings that the log names by itself. */
interface Field {
  readonly read: (form: SettingsForm) => unknown;
  /** What the log says of it: of people how many, of an address whether there is one, never who or which. */
  readonly tell: (form: SettingsForm) => Detail;
}

/** A field that holds nothing of people. */
function plain(read: (form: SettingsForm) => Detail): Field {
  return { read, tell: read };
}

const FIELDS = {
  approvers: { read: (form) => form.approvers, tell: (form) => form.approvers.length },
  "approval.roles": plain(({ approval }) => approval.roles.join(" ")),
  "approval.channel": {
    read: ({ approval }) => approval.channel,
    tell: ({ approval }) => approval.channel?.channelId ?? "none",
  },
  "approval.isTwoPerson": plain(({ approval }) => approval.isTwoPerson),
  "approval.days": plain(({ approval }) => approval.days),
  "approval.reminderDays": plain(({ approval }) => approval.reminderDays),
  "mail.isOn": plain(({ mail }) => mail.isOn),
  "mail.sender": { read: ({ mail }) => mail.sender, tell: ({ mail }) => mail.sender !== null },
  watchHours: plain((form) => form.watchHours),
  catalogManagers: {
    read: (form) => form.catalogManagers,
    tell: (form) => form.catalogManagers.length,
  },
  allowedApps: { read: (form) => form.allowedApps, tell: (form) => form.allowedApps.length },
  model: plain((form) => form.model),
  language: plain((form) => form.language),
  retentionDays: plain((form) => form.retentionDays),
} as const satisfies Readonly<Record<string, Field>>;
type FieldName = keyof typeof FIELDS;

/** Nothing else that came with a form, such as labels as they once were. */
function pickForm({ ...form }: SettingsForm & { labels?: unknown }): SettingsForm {
  const { labels: _, ...picked } = form;
  return picked;
}

function listChanged(before: SettingsForm, form: SettingsForm): readonly FieldName[] {
  const names = Object.keys(FIELDS) as FieldName[];
  const read = (name: FieldName, from: SettingsForm) => JSON.stringify(FIELDS[name].read(from));
  return names.filter((name) => read(name, before) !== read(name, form));
}

/** Names the fields, and says of each what it is now. */
function toChangeEntry(actor: string, form: SettingsForm, names: readonly FieldName[]): AuditEntry {
  const values = names.map((name) => [name, FIELDS[name].tell(form)] as const);
  const details = { fields: names.join(" "), ...Object.fromEntries(values) };
  return { verb: "settings.changed", actor, object: "settings:tenant", details };
}

interface LabelChange {
  readonly packId: string;
  readonly label: PackLabel | null;
}

async function setLabel(
  { store, ledger }: SettingsOptions,
  { tenantId, personId: actor }: Person,
  { packId, label }: LabelChange,
): Promise<void> {
  const verb = label ? "label.set" : "label.removed";
  const details = label && { labelId: label.id };
  const entry = { verb, actor, object: `pack:${packId}`, ...(details && { details }) };
  await ledger.record(tenantId, entry, async () => {
    const now = await readSettings(store, tenantId);
    const { [packId]: before, ...others } = now.settings.labels;
    if (JSON.stringify(before ?? null) === JSON.stringify(label)) return undefined;
    const labels = label ? { ...others, [packId]: label } : others;
    return [toOp(now, { ...now.settings, labels })];
  });
}

/** What would not be read again is not written: it would lock everybody out of the settings. */
function toOp({ etag }: SettingsRead, settings: TenantSettings): Op {
  const value = TenantSettings.parse(settings);
  return etag === "" ? { op: "insert", rk: ROW, value } : { op: "replace", rk: ROW, value, etag };
}
