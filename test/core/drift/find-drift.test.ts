import assert from "node:assert/strict";
import type { Requirement } from "../../../src/core/advisor/index.ts";
import { type Finding, findDrift, Snapshot } from "../../../src/core/drift/index.ts";
import {
  compareGrants,
  type GrantReport,
  type TenantReading,
} from "../../../src/core/grant/index.ts";
import { catalogue } from "../../support/catalogue.ts";
import {
  APP,
  buildReading,
  buildTidyReading,
  grantOf,
  permissionOf,
  requirementOf,
  roleOf,
} from "../../support/grants.ts";

const SEND = requirementOf("graph:Mail.Send", { type: "application" });
const READ = requirementOf("graph:GroupMember.Read.All");
const LATER = requirementOf("graph:User.Read.All", { phase: "addedOnApproval" });
const DAY = 24 * 60 * 60_000;
const person = "a1d1f6a0-6c1e-4b57-8f0e-2d9a51c0f101";

interface Look {
  readonly needs?: readonly Requirement[];
  readonly reading?: TenantReading | "absent";
  readonly isComparable?: boolean;
  readonly fenceAt?: number;
  /** @default a day after the look before */
  readonly at?: number;
}

const READINGS = {
  full: buildTidyReading([roleOf("graph:Mail.Send"), grantOf("graph:GroupMember.Read.All")]),
  empty: buildTidyReading([]),
  more: buildTidyReading([
    roleOf("graph:Mail.Send"),
    grantOf("graph:GroupMember.Read.All"),
    grantOf("graph:Mail.Read"),
  ]),
  mineToo: buildTidyReading([
    roleOf("graph:Mail.Send"),
    grantOf("graph:GroupMember.Read.All"),
    grantOf("graph:Mail.Read", person),
  ]),
  wide: buildTidyReading([roleOf("graph:Mail.Send"), grantOf("graph:Group.Read.All")]),
  wider: buildTidyReading([roleOf("graph:Mail.Send"), grantOf("graph:Group.ReadWrite.All")]),
  own: buildTidyReading([roleOf("graph:Mail.Send"), grantOf("graph:GroupMember.Read.All", person)]),
} as const;

function withGap(part: "delegated" | "application" | "registration", reading: TenantReading) {
  return { ...reading, gaps: [{ part, reason: "refused" as const }] };
}

function reportOf(reading: TenantReading | "absent", needs: readonly Requirement[]) {
  return reading === "absent" ? reading : compareGrants(catalogue, needs, reading);
}

interface State {
  snapshot: Snapshot | null;
  findings: readonly Finding[];
  now: number;
}

/** Looks one after the other; gives what is found after each, in short. */
function run(looks: readonly Look[], isTold?: (finding: Finding) => boolean): string[][] {
  const state: State = { snapshot: null, findings: [], now: 1_700_000_000_000 };
  return looks.map((look) => {
    const { needs = [SEND, READ], reading = READINGS.full, isComparable = true } = look;
    state.now = look.at ?? state.now + DAY;
    const report: GrantReport | "absent" = reportOf(reading, isComparable ? needs : []);
    const options = { now: state.now, fenceAt: look.fenceAt ?? null, ...(isTold && { isTold }) };
    const next = findDrift(state, { report, isComparable }, options);
    // What is kept goes through its schema, as in the store.
    state.snapshot = next.snapshot && Snapshot.parse(JSON.parse(JSON.stringify(next.snapshot)));
    state.findings = next.findings;
    return next.findings.map(({ kind, permission, other }) =>
      [kind, permission, other].filter((one) => one !== "").join(" "),
    );
  });
}

const GROUPS = "graph GroupMember.Read.All delegated";
const MAIL = "graph Mail.Read delegated";
const ghost = { ...READINGS.full, requested: [permissionOf("graph:GroupMember.Read.All")] };
const ghostMore = { ...READINGS.more, requested: READINGS.full.requested };
const off = { ...READINGS.full, app: { ...APP, isEnabled: false } };
const foreign = (name: string) =>
  buildTidyReading([...READINGS.full.grants, grantOf(`${name}:GroupMember.Read.All`)]);

const TABLE: readonly (readonly [string, readonly Look[], readonly string[][]])[] = [
  ["finds nothing where nothing changes", [{}, {}, {}], [[], [], []]],
  [
    "takes the first look for how things stand",
    [{ reading: READINGS.more }, { reading: READINGS.more }],
    [[], []],
  ],
  [
    "does not call removed what never was granted",
    [{ reading: READINGS.empty }, { reading: READINGS.empty }],
    [[], []],
  ],
  [
    "names what was added until it is gone, then restored",
    [{}, { reading: READINGS.more }, { reading: READINGS.more }, {}],
    [[], [`added ${MAIL}`], [`added ${MAIL}`], [`restored ${MAIL} added`]],
  ],
  [
    "names what one person has consented to",
    [{}, { reading: READINGS.mineToo }],
    [[], [`added ${MAIL}`]],
  ],
  [
    "names a surplus of one that all have now",
    [{ reading: READINGS.mineToo }, { reading: READINGS.more }, { reading: READINGS.mineToo }],
    [[], [`widened ${MAIL} everyone`], [`restored ${MAIL} widened`]],
  ],
  [
    "names what was removed until it is back",
    [{}, { reading: READINGS.own }, { reading: READINGS.own }, {}],
    [[], [`removed ${GROUPS}`], [`removed ${GROUPS}`], [`restored ${GROUPS} removed`]],
  ],
  [
    "names what reaches further in its place",
    [{}, { reading: READINGS.wide }, { reading: READINGS.wider }, {}],
    [
      [],
      [`widened ${GROUPS} graph Group.Read.All delegated`],
      [`widened ${GROUPS} graph Group.ReadWrite.All delegated`],
      [`restored ${GROUPS} widened`],
    ],
  ],
  [
    "names what is needed and not requested any more",
    [{}, { reading: ghost }, { reading: ghost }, {}],
    [
      [],
      ["ghost graph Mail.Send application"],
      ["ghost graph Mail.Send application"],
      ["restored graph Mail.Send application ghost"],
    ],
  ],
  [
    "names a surplus that is not requested any more",
    [{ reading: READINGS.more }, { reading: ghostMore }, {}],
    [[], [`ghost ${MAIL}`], [`restored ${MAIL} ghost`]],
  ],
  [
    "calls what is new and not requested added once",
    [{}, { reading: ghostMore }, { reading: ghostMore }],
    [[], [`added ${MAIL}`], [`added ${MAIL}`]],
  ],
  [
    "drops what was mended after a week",
    [{}, { reading: READINGS.more }, {}, { at: 1_700_000_000_000 + 12 * DAY }],
    [[], [`added ${MAIL}`], [`restored ${MAIL} added`], []],
  ],
  [
    "does not call mended what is found again",
    [{}, { reading: READINGS.more }, {}, { reading: READINGS.more }],
    [[], [`added ${MAIL}`], [`restored ${MAIL} added`], [`added ${MAIL}`]],
  ],
  [
    "takes what could not be read for no finding",
    [{}, { reading: withGap("delegated", buildTidyReading([roleOf("graph:Mail.Send")])) }, {}],
    [[], [], []],
  ],
  [
    "keeps a finding while it cannot be read",
    [{}, { reading: READINGS.more }, { reading: withGap("delegated", READINGS.empty) }],
    [
      [],
      [`added ${MAIL}`],
      ["added graph Mail.Read delegated", "removed graph Mail.Send application"],
    ],
  ],
  [
    "compares with what was known before a gap",
    [{}, { reading: withGap("delegated", READINGS.empty) }, { reading: READINGS.more }],
    [
      [],
      ["removed graph Mail.Send application"],
      [`added ${MAIL}`, "restored graph Mail.Send application removed"],
    ],
  ],
  [
    "does not call new what was never read before",
    [{ reading: withGap("delegated", READINGS.empty) }, { reading: READINGS.more }],
    [[], []],
  ],
  [
    "takes an unread registration for no ghost",
    [{}, { reading: { ...withGap("registration", READINGS.full), requested: null } }, {}],
    [[], [], []],
  ],
  [
    "names what a newer catalogue needs more",
    [{ needs: [SEND] }, {}, { reading: READINGS.own }, {}],
    [[], [], [`removed ${GROUPS}`], [`restored ${GROUPS} removed`]],
  ],
  [
    "names what a newer catalogue needs and nobody granted",
    [
      { needs: [SEND], reading: buildTidyReading([roleOf("graph:Mail.Send")]) },
      { reading: buildTidyReading([roleOf("graph:Mail.Send")]) },
      {},
    ],
    [[], [`catalogue ${GROUPS} more`], []],
  ],
  [
    "names what a newer catalogue does not need",
    [{}, { needs: [SEND] }, { needs: [SEND], reading: READINGS.empty }],
    [[], [`catalogue ${GROUPS} less`], ["removed graph Mail.Send application"]],
  ],
  [
    "says that a set-up has left the catalogue, and returns",
    [{}, { isComparable: false, reading: READINGS.more }, { reading: READINGS.more }],
    [[], ["catalogue gone"], [`added ${MAIL}`]],
  ],
  [
    "names the loss of what approval has added",
    [
      { needs: [LATER], reading: buildTidyReading([grantOf("graph:User.Read.All")]) },
      { needs: [LATER], reading: READINGS.empty },
    ],
    [[], ["removed graph User.Read.All delegated"]],
  ],
  [
    "asks nobody for what approval would add",
    [
      { needs: [], reading: READINGS.empty },
      { needs: [LATER], reading: READINGS.empty },
    ],
    [[], []],
  ],
  [
    "says that the app is gone, and nothing besides",
    [{}, { reading: "absent" }, { reading: "absent" }, {}],
    [[], ["app gone"], ["app gone"], ["restored app"]],
  ],
  [
    "keeps what it knew while the app is gone",
    [{}, { reading: READINGS.more }, { reading: "absent" }, { reading: READINGS.empty }],
    [
      [],
      [`added ${MAIL}`],
      [`added ${MAIL}`, "app gone"],
      [
        "removed graph Mail.Send application",
        `removed ${GROUPS}`,
        `restored ${MAIL} added`,
        "restored app",
      ],
    ],
  ],
  [
    "says that the app is switched off",
    [{}, { reading: off }, {}],
    [[], ["app off"], ["restored app"]],
  ],
  [
    "reminds of the fence until somebody has looked",
    [{ fenceAt: 5e12 }, { fenceAt: 1 }, { fenceAt: 1 }, { fenceAt: 5e12 }],
    [[], ["fence"], ["fence"], []],
  ],
  [
    "tells an API that calls itself graph from Microsoft Graph",
    [{}, { reading: foreign("graph ") }],
    [[], ["added api:graph  GroupMember.Read.All delegated"]],
  ],
];

describe("findDrift", () => {
  for (const [name, looks, expected] of TABLE)
    it(name, () => {
      assert.deepEqual(run(looks), expected);
    });

  it("leaves without a word what nobody was told of", () => {
    const found = run([{}, { reading: READINGS.more }, {}], () => false);

    assert.deepEqual(found, [[], [`added ${MAIL}`], []]);
  });

  it("gives a thing that is found again another time", () => {
    const state = { snapshot: null, findings: [] };
    const take = (known: Parameters<typeof findDrift>[0], reading: TenantReading, now: number) =>
      findDrift(
        known,
        { report: compareGrants(catalogue, [SEND, READ], reading), isComparable: true },
        { now, fenceAt: null },
      );

    const first = take(take(state, READINGS.full, 1), READINGS.more, 2);
    const third = take(first, READINGS.more, 3);
    const again = take(take(third, READINGS.full, 4), READINGS.more, 5);

    const timesOf = ({ findings }: typeof first) => findings.map(({ foundAt }) => foundAt);
    assert.deepEqual([first, third, again].map(timesOf), [[2], [2], [5]]);
  });

  it("keeps as many rows as a row of the store takes", () => {
    const many = Array.from({ length: 1500 }, (_, index) => grantOf(`Api ${index}:Read.All`));
    const report = compareGrants(catalogue, [SEND, READ], buildReading({ grants: many }));
    const options = { now: 1, fenceAt: null };

    const first = findDrift(
      { snapshot: null, findings: [] },
      { report, isComparable: true },
      options,
    );
    const again = findDrift(first, { report, isComparable: true }, options);

    assert.equal(first.snapshot?.rows.length, 600);
    assert.deepEqual(again.findings, []);
  });
});
