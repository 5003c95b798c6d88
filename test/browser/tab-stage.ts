import assert from "node:assert/strict";
import type { Browser, BrowserContext, Frame, FrameLocator, Locator, Page } from "playwright-core";
import { DEFAULT_SETTINGS } from "../../src/core/settings/index.ts";
import { findPerson } from "../../src/sandbox/directory/people.ts";
import { decideOn, signInOn } from "../support/browser-person.ts";
import { type Stage, startStage } from "../support/talk.ts";
import { launch, PATIENCE_MS } from "./chromium.ts";
import { findFrame } from "./guest-pages.ts";

/** Somebody in a browser of their own, with a page of the app open. */
export interface Sitting {
  readonly page: Page;
  /** The page of the app. */
  readonly tab: FrameLocator;
}

/** What else a sitting is to be. */
export interface SittingOptions {
  /** Fields of the address, besides who and which page: `sub`, `theme`, `width`. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Lets a test add a script of its own to pages. @default false */
  readonly bypassCSP?: boolean;
  /** Runs in each page and frame before anything else does. */
  readonly script?: string;
}

/** The product, its sandbox and a browser, for tests of the app's pages. */
export interface TabStage {
  readonly stage: Stage;
  /** Sits somebody down in front of a page of the app. */
  sit(as: string, tab: string, options?: SittingOptions): Promise<Sitting>;
  /** Opens a page outside of Teams, in a browser of its own. */
  visit(address: string, options?: SittingOptions): Promise<Page>;
  /** Asks the tab's API as somebody, without a browser. */
  ask(as: string, method: string, path: string, options?: AskOptions): Promise<ApiAnswer>;
  /** Lets somebody consent for themselves to what every page needs, without a browser. */
  allowBasic(as: string): Promise<void>;
  /** Lets the Global Administrator consent to a scope for everybody, without a browser. */
  allowForAll(scope: string): Promise<void>;
  /** Puts people into the settings by their aliases, as an administrator does. */
  appoint(
    lists: Partial<Record<"approvers" | "catalogManagers", readonly string[]>>,
  ): Promise<void>;
  /** Changes the settings as an administrator does elsewhere; what is not named is as at the start. */
  changeSettings(changed: object): Promise<void>;
  /** Closes all browsers, and puts the tenant, its settings and everybody's sign-in back to the start. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

interface AskOptions {
  readonly body?: object;
  readonly etag?: string;
}

interface ApiAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Starts all of it. What a page complains of fails the test at its reset. */
export async function startTabStage(executable: string): Promise<TabStage> {
  const stage = await startStage();
  const browser = await launch(executable);
  // What stays in the browser's cache makes the next page come sooner.
  const contexts = new Map<string, Promise<BrowserContext>>();
  const problems: string[] = [];
  // A link stays good for Entra ID, and links are not made without end.
  const consents = new Map<string, readonly string[]>();
  const ask: TabStage["ask"] = async (as, method, path, { body, etag } = {}) => {
    const token = await stage.giveToken({ as, conversation: "" });
    const headers = {
      authorization: `Bearer ${token}`,
      "x-consentry": "1",
      ...(body && { "content-type": "application/json" }),
      ...(etag !== undefined && { "if-match": etag }),
    };
    const request = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(new URL(path, stage.address), request);
    return { status: response.status, body: (await response.json()) as ApiAnswer["body"] };
  };
  const open = async (as: string, options: SittingOptions): Promise<Page> => {
    const { locale = "en-US" } = findPerson(as) ?? {};
    const { viewport = { width: 1200, height: 900 }, bypassCSP = false, script = "" } = options;
    const key = JSON.stringify([locale, bypassCSP, script]);
    const context =
      contexts.get(key) ?? openContext(browser, { locale, bypassCSP, script }, problems);
    contexts.set(key, context);
    const page = await (await context).newPage();
    await page.setViewportSize(viewport);
    return page;
  };
  return {
    stage,
    ask,
    sit: async (as, tab, options = {}) => {
      const page = await open(as, options);
      await page.goto(`${stage.address}#${new URLSearchParams({ as, tab, ...options.fields })}`);
      return { page, tab: page.frameLocator("#tab iframe") };
    },
    visit: async (address, options = {}) => {
      const page = await open("", options);
      await page.goto(address);
      return page;
    },
    allowBasic: async (as) => {
      const body = { scope: "basic" };
      const link = (await ask(as, "POST", "/api/sign-in-links", { body })).body;
      await signInOn(String(link.url), as);
    },
    allowForAll: async (scope) => {
      const known = consents.get(scope) ?? (await askConsents(ask, scope));
      consents.set(scope, known);
      for (const url of known) await decideOn(url, "global-admin", "accept");
    },
    appoint: async (lists) => {
      const named = Object.entries(lists).map(([list, aliases]) => [list, aliases.map(toNamed)]);
      await changeSettings(ask, { ...START, ...Object.fromEntries(named) });
    },
    changeSettings: (changed) => changeSettings(ask, { ...START, ...changed }),
    reset: async () => {
      await Promise.all([...contexts.values()].map(empty));
      await stage.api("DELETE", "faults");
      await restore(ask);
      await stage.reset();
      assert.deepEqual(problems.splice(0), []);
    },
    stop: async () => {
      await browser.close();
      await stage.stop();
    },
  };
}

interface Own {
  readonly locale: string;
  readonly bypassCSP: boolean;
  readonly script: string;
}

async function openContext(
  browser: Browser,
  { script, ...own }: Own,
  problems: string[],
): Promise<BrowserContext> {
  const context = await browser.newContext({ reducedMotion: "reduce", ...own });
  context.setDefaultTimeout(PATIENCE_MS);
  if (script !== "") await context.addInitScript(script);
  listen(context, problems);
  return context;
}

/** As somebody has it who was never here, but for the cache. */
async function empty(opened: Promise<BrowserContext>): Promise<void> {
  const context = await opened;
  await Promise.all(context.pages().map((page) => page.close()));
  await context.clearCookies();
}

/** Each refusal that the API gives is told by the browser too; what the page makes of it is tested. */
const REFUSAL = /the server responded with a status of (400|401|403|412|502|503)/;

function listen(context: BrowserContext, problems: string[]): void {
  context.on("weberror", (thrown) => problems.push(thrown.error().message));
  context.on("console", (line) => {
    if (line.type() === "error" && !REFUSAL.test(line.text())) problems.push(line.text());
  });
}

async function askConsents(ask: TabStage["ask"], scope: string): Promise<readonly string[]> {
  const wish = { body: { scope } };
  const { status, body } = await ask("global-admin", "POST", "/api/consent-links", wish);
  assert.equal(status, 200, JSON.stringify(body));
  return (body.links as readonly { readonly url: string }[]).map(({ url }) => url);
}

const { labels: _, ...START } = DEFAULT_SETTINGS;

function toNamed(alias: string) {
  const { id, name } = findPerson(alias) ?? {};
  return { id, name };
}

async function changeSettings(ask: TabStage["ask"], body: object): Promise<void> {
  const { etag } = (await ask("teams-admin", "GET", "/api/settings")).body;
  await ask("teams-admin", "PUT", "/api/settings", { body, etag: String(etag) });
}

async function restore(ask: TabStage["ask"]): Promise<void> {
  await changeSettings(ask, START);
  await ask("teams-admin", "DELETE", "/api/settings/service-account");
  // The others sign out when the stage is reset.
  await ask("teams-admin", "POST", "/api/me/sign-out");
}

/** Chooses an account on the sign-in page of a window. */
export async function pickAccount(login: Page, name: RegExp): Promise<void> {
  await login.getByRole("heading", { name: "Pick an account" }).waitFor();
  await login.getByRole("button", { name }).click();
}

/** Presses a button that opens a window, and gives the window. */
export async function openWindow(page: Page, button: Locator): Promise<Page> {
  const opening = page.context().waitForEvent("page");
  await button.click();
  return opening;
}

/** The frame of the app's page, to run something in it. */
export function frameOf(page: Page): Promise<Frame> {
  return findFrame(page, "#tab iframe");
}
