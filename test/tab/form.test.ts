import assert from "node:assert/strict";
import { DEFAULT_SETTINGS } from "../../src/core/settings/index.ts";
import type { TabInput } from "../../src/core/tab-api/index.ts";
import {
  addPerson,
  type Draft,
  isChanged,
  listWarnings,
  readDraft,
  toDraft,
} from "../../src/tab/settings/form.ts";

type Settings = TabInput<"changeSettings">;

const { labels: _, ...DEFAULTS } = DEFAULT_SETTINGS;

const app = "11111111-2222-4333-8444-555555555555";
const other = "66666666-7777-4888-9999-000000000000";
const adele = { id: "aaaaaaaa-0000-4000-8000-000000000001", name: "Adele Vance" };
const alex = { id: "aaaaaaaa-0000-4000-8000-000000000002", name: "Alex Wilber" };

function makeSettings(overrides: Partial<Settings> = {}): Settings {
  return {
    ...DEFAULTS,
    approvers: [adele, alex],
    catalogManagers: [],
    allowedApps: [app],
    model: "application",
    language: "en",
    retentionDays: 365,
    ...overrides,
  };
}

const makeDraft = (overrides: Partial<Draft> = {}): Draft => ({
  ...toDraft(makeSettings()),
  ...overrides,
});

describe("readDraft", () => {
  it("gives back what the draft was made from", () => {
    assert.deepEqual(readDraft(makeDraft()), { kind: "ok", settings: makeSettings() });
  });

  it("takes client ids apart however they are typed", () => {
    const allowedApps = `  ${app.toUpperCase()},\n\n${other} `;

    const read = readDraft(makeDraft({ allowedApps, retentionDays: " 30 " }));

    const settings = makeSettings({ allowedApps: [app, other], retentionDays: 30 });
    assert.deepEqual(read, { kind: "ok", settings });
  });

  const channel = {
    teamId: app,
    teamName: "IT",
    channelId: "19:approvals@thread.tacv2",
    channelName: "Approvals",
  };

  it("reads what belongs to approvals and mail", () => {
    const draft = makeDraft();
    const approval = { roles: [], isInChannel: true, channel, isTwoPerson: true };
    const typed = { ...approval, days: " 7 ", reminderDays: "0" };
    const mail = { isOn: true, sender: " it@contoso.com " };

    const read = readDraft({ ...draft, approval: typed, mail, watchHours: "6" });

    const settings = makeSettings({
      approval: { roles: [], channel, isTwoPerson: true, days: 7, reminderDays: 0 },
      mail: { isOn: true, sender: "it@contoso.com" },
      watchHours: 6,
    });
    assert.deepEqual(read, { kind: "ok", settings });
  });

  it("forgets the channel where chats are chosen", () => {
    const approval = { ...makeDraft().approval, isInChannel: false, channel };

    const read = readDraft(makeDraft({ approval }));

    assert.equal(read.kind === "ok" && read.settings.approval.channel, null);
  });

  const days = { what: "days", values: { least: 30, most: 3650 } };
  const many = Array.from({ length: 51 }, (_, index) => ({ id: `${index}`, name: "x" }));
  const cases: readonly [string, Partial<Draft>, object][] = [
    [
      "what is no client id",
      { allowedApps: `${app}\nnonsense` },
      { allowedApps: { what: "apps-guid", values: { entry: "nonsense" } } },
    ],
    [
      "a client id that stands there twice",
      { allowedApps: `${app} ${app}` },
      { allowedApps: { what: "apps-twice", values: { entry: app } } },
    ],
    ["too few days", { retentionDays: "29" }, { retentionDays: days }],
    ["too many days", { retentionDays: "3651" }, { retentionDays: days }],
    ["half a day", { retentionDays: "30.5" }, { retentionDays: days }],
    ["no number", { retentionDays: "" }, { retentionDays: days }],
    [
      "too many people",
      { approvers: many },
      { approvers: { what: "people-many", values: { most: 50 } } },
    ],
    [
      "nobody who decides",
      { approvers: [], approval: { ...makeDraft().approval, roles: [] } },
      { approvalRoles: { what: "nobody-decides", values: {} } },
    ],
    [
      "a channel that nobody chose",
      { approval: { ...makeDraft().approval, isInChannel: true } },
      { approvalChannel: { what: "channel", values: {} } },
    ],
    [
      "no days to decide, and too many to remind",
      { approval: { ...makeDraft().approval, days: "0", reminderDays: "31" } },
      {
        approvalDays: { what: "days", values: { least: 1, most: 90 } },
        reminderDays: { what: "days", values: { least: 0, most: 30 } },
      },
    ],
    [
      "mail without a mailbox that sends",
      { mail: { isOn: true, sender: " " } },
      { mailSender: { what: "no-sender", values: {} } },
    ],
    [
      "half an address",
      { mail: { isOn: false, sender: "it@" } },
      { mailSender: { what: "address", values: { entry: "it@" } } },
    ],
    [
      "checks less than once a week",
      { watchHours: "169" },
      { watchHours: { what: "days", values: { least: 1, most: 168 } } },
    ],
    [
      "two fields at once",
      { allowedApps: "x", retentionDays: "x" },
      { allowedApps: { what: "apps-guid", values: { entry: "x" } }, retentionDays: days },
    ],
  ];
  for (const [name, part, expected] of cases)
    it(`refuses ${name}`, () => {
      const read = readDraft(makeDraft(part));

      const errors = read.kind === "invalid" ? Object.fromEntries(read.errors) : read;
      assert.deepEqual(errors, expected);
    });
});

describe("isChanged", () => {
  const { approval } = makeDraft();
  const cases: readonly [string, Partial<Draft>, boolean][] = [
    ["nothing typed", {}, false],
    ["people in another order", { approvers: [alex, adele] }, false],
    ["an id in capitals", { allowedApps: app.toUpperCase() }, false],
    ["another language", { language: "fr" }, true],
    ["one person less", { approvers: [adele] }, true],
    [
      "roles in another order",
      { approval: { ...approval, roles: [...approval.roles].reverse() } },
      false,
    ],
    ["a role less", { approval: { ...approval, roles: approval.roles.slice(1) } }, true],
    ["the two-person rule", { approval: { ...approval, isTwoPerson: true } }, true],
    ["other reminders", { approval: { ...approval, reminderDays: "5" } }, true],
    ["a mailbox", { mail: { isOn: false, sender: "it@contoso.com" } }, true],
    ["other hours", { watchHours: "12" }, true],
    ["something that cannot be read", { retentionDays: "x" }, true],
  ];
  for (const [name, part, expected] of cases)
    it(`${expected ? "sees" : "overlooks"} ${name}`, () => {
      assert.equal(isChanged(makeDraft(part), makeSettings()), expected);
    });
});

describe("addPerson", () => {
  it("adds nobody twice", () => {
    const people = addPerson(addPerson([adele], alex), { ...alex, name: "Alex W." });

    assert.deepEqual(people, [adele, alex]);
  });
});

describe("listWarnings", () => {
  const { approval } = makeDraft();
  const alone = { approvers: [adele], approval: { ...approval, roles: [], isTwoPerson: true } };
  const cases: readonly [string, Partial<Draft>, readonly string[]][] = [
    ["what works", {}, []],
    ["one approver of two", alone, ["one-approver"]],
    [
      "one approver and a role",
      { ...alone, approval: { ...alone.approval, roles: ["global-administrator"] } },
      [],
    ],
    [
      "a reminder after the end",
      { approval: { ...approval, days: "3", reminderDays: "3" } },
      ["late-reminder"],
    ],
    ["no reminder at all", { approval: { ...approval, days: "1", reminderDays: "0" } }, []],
  ];
  for (const [name, part, expected] of cases)
    it(`tells of ${name}: ${expected.length}`, () => {
      assert.deepEqual(listWarnings(makeDraft(part)), expected);
    });
});
