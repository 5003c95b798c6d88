import assert from "node:assert/strict";
import { findOwnLink, toPieces } from "../../../src/sandbox/client/found-links.ts";
import type { Unfurled } from "../../../src/sandbox/client/model.ts";
import { createUnfurling } from "../../../src/sandbox/client/unfurling.ts";

const domains = ["127.0.0.1:3978", "*.contoso.example"];
const link = "http://127.0.0.1:3978/p/s.1";

describe("toPieces", () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    [`see ${link}.`]: ["see ", `<${link}>`, "."],
    [`(${link})`]: ["(", `<${link}>`, ")"],
    "no link here": ["no link here"],
    "ftp://127.0.0.1/x": ["ftp://127.0.0.1/x"],
  };
  for (const [text, pieces] of Object.entries(cases))
    it(`splits ${text}`, () => {
      const marked = toPieces(text).map((one) => (one.isLink ? `<${one.text}>` : one.text));

      assert.deepEqual(marked, pieces);
    });
});

describe("findOwnLink", () => {
  const cases: readonly (readonly [string, boolean, string | undefined])[] = [
    [`see ${link} `, false, link],
    [`see ${link}`, false, undefined],
    [`see ${link}`, true, link],
    ["http://127.0.0.1:3979/p/s.1 ", false, undefined],
    ["https://a.contoso.example/p ", false, "https://a.contoso.example/p"],
    ["https://contoso.example/p ", false, undefined],
    [`https://elsewhere.example/ ${link} `, false, link],
  ];
  for (const [text, isPasted, expected] of cases)
    it(`finds ${expected ? "one" : "none"} in "${text}"${isPasted ? ", pasted" : ""}`, () => {
      assert.equal(findOwnLink(text, domains, isPasted), expected);
    });
});

describe("createUnfurling", () => {
  const unfurled: Unfurled = { kind: "asked", isAnonymous: false };
  let told: string[];
  let answer: () => Promise<Unfurled>;
  const create = () =>
    createUnfurling({
      readDomains: () => domains,
      unfurl: (url) => {
        told.push(`ask ${url}`);
        return answer();
      },
      show: (url) => told.push(`show ${url}`),
      hide: () => told.push("hide"),
      fail: () => told.push("fail"),
    });
  beforeEach(() => {
    told = [];
    answer = async () => unfurled;
  });

  it("asks once for a link, while more is typed", async () => {
    const unfurling = create();

    await unfurling.look(`${link} `, false);
    await unfurling.look(`${link} and`, false);

    assert.deepEqual(told, [`ask ${link}`, `show ${link}`]);
  });

  it("hides the card with its link", async () => {
    const unfurling = create();
    await unfurling.look(link, true);

    await unfurling.look("http://127.0", false);

    assert.equal(told.at(-1), "hide");
  });

  it("does not ask again for what was dismissed", async () => {
    const unfurling = create();
    await unfurling.look(`${link} `, false);

    unfurling.dismiss();
    await unfurling.look(`${link} and`, false);
    unfurling.reset();
    await unfurling.look(`${link} `, false);

    assert.deepEqual(
      told.filter((one) => one.startsWith("ask")),
      [`ask ${link}`, `ask ${link}`],
    );
  });

  it("shows nothing that comes after the message was sent", async () => {
    const { promise, resolve } = Promise.withResolvers<Unfurled>();
    answer = () => promise;
    const unfurling = create();

    const looking = unfurling.look(link, true);
    unfurling.reset();
    resolve(unfurled);
    await looking;

    assert.deepEqual(told, [`ask ${link}`]);
  });

  it("tells that the app could not be asked", async () => {
    answer = () => Promise.reject(new Error("fault"));

    await create().look(link, true);

    assert.equal(told.at(-1), "fail");
  });
});
