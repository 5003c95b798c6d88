import assert from "node:assert/strict";
import { formatDay, formatMoment, spellDates } from "../../../src/core/view/dates.ts";

describe("formatDay", () => {
  const table = [
    ["en", "October 1, 2026"],
    ["de", "1. Oktober 2026"],
    ["fr", "1er octobre 2026"],
  ] as const;

  for (const [language, expected] of table)
    it(`gives ${expected} in ${language}`, () => {
      assert.equal(formatDay("2026-10-01", language), expected);
    });
});

describe("formatMoment", () => {
  const table = [
    ["en", "October 1, 2026 at 00:05 UTC"],
    ["de", "1. Oktober 2026 um 00:05 UTC"],
    ["fr", "1er octobre 2026 à 00:05 UTC"],
  ] as const;

  for (const [language, expected] of table)
    it(`gives ${expected} in ${language}`, () => {
      assert.equal(formatMoment(Date.UTC(2026, 9, 1, 0, 5), language), expected);
    });
});

describe("spellDates", () => {
  it("spells each day within a text", () => {
    const text = spellDates("from 2026-10-01, off on 2027-04-21.", "fr");

    assert.equal(text, "from 1er octobre 2026, off on 21 avril 2027.");
  });

  it("leaves ids, months and impossible days alone", () => {
    for (const text of ["11111111-2222-3333-4444-555555555555", "2026-11", "2026-19-99"])
      assert.equal(spellDates(text, "de"), text);
  });
});
