import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { AppError } from "../../src/core/errors.ts";
import { TEXTS } from "../../src/i18n/index.ts";
import { bundleTab } from "../../src/server/tab-page/bundle.ts";
import { createTabPage, type TabPage } from "../../src/server/tab-page/index.ts";

/** What all of Home loads before its data, in bytes as gzip: scripts, style and page. */
const GOAL = 60_000;

const frameAncestors = ["'self'", "https://teams.microsoft.com", "https://*.cloud.microsoft"];

describe("createTabPage", () => {
  const page: TabPage = createTabPage({ frameAncestors });
  const assets = async () =>
    [...String((await page.showPage({})).body).matchAll(/\/tab\/assets\/([\w.-]+)/g)].map(
      ([, file = ""]) => file,
    );

  it("lets nobody frame the page but the cloud's hosts", async () => {
    const { status, headers } = await page.showPage({});

    assert.deepEqual(
      { status, headers },
      {
        status: 200,
        headers: {
          "Content-Type": "text/html; charset=utf-8",
          "Content-Security-Policy":
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self' https://teams.microsoft.com https://*.cloud.microsoft",
          "Cache-Control": "no-store",
        },
      },
    );
  });

  it("has nothing inline", async () => {
    const { body } = await page.showPage({});

    assert.doesNotMatch(String(body), /<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/);
  });

  it("begins in the language and theme of the address", async () => {
    const cases = [
      {},
      { acceptLanguage: "pt, fr-CA;q=0.9, de" },
      { acceptLanguage: "fr", locale: "de-de", theme: "dark" },
      { theme: '"><script>' },
    ];

    const heads = await Promise.all(
      cases.map(async (ask) => /<html[^>]*>/.exec(String((await page.showPage(ask)).body))?.[0]),
    );

    assert.deepEqual(heads, [
      '<html lang="en" data-theme="default">',
      '<html lang="fr" data-theme="default">',
      '<html lang="de" data-theme="dark">',
      '<html lang="en" data-theme="default">',
    ]);
  });

  it("names the hosts that the page may believe", async () => {
    const { body } = await page.showPage({});

    assert.match(
      String(body),
      /data-hosts="https:\/\/teams\.microsoft\.com https:\/\/\*\.cloud\.microsoft"/,
    );
  });

  it("serves every file that the page names, for ever", async () => {
    const answers = await Promise.all((await assets()).map((file) => page.showAsset(file)));

    const kept = answers.map(({ status, headers }) => [status, headers["Cache-Control"]]);
    assert.ok(kept.length > 2);
    assert.deepEqual(
      new Set(kept.map(String)),
      new Set(["200,public, max-age=31536000, immutable"]),
    );
  });

  it("sends gzip to those who take it", async () => {
    const [file = ""] = await assets();
    const answers = await Promise.all(
      ["br, gzip", "gzip;q=0", "gzip;q=0.5", "", "identity"].map((accept) =>
        page.showAsset(file, accept),
      ),
    );

    const plain = String(answers[3]?.body);
    assert.deepEqual(
      answers.map(({ headers }) => headers["Content-Encoding"]),
      ["gzip", undefined, "gzip", undefined, undefined],
    );
    assert.equal(String(gunzipSync(answers[0]?.body as Buffer)), plain);
  });

  it("has no other files", async () => {
    const names = ["../style.css", "start.ts", "", "__proto__"];
    const answers = await Promise.all(
      names.flatMap((name) => [page.showAsset(name), page.showTexts(name)]),
    );

    assert.deepEqual(
      answers.filter(({ status }) => status !== 404),
      [],
    );
  });

  it("serves the texts of each language", async () => {
    const { body } = await page.showPage({});
    const files = [...String(body).matchAll(/data-texts-\w+="\/tab\/texts\/([\w.-]+)"/g)];

    const texts = await Promise.all(
      files.map(async ([, file = ""]) => JSON.parse(String((await page.showTexts(file)).body))),
    );

    assert.deepEqual(
      texts.map((one) => one["tab.nav.settings"]),
      [TEXTS.en, TEXTS.de, TEXTS.fr].map((one) => one["tab.nav.settings"]),
    );
    assert.ok(texts.every((one) => one["scope.home.TeamMember.Read.All"] && !one["app.title"]));
  });

  it("bundles once for all who ask", async () => {
    let bundled = 0;
    const counting = createTabPage({
      frameAncestors,
      bundle: async () => {
        bundled += 1;
        return bundleTab();
      },
    });

    await Promise.all([counting.showPage({}), counting.authEndScript(), counting.showAsset("x")]);
    await counting.showPage({});

    assert.equal(bundled, 1);
  });

  it("tries again after a failure", async () => {
    let attempts = 0;
    const flaky = createTabPage({
      frameAncestors,
      bundle: async () => {
        attempts += 1;
        if (attempts === 1) throw new Error("no such file");
        return bundleTab();
      },
    });

    await assert.rejects(
      flaky.showPage({}),
      (error) => error instanceof AppError && error.code === "ERR_TAB_BUNDLE",
    );
    const { status } = await flaky.showPage({});

    assert.equal(status, 200);
  });
});

describe("bundleTab", () => {
  it("keeps what Home loads first below its goal", async () => {
    const { files, start, style, preloads } = await bundleTab();

    const sizes = [start, style, ...preloads].map((file) => files.get(file)?.zipped.length ?? 0);
    const total = sizes.reduce((sum, size) => sum + size, 0);

    assert.ok(total < GOAL, `${total} bytes of ${GOAL}`);
  });

  it("leaves the renderer of cards for later", async () => {
    const { files, start, preloads } = await bundleTab();
    const holders = [...files].filter(([, { body }]) => body.includes("AdaptiveCard"));

    const early = holders.filter(([name]) => [start, ...preloads].includes(name));

    assert.ok(holders.length > 0);
    assert.deepEqual(
      early.map(([name]) => name),
      [],
    );
  });

  it("asks no other server for hosts to trust", async () => {
    const { files } = await bundleTab();
    const scripts = [...files.values()].map(({ body }) => String(body)).join("\n");

    assert.ok(scripts.includes("the list inside holds"));
  });

  it("defines every custom property that is used", async () => {
    const { files, style } = await bundleTab();
    const all = [...files.values()].map(({ body }) => String(body)).join("\n");
    const css = String(files.get(style)?.body);
    const tokens = [...all.matchAll(/var\(--((?:color|font|spacing|shadow|border)\w+)\)/g)];

    const missing = tokens.filter(([, name]) => !css.includes(`--${name}:`));

    assert.ok(tokens.length > 50);
    assert.deepEqual(
      missing.map(([, name]) => name),
      [],
    );
  });

  it("has each of the three themes", async () => {
    const { files, style } = await bundleTab();
    const css = String(files.get(style)?.body);

    const grounds = ["default", "dark", "contrast"].map(
      (theme) =>
        new RegExp(`data-theme=${theme}\\]\\{[^}]*--colorNeutralBackground1:(#[0-9a-f]+)`).exec(
          css,
        )?.[1],
    );

    assert.deepEqual(grounds, ["#ffffff", "#292929", "#000000"]);
  });
});
