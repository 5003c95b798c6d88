import type { TabInput } from "../../core/tab-api/index.ts";
import { type Draft, toDraft } from "./form.ts";
import { splitApps } from "./judge-fields.ts";

type Settings = TabInput<"changeSettings">;
type People = Draft["approvers"];
type Approval = Draft["approval"];

/**
 * What somebody typed, put on what somebody else has saved meanwhile: a field that was not touched is
 * theirs, and of a list only what was added or taken out.
 * @param base what the draft was made from
 */
export function mergeDraft(base: Settings, mine: Draft, theirs: Settings): Draft {
  const [before, now] = [toDraft(base), toDraft(theirs)];
  const apps = mergeList(base.allowedApps, splitApps(mine.allowedApps), theirs.allowedApps);
  return {
    approvers: mergePeople(before.approvers, mine.approvers, now.approvers),
    approval: mergeApproval(before.approval, mine.approval, now.approval),
    mail: {
      isOn: pick(before.mail.isOn, mine.mail.isOn, now.mail.isOn),
      sender: pick(before.mail.sender, mine.mail.sender.trim(), now.mail.sender),
    },
    watchHours: pick(before.watchHours, mine.watchHours.trim(), now.watchHours),
    catalogManagers: mergePeople(before.catalogManagers, mine.catalogManagers, now.catalogManagers),
    allowedApps: apps.join("\n"),
    model: pick(before.model, mine.model, now.model),
    language: pick(before.language, mine.language, now.language),
    retentionDays: pick(before.retentionDays, mine.retentionDays.trim(), now.retentionDays),
  };
}

function mergeApproval(before: Approval, mine: Approval, now: Approval): Approval {
  const roles = mergeList(before.roles, mine.roles, now.roles) as Approval["roles"];
  // Where requests are shown is one decision: the channel goes with it.
  const place = nameOf(mine) === nameOf(before) ? now : mine;
  return {
    roles,
    isInChannel: place.isInChannel,
    channel: place.channel,
    isTwoPerson: pick(before.isTwoPerson, mine.isTwoPerson, now.isTwoPerson),
    days: pick(before.days, mine.days.trim(), now.days),
    reminderDays: pick(before.reminderDays, mine.reminderDays.trim(), now.reminderDays),
  };
}

function nameOf({ isInChannel, channel }: Approval): string {
  return isInChannel ? `${channel?.teamId} ${channel?.channelId}` : "";
}

function pick<Value extends string | boolean>(before: Value, mine: Value, now: Value): Value {
  return mine === before ? now : mine;
}

function mergePeople(before: People, mine: People, now: People): People {
  const byId = new Map([...now, ...mine].map((person) => [person.id, person]));
  const ids = (people: People) => people.map(({ id }) => id);
  return mergeList(ids(before), ids(mine), ids(now)).flatMap((id) => byId.get(id) ?? []);
}

function mergeList(
  before: readonly string[],
  mine: readonly string[],
  now: readonly string[],
): readonly string[] {
  const [had, has, stands] = [before, mine, now].map(
    (list) => new Set(list.map((entry) => entry.toLowerCase())),
  ) as [Set<string>, Set<string>, Set<string>];
  const kept = now.filter((entry) => isIn(has, entry) || !isIn(had, entry));
  return [...kept, ...mine.filter((entry) => !isIn(had, entry) && !isIn(stands, entry))];
}

function isIn(list: ReadonlySet<string>, entry: string): boolean {
  return list.has(entry.toLowerCase());
}
