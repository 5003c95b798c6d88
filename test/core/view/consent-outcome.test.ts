import assert from "node:assert/strict";
import { drawConsentOutcome } from "../../../src/core/view/index.ts";
import { buildWorld, CODES } from "./example.ts";
import {
  buildApp,
  buildGrant,
  CLIENT_ID,
  neededBy,
  READ_AT,
  requirementsOf,
  TENANT,
} from "./readings.ts";

const world = buildWorld();
type Input = Parameters<typeof drawConsentOutcome>[2];

const REQUEST = "eeeeeeee-0000-4000-8000-000000000005";

function draw(outcome: Input["outcome"], overrides: Partial<Input> = {}) {
  return drawConsentOutcome(world, "en", {
    s: CODES.imapOther,
    outcome,
    app: buildApp(),
    tenantId: TENANT,
    asked: requirementsOf(CODES.imapOther).filter(({ phase }) => phase === "configured"),
    readAt: READ_AT,
    request: REQUEST,
    ...overrides,
  });
}

const ALL: readonly Input["outcome"][] = [
  { kind: "granted" },
  { kind: "partial", missing: neededBy(CODES.imapOther).slice(1) },
  { kind: "other", granted: [buildGrant()], missing: neededBy(CODES.imapOther) },
  { kind: "replicating" },
  { kind: "unproved", reason: "absent" },
  { kind: "cancelled" },
  { kind: "declined" },
  { kind: "needs-admin" },
  { kind: "failed", code: "AADSTS65005" },
  { kind: "other-tenant" },
  { kind: "expired" },
  { kind: "checking" },
  { kind: "replayed", before: "partial" },
];

interface Bound {
  readonly head: readonly { readonly style: string; readonly title: string }[];
  readonly actions: readonly { readonly title: string; readonly data: object }[];
}

function boundOf(outcome: Input["outcome"]): Bound {
  return draw(outcome).data as unknown as Bound;
}

describe("drawConsentOutcome", () => {
  it("gives each outcome a title of its own", () => {
    const titles = new Set(ALL.map((outcome) => draw(outcome).summary));

    assert.equal(titles.size, ALL.length);
  });

  it("is green for what the directory has shown, and for nothing else", () => {
    const green = ALL.filter((outcome) => boundOf(outcome).head[0]?.style === "good");

    assert.deepEqual(green, [{ kind: "granted" }]);
  });

  it("speaks of no mailboxes where Consentry itself was granted", () => {
    const own = draw({ kind: "granted" }, { s: CODES.ownScopes }).text;

    assert.doesNotMatch(own, /mailboxes/);
    assert.match(draw({ kind: "granted" }).text, /mailboxes/);
  });

  it("says granted in words too, with the moment of the reading", () => {
    const { text } = draw({ kind: "granted" });

    assert.match(text, /^Consent granted$/m);
    assert.match(text, /^October 1, 2026 at 14:05 UTC$/m);
    assert.match(text, /^Mail\.Send · Application · Granted$/m);
  });

  for (const outcome of ALL.filter(({ kind }) => !["granted", "partial", "other"].includes(kind)))
    it(`calls nothing granted that was not seen: ${outcome.kind}`, () => {
      assert.doesNotMatch(draw(outcome).text, / · Granted$/m);
    });

  it("tells granted from missing row by row", () => {
    const { text } = draw({ kind: "partial", missing: neededBy(CODES.imapOther).slice(1) });

    assert.match(text, /^IMAP\.AccessAsUser\.All · Delegated · Granted$/m);
    assert.match(text, /^Mail\.Send · Application · Missing$/m);
    assert.match(text, /May grant it: Global Administrator, Privileged Role Administrator\./);
  });

  it("shows what was granted instead", () => {
    const granted = [buildGrant({ value: "Calendars.Read" })];
    const { text } = draw({ kind: "other", granted, missing: neededBy(CODES.imapOther) });

    assert.match(text, /since the link was made\n• Calendars\.Read \(Delegated\), Microsoft Graph/);
    assert.match(text, /grants what the registration lists/);
  });

  for (const kind of ["replicating", "unproved"] as const)
    it(`offers another look: ${kind}`, () => {
      const outcome = kind === "unproved" ? { kind, reason: "busy" as const } : { kind };
      const [first] = boundOf(outcome).actions;

      assert.deepEqual(first?.data, { verb: "recheck", s: CODES.imapOther, request: REQUEST });
    });

  it("offers to explain what the page said once nobody came back", () => {
    const titles = boundOf({ kind: "expired" }).actions.map(({ title }) => title);

    assert.deepEqual(titles.slice(0, 2), ["Paste what the page said", "Make a new link"]);
  });

  it("makes a new link for the same app and tenant", () => {
    const { actions } = boundOf({ kind: "cancelled" });

    assert.deepEqual(actions[0]?.data, {
      verb: "consent",
      s: CODES.imapOther,
      tenant: TENANT,
      app: CLIENT_ID,
    });
  });

  it("explains a number by the facts of the catalogue", () => {
    const { text } = draw({ kind: "failed", code: "AADSTS650052" });

    assert.match(text, /What it means: The tenant has no service principal/);
  });

  it("asks for the text where there is no number", () => {
    const { text } = draw({ kind: "failed", code: null });

    assert.match(text, /sent no number/);
    assert.doesNotMatch(text, /described above/);
  });

  it("says what came of a link that was used before", () => {
    const { text } = draw({ kind: "replayed", before: "granted" });

    assert.match(text, /^What came of it: Consent granted\.$/m);
  });

  it("names who may grant to a person who may not", () => {
    const { text } = draw({ kind: "needs-admin" });

    assert.match(text, /May grant it: Global Administrator, Privileged Role Administrator\./);
    assert.match(text, /\[Ask for approval\]/);
  });

  for (const outcome of ALL)
    it(`holds nothing for one person only: ${outcome.kind}`, () => {
      const bound = JSON.stringify(draw(outcome).data);

      assert.doesNotMatch(bound, /https?:\/\/login|state=|personId/);
    });
});
