import assert from "node:assert/strict";
import { findCloud } from "../../src/core/cloud/index.ts";
import { AppError } from "../../src/core/errors.ts";
import type { SignInEnd, SignIns } from "../../src/flows/index.ts";
import { FAKE_PAGE, startTabStage, type TabStage } from "../support/tab-stage.ts";

const ENTRA = "https://login.microsoftonline.com/tenant/oauth2/v2.0/authorize?state=sealed";
const HOSTS = findCloud("public").frameAncestors.filter((source) => source !== "'self'");

describe("the pages of a sign-in", () => {
  let stage: TabStage;
  let early: TabStage;
  before(async () => {
    stage = await startTabStage();
    early = await startTabStage({ isOpen: false });
  });
  after(() => Promise.all([stage?.stop(), early?.stop()]));
  beforeEach(() => stage.open());

  const get = (path: string, language = "en") =>
    fetch(stage.origin + path, { redirect: "manual", headers: { "accept-language": language } });

  const openWith = (signIns: Partial<SignIns>) => {
    const none = { link: () => "", start: async () => undefined, finish: async () => EXPIRED };
    stage.open({ signIns: { ...none, ...signIns } });
  };
  const EXPIRED = { kind: "expired" } as const;

  it("leads to Entra ID", async () => {
    const tickets: string[] = [];
    openWith({
      start: async (ticket) => {
        tickets.push(ticket);
        return { kind: "go", url: ENTRA };
      },
    });

    const { status, headers } = await get("/auth/start?t=a%2Bb");

    assert.deepEqual([status, headers.get("location"), tickets], [302, ENTRA, ["a+b"]]);
    assert.equal(headers.get("cache-control"), "no-store");
    assert.equal(headers.get("referrer-policy"), "no-referrer");
  });

  it("says what a service account is before it leads on", async () => {
    openWith({
      start: async (ticket) =>
        ticket === "read+it" ? { kind: "go", url: ENTRA } : { kind: "confirm", ticket: "read+it" },
    });

    const asked = await get("/auth/start?t=a%2Bb");
    const [, href = ""] = /<a href="([^"]+)"/.exec(await asked.text()) ?? [];
    const led = await get(href.replaceAll("&amp;", "&"));

    assert.deepEqual([asked.status, led.status], [200, 302]);
    assert.match(href, /t=read%2Bit$/);
  });

  const strange: Record<string, string> = {
    "without a ticket": "",
    "with an old one": "?t=old",
  };
  for (const [name, search] of Object.entries(strange))
    it(`says that a link ${name} is no longer good`, async () => {
      const asked: string[] = [];
      openWith({ start: async (ticket) => void asked.push(ticket) });

      const response = await get(`/auth/start${search}`);

      assert.equal(response.status, 400);
      assert.match(await response.text(), /<h1>This link is no longer good<\/h1>/);
      assert.deepEqual(asked, search === "" ? [] : ["old"]);
    });

  it("looks at no address that is endless", async () => {
    const asked: unknown[] = [];
    openWith({ start: async (ticket) => void asked.push(ticket) });

    await get(`/auth/start?t=${"x".repeat(15_000)}${"&a=b".repeat(400)}`);

    assert.deepEqual(asked, []);
  });

  const ends: readonly [end: SignInEnd, outcome: string, title: string][] = [
    [{ kind: "signed-in", key: 'k"1', language: "fr" }, "ok", "You are signed in"],
    [{ kind: "other-account" }, "other-account", "That was another account"],
    [{ kind: "declined" }, "declined", "You are not signed in"],
    [{ kind: "needs-admin" }, "needs-admin", "This takes an administrator"],
    [{ kind: "expired" }, "expired", "This link is no longer good"],
    [{ kind: "blocked" }, "blocked", "Your organization keeps you out of this"],
    [{ kind: "failed" }, "failed", "The sign-in did not work"],
  ];
  for (const [end, outcome, title] of ends)
    it(`tells page and Teams of a sign-in: ${end.kind}`, async () => {
      const queries: string[] = [];
      openWith({
        finish: async (query) => {
          queries.push(query.toString());
          return end;
        },
      });

      const response = await get("/auth/end?code=a&state=b");

      const html = await response.text();
      const key = end.kind === "signed-in" ? ' data-key="k&quot;1"' : "";
      const isKept = !["signed-in", "declined"].includes(end.kind);
      const hosts = `data-hosts="${HOSTS.join(" ")}"`;
      const root = `<html lang="en" data-outcome="${outcome}"${key} ${hosts}${isKept ? ' data-close="Close"' : ""}>`;
      assert.equal(response.status, 200);
      assert.deepEqual(queries, ["code=a&state=b"]);
      assert.equal(html.split("\n")[1], root);
      assert.ok(html.includes(`<h1>${title}</h1>`));
      assert.ok(html.includes('<script type="module" src="/tab/assets/auth-end-0.js"></script>'));
    });

  it("keeps the window open while Entra ID is busy", async () => {
    openWith({ finish: async () => ({ kind: "busy", seconds: 9 }) });

    const response = await get("/auth/end?code=a&state=b");

    const html = await response.text();
    assert.deepEqual([response.status, response.headers.get("retry-after")], [503, "9"]);
    assert.match(html, /Reload this page in 9 s/);
    assert.doesNotMatch(html, /<script/);
  });

  it("looks at no address that is empty", async () => {
    const asked: unknown[] = [];
    openWith({
      finish: async (query) => {
        asked.push(query);
        return EXPIRED;
      },
    });

    await get("/auth/end");

    assert.deepEqual(asked, []);
  });

  it("shows nothing of what the address says", async () => {
    const address = "/auth/end?error=%3Cscript%3E&error_description=hunter2&state=x";

    const html = await (await get(address)).text();

    assert.doesNotMatch(html, /<script>|hunter2/);
  });

  it("speaks the language of the browser", async () => {
    const html = await (await get("/auth/end?state=x", "de")).text();

    assert.match(html, /<html lang="de"[\s\S]*<h1>Dieser Link gilt nicht mehr<\/h1>/);
  });

  it("is readable without its script", async () => {
    const authEndScript = () => Promise.reject(new AppError("ERR_TAB_BUNDLE", "no esbuild"));
    stage.open({}, { ...FAKE_PAGE, authEndScript });

    const html = await (await get("/auth/end?state=x")).text();

    assert.match(html, /<h1>This link is no longer good<\/h1>/);
    assert.doesNotMatch(html, /<script/);
    assert.equal(stage.log.find("a sign-in page has no script").length, 1);
  });

  it("shows a page when a fault ends the sign-in", async () => {
    openWith({ finish: () => Promise.reject(new Error("the secret is hunter2")) });

    const response = await get("/auth/end?code=a&state=b");

    const html = await response.text();
    assert.equal(response.status, 500);
    assert.match(html, /<h1>The sign-in did not work<\/h1>/);
    assert.doesNotMatch(html, /hunter2/);
  });

  it("asks to wait while the product is not open", async () => {
    const response = await fetch(`${early.origin}/auth/end?code=a&state=b`);

    assert.deepEqual([response.status, response.headers.get("retry-after")], [503, "2"]);
    assert.match(await response.text(), /Reload this page in 2 s/);
  });
});
