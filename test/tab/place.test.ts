import assert from "node:assert/strict";
import { PAGES } from "../../src/core/tab-api/index.ts";
import { findTeams, toChatLink, toTabLink } from "../../src/core/teams-link.ts";
import { judgeLink, PLACES, readPlace, toSearch } from "../../src/tab/place.ts";

describe("PLACES", () => {
  it("are the pages of the contract", () => {
    assert.deepEqual(PLACES, PAGES);
  });
});

describe("readPlace", () => {
  const cases: readonly [string, string | undefined, object][] = [
    ["?page=settings", undefined, { page: "settings" }],
    ["", undefined, { page: "home" }],
    ["?page=elsewhere", undefined, { page: "home" }],
    ["?page=catalog&code=v1.a", undefined, { page: "catalog", code: "v1.a" }],
    ["?page=catalog", "v1.b", { page: "catalog", code: "v1.b" }],
    ["?page=catalog&code=v1.a", "v1.b", { page: "catalog", code: "v1.a" }],
    ["?page=catalog&step=x", undefined, { page: "catalog", step: "x" }],
    ["?page=home&code=v1.a", "v1.b", { page: "home" }],
  ];
  for (const [search, subPageId, expected] of cases)
    it(`reads ${search || "nothing"}${subPageId ? ` with ${subPageId}` : ""}`, () => {
      assert.deepEqual(readPlace({ search, subPageId }), expected);
    });

  it("reads what toSearch wrote", () => {
    const place = { page: "catalog", code: "v1.a&b=c", step: "s" } as const;

    assert.deepEqual(readPlace({ search: toSearch(place) }), place);
  });
});

describe("links into Teams", () => {
  it("lead to the Teams that shows the page", () => {
    const found = [
      ["https://gov.teams.microsoft.us"],
      ["https://outer.example", "https://teams.microsoft.com"],
      ["https://teams.microsoft.com.evil.example"],
      [],
    ].map(findTeams);

    assert.deepEqual(found, [
      "https://gov.teams.microsoft.us",
      "https://teams.microsoft.com",
      "https://teams.microsoft.com",
      "https://teams.microsoft.com",
    ]);
  });

  it("name an answer by its code", () => {
    const link = toTabLink("https://teams.microsoft.com", "app", {
      page: "catalog",
      code: "v1.a",
    });

    const context = encodeURIComponent(JSON.stringify({ subEntityId: "v1.a" }));
    assert.equal(link, `https://teams.microsoft.com/l/entity/app/catalog?context=${context}`);
  });

  it("put a text into the chat with the bot", () => {
    const links = [
      toChatLink("https://teams.microsoft.com", "b", "consent & more"),
      toChatLink("https://teams.microsoft.com", "b"),
    ];

    assert.deepEqual(links, [
      "https://teams.microsoft.com/l/chat/0/0?users=28:b&message=consent%20%26%20more",
      "https://teams.microsoft.com/l/chat/0/0?users=28:b",
    ]);
  });
});

describe("judgeLink", () => {
  const own = "https://consentry.example/tab";
  const local = "http://127.0.0.1:3978/tab";
  const cases: readonly [string, string, string][] = [
    ["https://teams.microsoft.com/l/chat/0/0", own, "teams"],
    ["https://login.microsoftonline.com/x", own, "browser"],
    ["http://login.microsoftonline.com/x", own, "refused"],
    ["javascript:alert(1)", own, "refused"],
    ["data:text/html,x", own, "refused"],
    ["https://teams.microsoft.com@evil.example/", own, "refused"],
    ["not a link", own, "refused"],
    ["http://127.0.0.1:9/consent", own, "refused"],
    ["http://127.0.0.1:9/consent", local, "browser"],
  ];
  for (const [url, from, expected] of cases)
    it(`${expected} ${from === own ? "" : "here "}${url}`, () => {
      assert.equal(judgeLink(url, from), expected);
    });
});
