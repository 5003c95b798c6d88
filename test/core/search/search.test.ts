import assert from "node:assert/strict";
import { findHit, type Hit, searchCatalogue } from "../../../src/core/search/index.ts";
import { formatSubject, readSubject } from "../../../src/core/subject/index.ts";
import { catalogue } from "../../support/catalogue.ts";

const search = (text: string, paging = {}) => searchCatalogue(catalogue, "en", { text, ...paging });
const codesOf = (hits: readonly Hit[]) => hits.map(({ subject }) => formatSubject(subject));
const IMAP_SAME = "1~autostore.destination_mail-send.sender_same.source_imap";
const IMAP_OTHER = "1~autostore.destination_mail-send.mode_application.sender_other.source_imap";

/** What is typed -> what comes first. */
const FIRST: readonly (readonly [name: string, text: string, code: string])[] = [
  ["a permission as it is written", "Mail.ReadWrite", "permission:graph:Mail.ReadWrite"],
  ["a permission in any case", "imap.accessasapp", "permission:exo:IMAP.AccessAsApp"],
  ["a permission with a typo", "mail.redwrite", "permission:graph:Mail.ReadWrite"],
  ["a permission with two typos", "mail.raedwirte", "permission:graph:Mail.ReadWrite"],
  ["a permission without its dot", "mailreadwrite", "permission:graph:Mail.ReadWrite"],
  ["a permission in words", "mail read write", "permission:graph:Mail.ReadWrite"],
  ["the whole name before a longer one", "mail.read", "permission:graph:Mail.Read"],
  [
    "a beginning of a word",
    "onedr",
    "1~autostore.destination_onedrive.source_file.token-vault_with",
  ],
  ["the inside of a word", "indow", "note:autostore:private-window"],
  ["a set-up by its product and parts", "autostore imap other sender", IMAP_OTHER],
  ["a set-up by its number", "scenario 2", IMAP_OTHER],
  ["a set-up among words that say little", "which permissions do we need for imap", IMAP_SAME],
  ["a set-up in German", "freigegebene Postfächer", "1~autostore.source_shared-mailbox"],
  ["a set-up in French without accents", "boites partagees", "1~autostore.source_shared-mailbox"],
  ["a scope", "nbold home", "1~nbold.scope_home"],
  ["a note", "private window", "note:autostore:private-window"],
  ["a note in French", "fenêtre de navigation privée", "note:autostore:private-window"],
];

describe("searchCatalogue", () => {
  for (const [name, text, code] of FIRST)
    it(`finds ${name}`, () => {
      const [first] = search(text).hits;

      assert.equal(first && formatSubject(first.subject), code);
    });

  it("finds the same permission on the other resource too", () => {
    const [first, second] = codesOf(search("Mail.ReadWrite").hits);

    assert.deepEqual(
      [first, second],
      ["permission:graph:Mail.ReadWrite", "permission:exo:Mail.ReadWrite"],
    );
  });

  it("finds the permissions of a resource", () => {
    const products = search("office 365 exchange online").hits.map(({ product }) => product);

    assert.ok(products.filter((one) => one === "Office 365 Exchange Online").length >= 5);
  });

  it("takes typos only where nothing is closer", () => {
    const begun = search("vault");

    assert.ok(begun.total > 0);
    assert.equal(search("vaulx").total, begun.total);
    // `vaul` begins the word; what is one letter from it besides does not count then.
    assert.deepEqual(search("vaul"), begun);
  });

  it("shows what it finds in the language of the reader", () => {
    const [hit] = searchCatalogue(catalogue, "de", { text: "private window" }).hits;

    assert.deepEqual(hit, {
      subject: { kind: "note", id: "autostore:private-window" },
      kind: "note",
      title: "Ein privates Browserfenster verwenden",
      product: "AutoStore",
      line: "Warum soll ich ein privates Fenster verwenden?",
    });
  });

  it("finds nothing for what the catalogue does not know", () => {
    for (const text of ["qzxvw", "🔥", "???", "[qzx](qzy)", "\u0000"])
      assert.deepEqual(search(text), { hits: [], total: 0 }, text);
  });

  it("offers everything, set-ups first, when nothing was typed", () => {
    const { hits, total } = search("  ");

    const kinds = new Set(hits.slice(0, 12).map(({ kind }) => kind));
    assert.deepEqual([...kinds], ["set-up"]);
    const notes = catalogue.packs.flatMap((pack) => pack.notes);
    assert.ok(total > catalogue.facts.permissions.length + notes.length);
  });

  it("gives each hit on one page only, and each time in one order", () => {
    const { total } = search("mail");
    const pages = Array.from({ length: Math.ceil(total / 10) }, (_, page) =>
      codesOf(search("mail", { skip: page * 10, count: 10 }).hits),
    );

    const codes = pages.flat();
    assert.equal(new Set(codes).size, total);
    assert.deepEqual(codes.slice(0, 25), codesOf(search("mail").hits));
  });

  const paging: readonly (readonly [object, number])[] = [
    [{ count: 0 }, 1],
    [{ count: 1000 }, 25],
    [{ skip: -5 }, 25],
    [{ skip: 1e9 }, 0],
    [{ skip: 0.5, count: 2.9 }, 2],
  ];
  for (const [given, length] of paging)
    it(`bounds a page: ${JSON.stringify(given)}`, () => {
      assert.equal(search("", given).hits.length, length);
    });

  it("reads 200 characters, and no more", () => {
    const far = `${" ".repeat(200)}imap`;

    assert.equal(search(`imap${" ".repeat(400)}qzxvw`).total, search("imap").total);
    assert.equal(search(`${"z".repeat(200)}${far}`).total, 0);
  });

  it("gives subjects that the catalogue knows, each in its one form", () => {
    for (let skip = 0; ; skip += 25) {
      const { hits } = search("", { skip });
      if (hits.length === 0) break;
      for (const { subject, title, product, line } of hits) {
        const reading = readSubject(catalogue, formatSubject(subject));
        assert.deepEqual(reading, { kind: "found", subject });
        assert.ok(
          [title, product, line].every((text) => text.trim() !== ""),
          title,
        );
      }
    }
  });
});

describe("findHit", () => {
  it("finds the hit of a subject", () => {
    const hit = findHit(catalogue, "fr", { kind: "answer", code: IMAP_SAME });

    assert.equal(hit?.title, "IMAP Capture et Mail Send, même utilisateur");
  });

  it("knows no hit for several set-ups together", () => {
    const code = `${IMAP_SAME}~nbold.scope_home`;

    assert.equal(findHit(catalogue, "en", { kind: "answer", code }), undefined);
  });
});
