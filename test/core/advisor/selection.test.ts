import assert from "node:assert/strict";
import {
  caseId,
  formatSelection,
  ignoredChoices,
  listCases,
  openChoices,
  parseSelection,
  resolveSetUp,
  type SetUp,
  toSetUp,
} from "../../../src/core/advisor/index.ts";
import { findPack, type Pack } from "../../../src/core/catalogue/index.ts";
import { caseOf, catalogue } from "../../support/catalogue.ts";

const autostore = findPack(catalogue, "autostore") as Pack;

function setUp(choices: Record<string, string>): SetUp {
  return { pack: "autostore", choices };
}

describe("resolveSetUp", () => {
  const TABLE: [Record<string, string>, string][] = [
    [{ source: "imap", sender: "same" }, "found autostore:1/default"],
    [{ source: "imap", sender: "other" }, "found autostore:2/application"],
    [{ source: "imap", sender: "other", mode: "delegation" }, "found autostore:2/delegation"],
    [{ source: "pop3", sender: "other" }, "found autostore:4/application"],
    [{ source: "imap", sender: "same", "token-vault": "with" }, "found autostore:1/default"],
    [
      { source: "file", destination: "onedrive", "token-vault": "with" },
      "found autostore:6/with-token-vault",
    ],
    [{ source: "sign-in" }, "found autostore:7/default"],
    [{ source: "shared-mailbox" }, "found autostore:8/default"],
    [{ source: "imap" }, "missing sender"],
    [{ source: "file" }, "missing destination"],
    [{ source: "file", destination: "mail-send" }, "missing token-vault"],
    [{ destination: "mail-send" }, "missing source"],
    [{ destination: "onedrive" }, "missing token-vault"],
    [{ destination: "onedrive", "token-vault": "with" }, "found autostore:6/with-token-vault"],
    [{ source: "sign-in", "token-vault": "with" }, "found autostore:7/default"],
    [{}, "missing source"],
    [{ source: "imap", destination: "onedrive" }, "none"],
  ];

  for (const [choices, expected] of TABLE)
    it(`takes ${JSON.stringify(choices)} as ${expected}`, () => {
      const resolution = resolveSetUp(catalogue, setUp(choices));

      const seen =
        resolution.kind === "found"
          ? `found ${caseId(resolution.found)}/${resolution.found.variant.id}`
          : resolution.kind === "missing"
            ? `missing ${resolution.dimension.id}`
            : "none";
      assert.equal(seen, expected);
    });

  it("knows no case of an unknown pack", () => {
    assert.deepEqual(resolveSetUp(catalogue, { pack: "zoom", choices: {} }), { kind: "none" });
  });
});

describe("openChoices", () => {
  it("leaves out what the earlier steps rule out", () => {
    const destination = autostore.head.dimensions.find(({ id }) => id === "destination");

    const open = openChoices(autostore, { source: "pop3" }, destination as never);

    assert.deepEqual(open, ["mail-send"]);
  });
});

describe("openChoices of the source", () => {
  it("offers no scenario that the answer plays no part in", () => {
    const [source] = autostore.head.dimensions;

    assert.deepEqual(openChoices(autostore, { sender: "other" }, source as never), [
      "imap",
      "pop3",
      "file",
    ]);
    assert.deepEqual(openChoices(autostore, { destination: "onedrive" }, source as never), [
      "file",
    ]);
  });
});

describe("ignoredChoices", () => {
  const TABLE: readonly [string, Record<string, string>, readonly string[]][] = [
    ["autostore:1", { source: "imap", sender: "same" }, []],
    ["autostore:1", { source: "imap", sender: "same", "token-vault": "with" }, []],
    ["autostore:1", { source: "imap", sender: "same", "token-vault": "without" }, ["without"]],
    [
      "autostore:6/with-token-vault",
      { source: "file", sender: "other", "token-vault": "with" },
      ["other"],
    ],
    ["autostore:5/without-token-vault", { "token-vault": "without", mode: "application" }, []],
  ];
  for (const [name, choices, expected] of TABLE)
    it(`of ${name} with ${JSON.stringify(choices)} are [${expected}]`, () => {
      const ignored = ignoredChoices(caseOf(name), setUp(choices));

      assert.deepEqual(
        ignored.map(({ id }) => id),
        expected,
      );
    });
});

describe("formatSelection", () => {
  const whole = catalogue.packs.flatMap(listCases).map(toSetUp);

  it("gives back every case through its code", () => {
    for (const one of whole) {
      const code = formatSelection([one]);

      assert.deepEqual(parseSelection(catalogue, code), [
        { pack: one.pack, choices: Object.fromEntries(Object.entries(one.choices).sort()) },
      ]);
    }
  });

  it("does not depend on the order", () => {
    assert.equal(formatSelection(whole), formatSelection(whole.toReversed()));
    assert.equal(
      formatSelection([setUp({ a: "1", b: "2" })]),
      formatSelection([setUp({ b: "2", a: "1" })]),
    );
  });

  it("needs no escaping in a URL", () => {
    const code = formatSelection(whole);

    assert.equal(encodeURIComponent(code), code);
  });
});

describe("parseSelection", () => {
  const FORGED = [
    "",
    "2~autostore.source_imap",
    "1~zoom.source_imap",
    "1~autostore.source_fax",
    "1~autostore.source_imap.source_pop3",
    "1~autostore.source_imap_x",
    "1~autostore.__proto___x",
    `1~${"autostore.source_imap~".repeat(500)}`,
    "1~autostore.source_imap~<script>",
  ];

  for (const code of FORGED)
    it(`refuses ${JSON.stringify(code.slice(0, 40))}`, () => {
      assert.equal(parseSelection(catalogue, code), undefined);
    });
});
