import assert from "node:assert/strict";
import { EXPORT_FORMATS } from "../../src/core/export/index.ts";
import { escapeHtml } from "../../src/core/html.ts";
import { LANGUAGES } from "../../src/core/local-text.ts";
import { formatSubject } from "../../src/core/subject/index.ts";
import { drawSubject } from "../../src/core/view/index.ts";
import { TEXTS } from "../../src/i18n/index.ts";
import { drawCardHtml } from "../../src/server/subject-page/card-html.ts";
import { SUBJECTS } from "../support/subjects.ts";
import {
  APP_IDS,
  createTabTools,
  startTabStage,
  type TabStage,
  TENANT,
} from "../support/tab-stage.ts";

/** What a reader of the page sees, folded places included, on one line. */
function toText(html: string): string {
  const entities: Readonly<Record<string, string>> = {
    lt: "<",
    gt: ">",
    quot: '"',
    "#39": "'",
    amp: "&",
  };
  return html
    .replace(/^[\s\S]*<main>|<\/main>[\s\S]*$/g, "")
    .replace(/<wbr>/g, "")
    .replace(/<img [^>]*alt="([^"]*)">/g, " $1 ")
    .replace(/<[^>]+>/g, " ")
    .replace(/&(lt|gt|quot|#39|amp);/g, (_entity, name) => entities[name] ?? "")
    .replace(/\s+/g, " ");
}

describe("the page of a permalink", () => {
  let stage: TabStage;
  before(async () => {
    stage = await startTabStage();
  });
  beforeEach(() => stage.open());
  after(() => stage?.stop());

  const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(stage.origin + path, { headers });
  const read = async (path: string) => {
    const response = await get(path);
    return { status: response.status, html: await response.text() };
  };

  for (const language of LANGUAGES)
    it(`says all that the card says, of every subject in ${language}`, async () => {
      const { world } = createTabTools();

      for (const [name, subject] of SUBJECTS) {
        const { status, html } = await read(`/p/${formatSubject(subject)}?lang=${language}`);
        const text = toText(html);
        const said = drawSubject(world, language, subject)?.text ?? "";
        // Rows are one line of several cells; buttons are for conversations.
        const pieces = said
          .split("\n")
          .filter((line) => !line.startsWith("["))
          .flatMap((line) => line.split(" · "))
          .map((piece) => piece.replace(/\s+/g, " ").trim())
          .filter((piece) => !piece.startsWith("https://"));

        assert.equal(status, 200, name);
        assert.match(html, new RegExp(`<html lang="${language}">`));
        assert.deepEqual(
          pieces.filter((piece) => !text.includes(piece)),
          [],
          name,
        );
      }
    });

  it("has one title, and headings that skip no level", async () => {
    for (const [name, subject] of SUBJECTS) {
      const { html } = await read(`/p/${formatSubject(subject)}`);
      const levels = [...html.matchAll(/<h(\d)>/g)].map(([, level]) => Number(level));

      assert.deepEqual(levels.filter((level) => level === 1).length, 1, name);
      assert.ok(
        levels.every((level, at) => at === 0 || level <= (levels[at - 1] ?? 0) + 1),
        `${name}: ${levels}`,
      );
    }
  });

  it("draws tables with heads, and folds what the card folds", async () => {
    const { html } = await read("/p/1~autostore.destination_mail-send.sender_same.source_imap");

    const tables = [...html.matchAll(/<table>[\s\S]*?<\/table>/g)].map(([table]) => table);
    assert.ok(tables.length > 1);
    for (const table of tables)
      assert.equal([...table.matchAll(/<th scope="col">/g)].length, 3, table);
    assert.ok([...html.matchAll(/<details>\n<summary>[^<]+<\/summary>/g)].length > 1);
  });

  it("runs nothing, asks for nothing and loads nothing", async () => {
    for (const [name, subject] of SUBJECTS) {
      const { html } = await read(`/p/${formatSubject(subject)}`);

      assert.doesNotMatch(
        html,
        /<(script|form|iframe|object|link rel="stylesheet")|\son\w+=/i,
        name,
      );
      assert.doesNotMatch(html, /<button|type="Action/i, name);
    }
  });

  it("tells nobody from another, and knows no tenant", async () => {
    const own = await get("/p/1~nbold.scope_home?lang=en");
    const canaries = ["canary-cookie", "canary-token", "canary-name", "Canary AG"];
    stage.open({
      verifyToken: async () => assert.fail("somebody was asked who they are"),
      results: { list: async () => assert.fail("results were read") },
      places: { listTeams: async () => assert.fail("places were read") },
      directory: { readApp: async () => assert.fail("a tenant was read") },
      operator: { allowedApps: [TENANT], domains: ["canary.example"] },
    });

    const other = await get(`/p/1~nbold.scope_home?lang=en&tenant=${TENANT}&name=canary-name`, {
      authorization: "Bearer canary-token",
      cookie: "id=canary-cookie",
      "x-forwarded-host": "canary.example",
      referer: "https://canary.example/Canary%20AG",
    });

    const html = await other.text();
    assert.equal(html, await own.text());
    for (const canary of [...canaries, TENANT, "canary.example"])
      assert.ok(!html.includes(canary), canary);
    assert.equal(other.headers.has("set-cookie"), false);
  });

  it("speaks the language of the address, then of the browser", async () => {
    const path = "/p/1~nbold.scope_home";
    const ask = async (query: string, tag: string) => {
      const html = await (await get(path + query, { "accept-language": tag })).text();
      return /<html lang="(\w+)">/.exec(html)?.[1];
    };

    const spoken = [
      await ask("?lang=de", "fr"),
      await ask("", "fr-CH,en"),
      await ask("?lang=xx", "de"),
      await ask("?lang=%22%3E", "pt"),
    ];

    assert.deepEqual(spoken, ["de", "fr", "de", "en"]);
  });

  it("leads to the chat, the tab and the other languages", async () => {
    const { html } = await read("/p/1~nbold.scope_home");

    for (const part of [
      'hreflang="de" lang="de">Deutsch</a>',
      'hreflang="fr" lang="fr">Français</a>',
      "https://teams.microsoft.com/l/chat/0/0?users=28:00000000-0000-4000-8000-00000000b071&amp;message=",
      encodeURIComponent("https://consentry.example/p/1~nbold.scope_home"),
      `https://teams.microsoft.com/l/entity/${APP_IDS.teamsAppId}/catalog?context=`,
      "Consentry, catalogue of August 20, 2026.",
      '<meta name="robots" content="noindex">',
    ])
      assert.ok(html.includes(part), part);
  });

  it("names no tab where the app is not known in Teams", async () => {
    stage.open({ appIds: { ...APP_IDS, teamsAppId: null } });

    const { html } = await read("/p/1~nbold.scope_home");

    assert.doesNotMatch(html, /l\/entity/);
  });

  for (const code of [
    "nothing",
    "1",
    "1~",
    "1~a%20b",
    "%3Cscript%3E",
    "permission:",
    `1~${"a".repeat(1999)}`,
  ])
    it(`says in words that there is nothing at ${code.slice(0, 20)}`, async () => {
      const { status, html } = await read(`/p/${code}`);

      assert.equal(status, 404);
      assert.match(html, /<h1>There is nothing at this address<\/h1>/);
    });

  it("survives an address that is no text", async () => {
    const { status } = await read("/p/%E0%A4%A");

    assert.ok([400, 404].includes(status), String(status));
  });

  it("opens what a link of an older version still means", async () => {
    const { status, html } = await read("/p/1~autostore.source_imap.sender_robot~gone.a_b");

    assert.equal(status, 200);
    assert.match(html, /<h1>This link names what is not known any more<\/h1>/);
    assert.match(html, /AutoStore: Sender robot/);
    assert.match(html, /<a href="https:\/\/consentry\.example\/p\/1~autostore\.[\w.~-]+"/);
    assert.doesNotMatch(html, /id="export"/);
  });

  it("says that a link comes from a newer version", async () => {
    const { status, html } = await read("/p/2~nbold.scope_home");

    assert.equal(status, 200);
    assert.match(html, /<h1>This link was made by a newer version<\/h1>/);
    assert.match(html, /href="https:\/\/consentry\.example\/p\/1~nbold\.scope_home"/);
  });

  it("says so while the product is not open", async () => {
    const closed = await startTabStage({ isOpen: false });
    try {
      const response = await fetch(`${closed.origin}/p/1~nbold.scope_home`);

      assert.equal(response.status, 503);
      assert.match(await response.text(), /<h1>This page cannot be shown right now<\/h1>/);
    } finally {
      await closed.stop();
    }
  });
});

describe("the downloads of a permalink", () => {
  let stage: TabStage;
  before(async () => {
    stage = await startTabStage();
  });
  after(() => stage?.stop());

  const get = (path: string) => fetch(stage.origin + path);

  it("is linked for each format that has something to say", async () => {
    for (const [name, subject] of SUBJECTS) {
      const code = formatSubject(subject);
      const html = await (await get(`/p/${code}?lang=fr`)).text();
      const links = [...html.matchAll(/<a href="(\/p\/[^"]+\/export\/[^"]+)" download>/g)];

      assert.ok(links.length > 0, name);
      for (const [, href = ""] of links) {
        const file = await get(href.replaceAll("&amp;", "&"));
        assert.equal(file.status, 200, href);
        assert.ok((await file.text()).length > 10, href);
      }
    }
  });

  it("names each format as the chat does", async () => {
    const keys = EXPORT_FORMATS.flatMap(({ id }) => [
      `export.format.${id}.name`,
      `export.format.${id}.line`,
    ]);

    const page = await (await get("/p/1~nbold.scope_home?lang=en")).text();

    assert.deepEqual(
      keys.filter((key) => !page.includes(escapeHtml(TEXTS.en[key] ?? "nowhere"))),
      [],
    );
  });

  for (const path of [
    "/p/1~nbold.scope_home/export/exe",
    "/p/1~nbold.scope_home/export/constructor",
    "/p/nothing/export/csv",
    "/p/1~gone.a_b/export/csv",
    "/p/note:autostore:private-window/export/manifest",
  ])
    it(`says in words that there is no ${path}`, async () => {
      const response = await get(path);

      assert.equal(response.status, 404);
      assert.match(await response.text(), /<h1>There is no such file<\/h1>/);
    });
});

describe("drawCardHtml", () => {
  const draw = (...body: readonly object[]) => drawCardHtml({ type: "AdaptiveCard", body });

  it("keeps what is foreign as text", () => {
    const text = String.raw`\<img src=x onerror=a\> \[x\]\(https://evil.example\) **b**`;

    const html = draw({ type: "TextBlock", text });

    assert.equal(
      html,
      '<div class="text"><p>&lt;img src=x onerror=a&gt; [x](https://evil.example) <strong>b</strong></p></div>',
    );
  });

  for (const url of [
    "javascript:alert(1)",
    "http://evil.example/",
    "https://a@evil.example/",
    "data:text/html,x",
  ])
    it(`leads nowhere unsafe: ${url}`, () => {
      const action = { type: "Action.OpenUrl", title: "x", url };

      const html = draw(
        { type: "ActionSet", actions: [action] },
        { type: "Image", url, altText: "x" },
      );

      assert.equal(html, "");
    });

  it("leaves out what only a conversation can do", () => {
    const actions = ["Action.Execute", "Action.Submit"].map((type) => ({ type, title: "x" }));

    assert.equal(draw({ type: "ActionSet", actions }, { type: "Input.Text", id: "x" }), "");
  });
});
