import {
  listSettingsProblems,
  listSettingsWarnings,
  type SettingsProblem,
  type SettingsWarning,
} from "../../core/settings/rules/judge-settings.ts";
import type { TabInput } from "../../core/tab-api/index.ts";
import { type Errors, FIELDS, type Field, type FieldError, RANGES } from "./field-error.ts";
import { judgeApps, judgePeople, judgeSender, judgeWhole, splitApps } from "./judge-fields.ts";

type Settings = TabInput<"changeSettings">;
type Person = Settings["approvers"][number];
type Approval = Settings["approval"];

/** Fields of the form as they are typed: numbers as texts, lists of ids one a line. */
export interface Draft {
  readonly approvers: readonly Person[];
  readonly approval: Omit<Approval, "days" | "reminderDays"> & {
    /** Requests are shown in the channel; where none is picked yet, that is an error. */
    readonly isInChannel: boolean;
    readonly days: string;
    readonly reminderDays: string;
  };
  readonly mail: { readonly isOn: boolean; readonly sender: string };
  readonly watchHours: string;
  readonly catalogManagers: readonly Person[];
  readonly allowedApps: string;
  readonly model: Settings["model"];
  readonly language: Settings["language"];
  readonly retentionDays: string;
}

export type ReadDraft =
  | { readonly kind: "ok"; readonly settings: Settings }
  | { readonly kind: "invalid"; readonly errors: Errors };

/** The form as it stands when nothing was typed. */
export function toDraft(settings: Settings): Draft {
  const { approval, mail, watchHours, allowedApps, retentionDays, ...rest } = settings;
  const { days, reminderDays } = approval;
  return {
    ...rest,
    approval: {
      ...approval,
      isInChannel: approval.channel !== null,
      days: String(days),
      reminderDays: String(reminderDays),
    },
    mail: { isOn: mail.isOn, sender: mail.sender ?? "" },
    watchHours: String(watchHours),
    allowedApps: allowedApps.join("\n"),
    retentionDays: String(retentionDays),
  };
}

/** Settings out of what was typed, or what is wrong with which field. */
export function readDraft(draft: Draft): ReadDraft {
  const settings = toSettings(draft);
  const found = new Map([...judgeTogether(settings), ...judgeEach(draft)]);
  const errors = new Map(
    FIELDS.flatMap((field) => {
      const error = found.get(field);
      return error ? [[field, error] as const] : [];
    }),
  );
  return errors.size > 0 ? { kind: "invalid", errors } : { kind: "ok", settings };
}

/** What the settings lead to that people may not expect. */
export function listWarnings(draft: Draft): readonly SettingsWarning[] {
  return listSettingsWarnings(toSettings(draft));
}

function toSettings(draft: Draft): Settings {
  const { roles, channel, isInChannel, isTwoPerson } = draft.approval;
  const sender = draft.mail.sender.trim();
  return {
    approvers: draft.approvers,
    approval: {
      roles,
      channel: isInChannel ? channel : null,
      isTwoPerson,
      days: Number(draft.approval.days),
      reminderDays: Number(draft.approval.reminderDays),
    },
    mail: { isOn: draft.mail.isOn, sender: sender === "" ? null : sender },
    watchHours: Number(draft.watchHours),
    catalogManagers: draft.catalogManagers,
    allowedApps: splitApps(draft.allowedApps).map((id) => id.toLowerCase()),
    model: draft.model,
    language: draft.language,
    retentionDays: Number(draft.retentionDays),
  };
}

type Found = readonly (readonly [Field, FieldError])[];

function judgeEach({ approval, mail, ...draft }: Draft): Found {
  const isChannelMissing = approval.isInChannel && approval.channel === null;
  const found: readonly (readonly [Field, FieldError | undefined])[] = [
    ["approvers", judgePeople(draft.approvers)],
    ["approvalChannel", isChannelMissing ? { what: "channel", values: {} } : undefined],
    ["approvalDays", judgeWhole(approval.days, RANGES.approvalDays)],
    ["reminderDays", judgeWhole(approval.reminderDays, RANGES.reminderDays)],
    ["mailSender", judgeSender(mail.sender)],
    ["catalogManagers", judgePeople(draft.catalogManagers)],
    ["allowedApps", judgeApps(draft.allowedApps)],
    ["watchHours", judgeWhole(draft.watchHours, RANGES.watchHours)],
    ["retentionDays", judgeWhole(draft.retentionDays, RANGES.retentionDays)],
  ];
  return found.flatMap(([field, error]) => (error ? [[field, error] as const] : []));
}

/** Where to mend what fits field by field, and not together. */
const PLACES: Readonly<Record<SettingsProblem, Field>> = {
  "nobody-decides": "approvalRoles",
  "no-sender": "mailSender",
};

function judgeTogether(settings: Settings): Found {
  return listSettingsProblems(settings).map((what) => [PLACES[what], { what, values: {} }]);
}

/** True when saving would change something. */
export function isChanged(draft: Draft, settings: Settings): boolean {
  const read = readDraft(draft);
  if (read.kind === "invalid") return true;
  return toComparable(read.settings) !== toComparable(settings);
}

/** The order of people, roles and apps says nothing. */
function toComparable(settings: Settings): string {
  const { approvers, approval, mail, catalogManagers, allowedApps, ...rest } = settings;
  const ids = (people: readonly Person[]) => people.map(({ id }) => id).sort();
  const { watchHours, model, language, retentionDays } = rest;
  return JSON.stringify([
    ids(approvers),
    [...approval.roles].sort(),
    approval.channel && [approval.channel.teamId, approval.channel.channelId],
    [approval.isTwoPerson, approval.days, approval.reminderDays],
    [mail.isOn, mail.sender],
    ids(catalogManagers),
    [...allowedApps].sort(),
    [watchHours, model, language, retentionDays],
  ]);
}

/** A list with one person more; somebody who stands there already is not added twice. */
export function addPerson(people: readonly Person[], { id, name }: Person): readonly Person[] {
  return people.some((one) => one.id === id) ? people : [...people, { id, name }];
}
