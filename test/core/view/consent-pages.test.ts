import assert from "node:assert/strict";
import { drawConsentPreview } from "../../../src/core/view/index.ts";
import { buildWorld, CODES, must, REDIRECT_URI } from "./example.ts";
import { buildApp, buildGrant, buildReading, grantsFor, neededBy, TENANT } from "./readings.ts";

const world = buildWorld();
const input = {
  s: CODES.imapOther,
  tenant: TENANT,
  app: buildApp(),
  redirectUri: REDIRECT_URI,
  reading: buildReading(),
  links: (index: number) => `state-${index}`,
};

describe("pages of drawConsentPreview", () => {
  it("tells which page grants the twins of another page", () => {
    const drawn = (requested: ReturnType<typeof neededBy>) =>
      must(drawConsentPreview(world, "en", { ...input, reading: buildReading({ requested }) }))
        .text;
    const twin = buildGrant({ value: "IMAP.AccessAsUser.All" });

    const hint = /^Page 1 grants these as well\. Open this page only if/m;
    assert.match(drawn([...neededBy(CODES.imapOther), twin]), hint);
    assert.doesNotMatch(drawn([]), hint);
  });

  it("warns of granted pages and empty tenants no more", () => {
    const grants = grantsFor(CODES.imapOther).filter(({ type }) => type === "application");
    const reading = buildReading({ grants });
    const later = must(drawConsentPreview(world, "en", { ...input, reading })).text;
    const absent = must(
      drawConsentPreview(world, "en", { ...input, reading: null, problem: "absent" }),
    ).text;

    assert.doesNotMatch(later, /can be granted by a Global Administrator or/);
    assert.doesNotMatch(absent, /may drop what was granted/);
  });

  it("says who can register the redirect, where it may be a vendor", () => {
    const home = must(
      drawConsentPreview(world, "en", {
        ...input,
        reading: buildReading({ app: buildApp({ homeTenantId: TENANT.toUpperCase() }) }),
      }),
    ).text;
    const absent = must(
      drawConsentPreview(world, "en", { ...input, reading: null, problem: "absent" }),
    ).text;

    assert.doesNotMatch(home, /only the vendor/);
    assert.match(absent, /nothing is granted\. To a vendor's app, only the vendor can add it\./);
  });

  it("says no more than that nothing is left to grant", () => {
    const reading = buildReading({ grants: grantsFor(CODES.imapOther) });

    const { text } = must(drawConsentPreview(world, "en", { ...input, reading }));

    assert.match(text, /^Nothing is left to grant$/m);
    assert.doesNotMatch(text, /Returns to|Paste what|added on approval/);
  });
});
