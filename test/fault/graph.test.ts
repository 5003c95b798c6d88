import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { decideOn } from "../support/browser-person.ts";
import { acceptAndHold } from "../support/held-redirect.ts";
import {
  findButton,
  linksOf,
  type Pressed,
  personal,
  type Shown,
  type Stage,
  startStage,
  textOf,
} from "../support/talk.ts";

/** Apps of the sandbox tenant. */
const nothingGranted = "a0570001-5a4d-4b0c-8e01-c0ffee000001";
const allGranted = "a0570006-5a4d-4b0c-8e06-c0ffee000006";

const graph = { service: "graph" };
const scopes = { service: "graph", path: "/v1.0/oauth2PermissionGrants" };
const registrations = { service: "graph", path: "/v1.0/applications" };

const GREEN = /^(Everything that is needed is granted|Consent granted)$/m;
const UNCLEAR = /^Not everything could be read$/m;
const BUSY = /^Microsoft asks to wait$/m;
const SILENT = /^Microsoft's directory did not answer$/m;

interface RequestRecord {
  readonly service: string;
  readonly path: string;
  readonly status: number | null;
}

describe("a Microsoft Graph that fails", () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  beforeEach(() => stage.reset());
  after(() => stage?.stop());

  const fail = (plan: object) => stage.api("POST", "faults", plan);
  const mend = () => stage.api("DELETE", "faults");
  const settings = (changes: object) => stage.api("PUT", "tenant/settings", changes);

  /** Statuses of what reached Graph, and forgets them by reading on from there. */
  async function readGraph(): Promise<readonly RequestRecord[]> {
    const all = (await stage.api("GET", "requests")) as readonly RequestRecord[];
    return all.filter(({ service }) => service === "graph");
  }

  async function ask(): Promise<{ answer: Shown | undefined; s: unknown }> {
    const [answer] = await stage.say(personal, "IMAP and Mail Send, other sender");
    return { answer, s: findButton(answer, "Check tenant").data.s };
  }

  /** Asks, and has an app checked against the answer. */
  async function check(clientId = allGranted) {
    const { answer, s } = await ask();
    const card = await stage.press(personal, { verb: "verify", data: { s, clientId } }, answer?.id);
    return { id: answer?.id ?? "", card };
  }

  describe("while a report is read", () => {
    it("still reports when Graph asks once to wait", async () => {
      await fail({ match: graph, status: 429, retryAfter: 1 });

      const { card } = await check();

      assert.match(textOf(card), GREEN);
      assert.equal((await readGraph()).filter(({ status }) => status === 429).length, 1);
    });

    const problems: Record<string, [plan: object, title: RegExp, says: RegExp]> = {
      "429 with Retry-After": [{ status: 429, retryAfter: 7 }, BUSY, /Try again in 7 s/],
      "429 without a time": [{ status: 429 }, BUSY, /Try again in 30 s/],
      "503 without a time": [{ status: 503 }, BUSY, /Try again in 30 s/],
      "503 with a time": [{ status: 503, retryAfter: 12 }, BUSY, /Try again in 12 s/],
      "500": [{ status: 500 }, SILENT, /Try again in a moment/],
      "a dropped socket": [{ drop: true }, SILENT, /Try again in a moment/],
      "an answer nobody expects": [{ status: 418 }, SILENT, /Try again in a moment/],
    };
    for (const [name, [plan, title, says]] of Object.entries(problems))
      it(`says so after ${name} for ever, and tries again`, async () => {
        await fail({ match: graph, times: 0, ...plan });
        const { id, card } = await check();
        const asked = (await readGraph()).length;
        await mend();

        const again = await stage.press(personal, findButton(card, "Try again"), id);

        assert.match(textOf(card), title);
        assert.match(textOf(card), says);
        assert.ok(asked <= 10, `${asked} requests`);
        assert.match(textOf(again), GREEN);
      });

    it("takes a dropped socket once for a passing one", async () => {
      await fail({ match: graph, drop: true });

      const { card } = await check();

      assert.match(textOf(card), GREEN);
    });

    it("waits for a Graph that is slow and no more", async () => {
      await fail({ match: graph, delayMs: 150, times: 0 });

      const { card } = await check();

      assert.match(textOf(card), GREEN);
    });

    const refused = /Delegated grants: Microsoft did not show this/;
    const busy = /Delegated grants: Microsoft asked to wait/;
    const silent = /Delegated grants: Microsoft did not answer/;
    const parts: Record<string, [plan: object, says: RegExp]> = {
      refused: [{ status: 403 }, refused],
      throttled: [{ status: 429, retryAfter: 9 }, busy],
      dropped: [{ drop: true }, silent],
      broken: [{ status: 500 }, silent],
    };
    for (const [name, [plan, says]] of Object.entries(parts))
      it(`names the one part that is ${name}, and no verdict`, async () => {
        await fail({ match: scopes, times: 0, ...plan });

        const { card } = await check();

        assert.match(textOf(card), UNCLEAR);
        assert.match(textOf(card), says);
        assert.match(textOf(card), /^IMAP\.AccessAsUser\.All\nDelegated\nNot known$/m);
        assert.doesNotMatch(textOf(card), GREEN);
        assert.doesNotMatch(textOf(card), /App registration:|Application grants:/);
      });

    it("judges grants without the registration, and says so", async () => {
      await fail({ match: registrations, status: 403, times: 0 });

      const { card } = await check();

      assert.match(textOf(card), /App registration: Microsoft did not show this/);
      assert.match(textOf(card), GREEN);
    });

    it("takes half a list for none", async () => {
      await settings({ pageSize: 1 });
      const whole = await check();
      const roles = (await readGraph()).find(({ path }) => path.includes("appRoleAssignments"));
      const match = { service: "graph", path: roles?.path };
      // The first page passes, a millisecond later; the second is the one that is missing.
      await fail({ match, delayMs: 1 });
      await fail({ match, status: 500, times: 0 });

      const { card } = await check();

      assert.match(textOf(whole.card), GREEN);
      assert.match(textOf(card), UNCLEAR);
      assert.match(textOf(card), /Application grants: Microsoft did not answer/);
      assert.match(textOf(card), /^Mail\.Send\nApplication\nNot known$/m);
      assert.doesNotMatch(textOf(card), GREEN);
    });
  });

  describe("while a consent is proved", () => {
    /** Everything that a card says while it changes, until it reads like that. */
    async function watch(id: string, pattern: RegExp): Promise<readonly string[]> {
      const seen = new Set<string>();
      for (let tries = 0; tries < 400; tries++) {
        const card = (await stage.read(personal)).find((one) => one.id === id);
        const text = textOf(card);
        seen.add(text);
        if (pattern.test(text)) return [...seen];
        await wait(10);
      }
      throw new Error(`the card does not come to ${pattern}: ${[...seen].at(-1)}`);
    }

    async function preview() {
      const { answer, s } = await ask();
      const data = { s, app: nothingGranted };
      const card = await stage.press(personal, { verb: "consent", data }, answer?.id);
      const [link = ""] = linksOf(card).filter((one) => one.includes("client_id="));
      return { id: answer?.id ?? "", link };
    }

    const downs: Record<string, [plan: object, reason: RegExp]> = {
      "is down": [{ match: graph, status: 503 }, /Microsoft asked to wait/],
      "drops sockets": [{ match: graph, drop: true }, /Microsoft's directory did not answer/],
      "hides the app's grants": [{ match: scopes, status: 403 }, /may not read the directory/],
    };
    for (const [name, [plan, reason]] of Object.entries(downs))
      it(`is never green while Graph ${name}, and then is`, async () => {
        const { id, link } = await preview();
        const callback = await acceptAndHold(link);
        await fail({ times: 0, ...plan });
        const page = await fetch(callback);

        const seen = await watch(id, /^Consent is not proved$/m);
        const unproved = seen.at(-1) ?? "";
        const again = await recheck(id);
        await mend();
        const green = await recheck(id);

        assert.equal(page.status, 200);
        assert.deepEqual(
          seen.filter((text) => GREEN.test(text)),
          [],
        );
        assert.match(unproved, reason);
        assert.match(textOf(again), /^Consent is not proved$/m);
        assert.match(textOf(green), /^Consent granted$/m);
      });

    async function recheck(id: string): Promise<Pressed> {
      const card = (await stage.read(personal)).find((one) => one.id === id);
      return stage.press(personal, findButton(card, "Check again"), id);
    }

    it("stays unproved while grants are on their way", async () => {
      const { id, link } = await preview();
      await settings({ replicationDelayMs: 600_000 });
      await decideOn(link, "global-admin", "accept");

      const seen = await watch(id, /^Not visible in the directory yet$/m);
      const still = await recheck(id);

      assert.deepEqual(
        seen.filter((text) => GREEN.test(text)),
        [],
      );
      assert.match(textOf(still), /^Not visible in the directory yet$/m);
    });

    it("does not unsay what the directory has shown", async () => {
      const { id, link } = await preview();
      await fail({ match: graph, status: 500, times: 0 });
      await decideOn(link, "global-admin", "accept");
      await watch(id, /^Consent is not proved$/m);
      const card = (await stage.read(personal)).find((one) => one.id === id);
      const button = findButton(card, "Check again");
      await mend();
      await stage.press(personal, button, id);
      await fail({ match: graph, status: 500, times: 0 });

      // A client that still shows the older card.
      const again = await stage.press(personal, button, id);

      assert.match(textOf(again), /^Consent granted$/m);
    });
  });
});
