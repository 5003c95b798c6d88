import assert from "node:assert/strict";
import { decodeJwt } from "jose";
import type { Browser, BrowserContext, Page } from "playwright-core";
import {
  type Behavior,
  type Heard,
  type Stage,
  startStage,
  toCardMessage,
} from "../sandbox/fake-bot.ts";
import { capture, findChromium, launch, PATIENCE_MS } from "./chromium.ts";
import { serveGuestPages } from "./guest-pages.ts";

const executable = findChromium();
const priya = "a1d1f6a0-6c1e-4b57-8f0e-2d9a51c0f101";
const chat = "/v3/conversations/a%3A1sandbox-product-admin/activities";

if (!executable) it("signing in from a chat (needs Chromium: apt-get install chromium)");
else
  describe("signing in from a chat", () => {
    let stage: Stage;
    let browser: Browser | undefined;
    let context: BrowserContext;
    let page: Page;
    const problems: string[] = [];
    const ask = () => ({
      text: "Sign in to go on.",
      connectionName: "",
      buttons: [{ type: "signin", title: "Sign in", value: `${stage.page}/auth/start?t=1` }],
      tokenExchangeResource: { id: crypto.randomUUID(), uri: "api://x" },
    });
    const askInChat = () => {
      const contentType = "application/vnd.microsoft.card.oauth";
      return stage.send("POST", chat, {
        type: "message",
        attachments: [{ contentType, content: ask() }],
      });
    };
    const invokes = () => stage.heard.filter(isInvoke);

    before(async () => {
      stage = await startStage();
      browser = await launch(executable);
    });

    beforeEach(async () => {
      context = await (browser as Browser).newContext({ viewport: { width: 1200, height: 900 } });
      context.setDefaultTimeout(PATIENCE_MS);
      context.on("weberror", (thrown) => problems.push(thrown.error().message));
      await serveGuestPages(context, stage.page);
      page = await context.newPage();
      stage.behave(() => {});
      await fetch(`${stage.page}/sandbox/api/reset`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: "{}",
      });
      stage.heard.length = 0;
      await page.goto(`${stage.page}/#as=product-admin`);
      await page.getByLabel("Type a message").waitFor();
    });

    afterEach(async () => {
      await context.close();
      assert.deepEqual(problems.splice(0), []);
    });

    after(async () => {
      await browser?.close();
      await stage.stop();
    });

    async function turnTokens(hostToken: string): Promise<void> {
      const headers = { "content-type": "application/json" };
      const body = JSON.stringify({ hostToken });
      await fetch(`${stage.page}/sandbox/api/tenant/sign-in`, { method: "PUT", headers, body });
    }

    async function waitForInvoke(name: string): Promise<Invoke> {
      for (let tries = 0; tries < 200; tries++) {
        const found = invokes().find((one) => one.name === name);
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      throw new Error(`no ${name} came`);
    }

    it("happens silently, and shows nothing", async () => {
      const asked = await askInChat();
      const { value, replyToId } = await waitForInvoke("signin/tokenExchange");
      await stage.send("POST", chat, { type: "message", text: "You are signed in." });
      await page.getByText("You are signed in.").waitFor();

      assert.equal(decodeJwt(String(value.token)).oid, priya);
      assert.equal(replyToId, asked.body.id);
      assert.equal(await page.getByRole("button", { name: "Sign in" }).count(), 0);
    });

    it("takes a button where Teams gives no token", async () => {
      await turnTokens("refused");
      await askInChat();
      const card = page.locator("#log article", { hasText: "Sign in to go on." });
      await card.waitFor();
      await capture(page, "oauth-card");
      await turnTokens("given");

      const opening = page.waitForEvent("popup");
      await card.getByRole("button", { name: "Sign in" }).click();
      await (await opening).getByText("Accept").click();
      const { value } = await waitForInvoke("signin/verifyState");

      const [failure] = invokes();
      assert.deepEqual([failure?.name, failure?.value.code], ["signin/failure", "tokenmissing"]);
      assert.deepEqual(value, { state: "c-1" });
    });

    it("goes on with a press: by token, then by code", async () => {
      stage.behave(answerPress(ask()));
      const execute = { type: "Action.Execute", title: "Check", verb: "check", data: {} };
      const { attachments } = toCardMessage("Shall I check?");
      const [{ contentType, content }] = attachments as [(typeof attachments)[number]];
      const card = { contentType, content: { ...content, actions: [execute] } };
      await stage.send("POST", chat, { type: "message", attachments: [card] });

      await page.getByRole("button", { name: "Check" }).click();
      const article = page.locator("#log article", { hasText: "Shall I check?" });
      await article.getByText("Sign in to go on.").waitFor();
      await capture(page, "login-request");
      const opening = page.waitForEvent("popup");
      await article.getByRole("button", { name: "Sign in" }).click();
      await (await opening).getByText("Accept").click();
      await page.getByText("It is checked.").waitFor();

      const [first, second, third] = invokes().map(({ value }) => value);
      assert.deepEqual(Object.keys(first ?? {}), ["action", "trigger"]);
      assert.equal(decodeJwt(String(second?.authentication?.token)).oid, priya);
      assert.equal(third?.state, "c-1");
    });
  });

/** Asks for a sign-in, does not take the token, and takes the code. */
function answerPress(ask: object): Behavior {
  const answer = (statusCode: number, name: string, value: unknown) => ({
    statusCode,
    type: `application/vnd.microsoft.${name}`,
    value,
  });
  return (activity) => {
    const { authentication, state } = (activity.value ?? {}) as Invoke["value"];
    if (state !== undefined) return answer(200, "activity.message", "It is checked.");
    if (authentication) {
      return answer(412, "error.preconditionFailed", { code: "412", message: "Sign in first." });
    }
    return answer(401, "activity.loginRequest", ask);
  };
}

function isInvoke(activity: Heard): activity is Invoke {
  return activity.type === "invoke";
}

interface Invoke extends Heard {
  readonly name: string;
  readonly value: {
    readonly token?: unknown;
    readonly code?: unknown;
    readonly state?: string;
    readonly authentication?: { readonly token: unknown };
  };
}
