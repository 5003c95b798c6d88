import assert from "node:assert/strict";
import { parseSelection } from "../../../src/core/advisor/index.ts";
import {
  findPermalink,
  formatSubject,
  readSubject,
  type Subject,
  toPermalink,
} from "../../../src/core/subject/index.ts";
import { CODES, catalogue } from "../view/examples.ts";

describe("readSubject", () => {
  const subjects: Readonly<Record<string, Subject>> = {
    "an answer": { kind: "answer", code: CODES.imapOther },
    "a union": { kind: "answer", code: CODES.union },
    "a permission": { kind: "permission", key: "graph:Mail.Send" },
    "a note": { kind: "note", id: "entra:rbac-for-applications" },
  };
  for (const [name, subject] of Object.entries(subjects))
    it(`reads ${name} as it was written`, () => {
      assert.deepEqual(readSubject(catalogue, formatSubject(subject)), { kind: "found", subject });
    });

  it("puts a code into its canonical form", () => {
    const read = readSubject(catalogue, "1~autostore.source_imap.sender_other");

    assert.equal(read.kind === "found" && formatSubject(read.subject), CODES.imapOther);
  });

  it("keeps what is known of a code of another catalogue", () => {
    const read = readSubject(catalogue, "1~autostore.source_imap.sender_robot~gone.a_b");

    assert.deepEqual(read, {
      kind: "changed",
      known: [{ pack: "autostore", choices: { source: "imap" } }],
      lost: ["autostore.sender_robot", "gone.a_b"],
      isLater: false,
    });
  });

  it("tells what a later version wrote", () => {
    const read = readSubject(catalogue, `2${CODES.imapOther.slice(1)}`);

    assert.deepEqual(read, {
      kind: "changed",
      known: parseSelection(catalogue, CODES.imapOther),
      lost: [],
      isLater: true,
    });
  });

  it("says that a set-up has a question open", () => {
    const read = readSubject(catalogue, CODES.imapOpen);

    assert.deepEqual(read, {
      kind: "changed",
      known: parseSelection(catalogue, CODES.imapOpen),
      lost: [],
      isLater: false,
    });
  });

  it("names what is gone of a permission and a note", () => {
    const lost = ["permission:graph:Gone.All", "note:autostore:gone"].map((text) =>
      readSubject(catalogue, text),
    );

    assert.deepEqual(lost, [
      { kind: "changed", known: [], lost: ["graph:Gone.All"], isLater: false },
      { kind: "changed", known: [], lost: ["autostore:gone"], isLater: false },
    ]);
  });

  for (const text of ["", "2", "constructor", "permission:", "1~a b", `1~${"a".repeat(2001)}`])
    it(`knows nothing of ${JSON.stringify(text.slice(0, 20))}`, () => {
      assert.deepEqual(readSubject(catalogue, text), { kind: "unknown" });
    });
});

describe("findPermalink", () => {
  const host = "https://consentry.example";
  const link = toPermalink(host, { kind: "answer", code: CODES.imapOther });
  const found: Readonly<Record<string, string>> = {
    alone: link,
    "in a sentence": `consent ${link}, please`,
    "at the end of a sentence": `see ${link}.`,
    "to an export": `${link}/export/csv`,
    "with a query": `<${link}?v=1>`,
    "with a fragment": `(${link}#export)`,
  };
  for (const [name, text] of Object.entries(found))
    it(`finds a link ${name}`, () => {
      assert.equal(findPermalink(host, text)?.code, CODES.imapOther);
    });

  it("gives the text without the link", () => {
    assert.equal(findPermalink(host, `consent ${link} for us`)?.rest, "consent for us");
  });

  it("reads a link that a client encoded", () => {
    const encoded = link.replaceAll("~", "%7E").replace("https:", "HTTPS:");

    assert.equal(findPermalink(host, `see ${encoded}`)?.code, CODES.imapOther);
  });

  for (const text of [
    "",
    host,
    `${host}/p/`,
    "https://evil.example/p/1~autostore",
    "https://consentry.example.evil.example/p/1~autostore",
    "https://consentry.example@evil.example/p/1~autostore",
    "https://evil.example@consentry.example/p/1~autostore",
    "https://consentry.example:8443/p/1~autostore",
    "http://consentry.example/p/1~autostore",
    "https://consentry.example/x/p/1~autostore",
    "https://consentry.example/p/1~autostore/x",
    "https://consentry.example/p/1~a%2Fb",
    "https://consentry.example/p/%E0%A4%A",
    "https://evil.example/?u=https://consentry.example/p/1~autostore",
    "https://evil.example/https://consentry.example/p/1~autostore",
    "xhttps://consentry.example/p/1~autostore",
    "https://xn--cnsentry-5bg.example/p/1~autostore",
    "javascript://consentry.example/p/1~autostore",
  ])
    it(`finds none in ${JSON.stringify(text)}`, () => {
      assert.equal(findPermalink(host, text), undefined);
    });
});
