import assert from "node:assert/strict";
import { DEFAULT_SETTINGS } from "../../src/core/settings/index.ts";
import type { TabInput } from "../../src/core/tab-api/index.ts";
import {
  addPerson,
  type Draft,
  isChanged,
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
  const cases: readonly [string, Partial<Draft>, boolean][] = [
    ["nothing typed", {}, false],
    ["people in another order", { approvers: [alex, adele] }, false],
    ["an id in capitals", { allowedApps: app.toUpperCase() }, false],
    ["another language", { language: "fr" }, true],
    ["one person less", { approvers: [adele] }, true],
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
