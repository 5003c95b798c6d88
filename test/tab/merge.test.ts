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
