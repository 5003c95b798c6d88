import assert from "node:assert/strict";
import { DEFAULT_SETTINGS } from "../../src/core/settings/index.ts";
import type { TabInput } from "../../src/core/tab-api/index.ts";
import { type Draft, toDraft } from "../../src/tab/settings/form.ts";
import { mergeDraft } from "../../src/tab/settings/merge.ts";

type Settings = TabInput<"changeSettings">;

const { labels: _, ...DEFAULTS } = DEFAULT_SETTINGS;

const [app, second, third] = ["1", "2", "3"].map(
  (digit) => `${digit.repeat(8)}-2222-4333-8444-555555555555`,
);
const [adele, alex, lee] = ["Adele", "Alex", "Lee"].map((name) => ({ id: `id-${name}`, name }));
const { approval } = DEFAULTS;
const channel = {
  teamId: String(second),
  teamName: "IT",
  channelId: "19:a@thread.tacv2",
  channelName: "A",
};
const base = {
  ...DEFAULTS,
  approvers: [adele, alex],
  catalogManagers: [],
  allowedApps: [app],
  model: "application",
  language: "en",
  retentionDays: 365,
} as Settings;

describe("mergeDraft", () => {
  const rows: Record<
    string,
    [mine: Partial<Settings>, theirs: Partial<Settings>, merged: Partial<Settings>]
  > = {
    "keeps theirs where nothing was typed": [
      { language: "de" },
      { model: "service-account", retentionDays: 90 },
      { language: "de", model: "service-account", retentionDays: 90 },
    ],
    "keeps what was typed where both changed a field": [
      { retentionDays: 30 },
      { retentionDays: 90, language: "fr" },
      { retentionDays: 30, language: "fr" },
    ],
    "puts what both added into one list": [
      {
        approvers: [adele, alex, lee] as Settings["approvers"],
        allowedApps: [app, second] as string[],
      },
      { approvers: [adele] as Settings["approvers"], allowedApps: [app, third] as string[] },
      {
        approvers: [adele, lee] as Settings["approvers"],
        allowedApps: [app, third, second] as string[],
      },
    ],
    "joins approval part by part": [
      { approval: { ...approval, isTwoPerson: true, roles: ["global-administrator"] } },
      { approval: { ...approval, days: 7, channel }, watchHours: 6 },
      {
        approval: {
          ...approval,
          roles: ["global-administrator"],
          isTwoPerson: true,
          days: 7,
          channel,
        },
        watchHours: 6,
      },
    ],
    "keeps the channel that was chosen": [
      { approval: { ...approval, channel } },
      { approval: { ...approval, channel: { ...channel, channelName: "B", channelId: "19:b@x" } } },
      { approval: { ...approval, channel } },
    ],
    "takes chats where only they were chosen": [
      { approval: { ...approval, days: 3 } },
      { approval: { ...approval, reminderDays: 0 } },
      { approval: { ...approval, days: 3, reminderDays: 0 } },
    ],
    "joins the parts of mail": [
      { mail: { isOn: true, sender: null } },
      { mail: { isOn: false, sender: "it@contoso.com" } },
      { mail: { isOn: true, sender: "it@contoso.com" } },
    ],
    "takes out what one of both took out": [
      { allowedApps: [] },
      { approvers: [] },
      { allowedApps: [], approvers: [] },
    ],
  };
  for (const [name, [mine, theirs, merged]] of Object.entries(rows))
    it(name, () => {
      const draft = toDraft({ ...base, ...mine });

      const found = mergeDraft(base, draft, { ...base, ...theirs });

      assert.deepEqual(found, toDraft({ ...base, ...merged }));
    });

  it("leaves what was typed wrongly to be mended", () => {
    const draft: Draft = {
      ...toDraft(base),
      allowedApps: `${app}\nnot-an-id`,
      retentionDays: "ten",
    };

    const found = mergeDraft(base, draft, { ...base, allowedApps: [], retentionDays: 90 });

    assert.deepEqual([found.allowedApps, found.retentionDays], ["not-an-id", "ten"]);
  });
});
