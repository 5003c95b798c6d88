import assert from "node:assert/strict";
import { lintCard, measureCard, renderCard, SIZE_LIMIT } from "../../../src/cards/index.ts";
import { formatSelection, listCases, toSetUp } from "../../../src/core/advisor/index.ts";
import type { TenantReading } from "../../../src/core/grant/index.ts";
import { LANGUAGES } from "../../../src/core/local-text.ts";
import { drawGrantReport } from "../../../src/core/view/index.ts";
import { buildWorld, CODES, catalogue, must } from "./example.ts";
import {
  buildGrant,
  buildReading,
  CLIENT_ID,
  grantsFor,
  manyGrants,
  neededBy,
  reportFor,
} from "./readings.ts";

const world = buildWorld();

function draw(code: string, reading: TenantReading, language: "en" | "de" | "fr" = "en") {
  const report = reportFor(code, reading);
  return must(drawGrantReport(world, language, { s: code, report, reading }));
}

const whole = buildReading({
  grants: grantsFor(CODES.imapSame),
  requested: neededBy(CODES.imapSame),
});

describe("drawGrantReport", () => {
  it("says in words and style that all is granted", () => {
    const view = draw(CODES.imapSame, whole);
    const [head] = view.data.head as unknown as { style: string }[];

    assert.equal(head?.style, "good");
    assert.match(view.text, /^Everything that is needed is granted$/m);
    assert.match(view.text, /^Needed: 3\. Granted: 3\. .* Missing: 0\./m);
  });

  it("counts nothing that approval adds later", () => {
    const { text } = draw(CODES.imapSame, whole);

    assert.match(text, /^SMTP\.Send · Delegated · Not yet$/m);
    assert.doesNotMatch(text, /^What to do$/m);
  });

  it("tells what to register first from what only needs consent", () => {
    const requested = neededBy(CODES.imapOther).filter(({ value }) => value === "Mail.Send");
    const { text } = draw(CODES.imapOther, buildReading({ requested }));

    assert.match(
      text,
      /^Grant consent\n.*\n• Mail\.Send \(Application\)\nMay grant it: Global Administrator, Privileged Role Administrator\.$/m,
    );
    assert.match(text, /^Register first, then grant consent\n.*\n• IMAP\.AccessAsUser\.All/m);
  });

  it("names what covers a need", () => {
    const needed = grantsFor(CODES.signIn);
    const wider = needed.map((grant) =>
      grant.value === "User.ReadBasic.All" ? { ...grant, value: "User.Read.All" } : grant,
    );
    const { text } = draw(CODES.signIn, buildReading({ grants: wider, requested: wider }));

    assert.match(text, /Covered by: User\.Read\.All/);
    assert.match(text, /Covered by a wider one$/m);
    assert.match(text, /^Narrow down$/m);
  });

  it("counts people, and names nobody", () => {
    const own = buildGrant({ value: "Calendars.Read", reach: "person", personId: "person-1" });
    const grants = [...whole.grants, own, { ...own, personId: "person-2" }];
    const view = draw(CODES.imapSame, { ...whole, grants });

    assert.match(
      view.text,
      /Calendars\.Read \(Delegated\), Microsoft Graph\. For single persons: 2\./,
    );
    assert.doesNotMatch(JSON.stringify(view.data), /person-\d/);
  });

  it("says plainly what could not be read", () => {
    const gaps = [{ part: "application", reason: "refused" }] as const;
    const { text } = draw(CODES.imapOther, buildReading({ gaps }));

    assert.match(
      text,
      /^Application grants: Microsoft did not show this\. Either .*Directory\.Read\.All\.$/m,
    );
    assert.match(text, /^Mail\.Send · Application · Not known$/m);
  });

  it("gives the commands for what only Exchange tells", () => {
    const { text } = draw(CODES.imapOther, whole);

    assert.match(text, /^Test-ServicePrincipalAuthorization -Identity 'bbbbbbbb-/m);
  });

  it("says what may go when one of two set-ups ends", () => {
    const both = `${CODES.imapSame}~${CODES.imapOther.slice(2)}`;
    const grants = grantsFor(both);
    const { text } = draw(both, buildReading({ grants, requested: neededBy(both) }));

    assert.match(text, /^Each set-up with what only it needs while the others stay\./m);
    assert.match(text, /\(Application mode\)\n• Mail\.Send \(Application\)/);
  });

  it("checks again, and leads to consent for the same app", () => {
    const { actions } = draw(CODES.imapSame, whole).data as unknown as {
      actions: { data: object }[];
    };

    assert.deepEqual(
      actions.slice(0, 2).map(({ data }) => data),
      [
        { verb: "verify", s: CODES.imapSame, clientId: CLIENT_ID },
        { verb: "consent", s: CODES.imapSame, app: CLIENT_ID },
      ],
    );
  });

  it("gives nothing for a code that is not valid", () => {
    const report = reportFor(CODES.imapSame, whole);

    assert.equal(
      drawGrantReport(world, "en", { s: "1~nowhere", report, reading: whole }),
      undefined,
    );
  });
});

describe("the report of an old app", () => {
  // Consentry's own scopes are never in one app registration with those of a product.
  const products = catalogue.packs.filter(({ head }) => !head.byNameOnly);
  const setUps = products.flatMap(listCases).map(toSetUp);
  const codes = {
    "all of AutoStore": formatSelection(setUps.filter(({ pack }) => pack === "autostore")),
    "the whole catalogue": formatSelection(setUps),
  };
  const hosts = new Set([new URL(world.cloud.portalBase).host]);

  for (const [name, code] of Object.entries(codes))
    for (const language of LANGUAGES)
      for (const granted of [0, 60, 1000])
        it(`fits on a card: ${name}, ${granted} grants, in ${language}`, async () => {
          const reading = buildReading({
            grants: [...grantsFor(code), ...manyGrants(granted)],
            requested: [...neededBy(code).slice(0, 9), ...manyGrants(granted).slice(20)],
          });

          const card = await renderCard(draw(code, reading, language));

          assert.ok(measureCard(card) <= SIZE_LIMIT);
          assert.deepEqual(lintCard(card, { hosts }), []);
        });
});
