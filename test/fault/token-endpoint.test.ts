import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { type JoinedOptions, startJoinedStage } from "../support/joined-stage.ts";
import {
  channel,
  findButton,
  groupChat,
  type Pressed,
  personal,
  type Stage,
  textOf,
} from "../support/talk.ts";

/** An app of the sandbox tenant. */
const allGranted = "a0570006-5a4d-4b0c-8e06-c0ffee000006";

const login = { service: "login" } as const;

const GREEN = /^Everything that is needed is granted$/m;
const BUSY = /^Microsoft's sign-in is busy$/m;
const SILENT = /^Microsoft's sign-in does not answer$/m;

/** A second, which MSAL counts on the real clock, and a little. */
const A_SECOND_MS = 1_050;

/** After so long keys that could not be had are asked for again, and a little. */
const KEYS_MS = 3_050;

/** What a button of an answer sends, whether or not the answer could be sent. */
const verify = {
  verb: "verify",
  data: { s: "1~autostore.sender_other.source_imap", clientId: allGranted },
};

describe("a token endpoint that fails", () => {
  let stage: Stage;
  afterEach(() => stage?.stop());

  const start = async (options?: JoinedOptions) => {
    stage = await startJoinedStage(options);
  };
  const fail = (plan: object) => stage.api("POST", "faults", { match: login, times: 0, ...plan });
  const mend = () => stage.api("DELETE", "faults");
  const check = (): Promise<Pressed> => stage.press(personal, verify);

  async function countTokens(): Promise<number> {
    const all = (await stage.api("GET", "requests")) as readonly { readonly service: string }[];
    return all.filter(({ service }) => service === "login").length;
  }

  describe("once the bot has its own token, and the person's", () => {
    beforeEach(async () => {
      await start();
      await stage.signIn(personal);
    });

    for (const status of [429, 503])
      it(`is asked again when the time of its ${status} is over`, async () => {
        await fail({ status, retryAfter: 1 });
        const busy = await check();
        const asked = await countTokens();
        await mend();
        const early = await stage.press(personal, findButton(busy, "Try again"));
        const askedEarly = await countTokens();
        await wait(A_SECOND_MS);

        const later = await stage.press(personal, findButton(early, "Try again"));

        assert.match(textOf(busy), BUSY);
        assert.match(textOf(busy), /Try again in 1 s\./);
        // MSAL repeats the refusal from memory.
        assert.match(textOf(early), BUSY);
        assert.equal(askedEarly, asked);
        assert.match(textOf(later), GREEN);
      });

    const times: Record<string, [plan: object, says: RegExp]> = {
      "429 with a time": [{ status: 429, retryAfter: 17 }, /Try again in 17 s\./],
      "503 with a time": [{ status: 503, retryAfter: 170 }, /Try again in 170 s\./],
      "503 without one": [{ status: 503 }, /Try again in 60 s\./],
      "500 without one": [{ status: 500 }, /Try again in 60 s\./],
    };
    for (const [name, [plan, says]] of Object.entries(times))
      it(`says for how long after ${name}`, async () => {
        await fail(plan);

        const card = await check();

        assert.match(textOf(card), says);
        assert.doesNotMatch(textOf(card), GREEN);
      });

    it("counts down what is left of the time", async () => {
      await fail({ status: 429, retryAfter: 17 });
      await check();
      await wait(A_SECOND_MS);

      const card = await check();

      assert.match(textOf(card), /Try again in 1[56] s\./);
    });

    it("is asked twice when it drops a connection once", async () => {
      await fail({ drop: true, times: 1 });

      const card = await check();

      assert.match(textOf(card), GREEN);
    });

    it("is silent when it drops every connection, and no longer", async () => {
      await fail({ drop: true });
      const card = await check();
      await mend();

      const again = await stage.press(personal, findButton(card, "Try again"));

      assert.match(textOf(card), SILENT);
      assert.match(textOf(again), GREEN);
    });

    for (const [place, seat] of Object.entries({ groupChat, channel }))
      it(`goes on in the own chat with what was asked in: ${place}`, async () => {
        await fail({ status: 429, retryAfter: 1 });
        const others = (await stage.read(seat)).length;
        await stage.say(seat, "@Consentry check tenant AutoStore IMAP other sender");
        const busy = (await stage.read(personal)).at(-1);
        await mend();
        await wait(A_SECOND_MS);

        await stage.press(personal, findButton(busy, "Try again"), busy?.id);

        assert.match(textOf(busy), BUSY);
        assert.match(textOf((await stage.read(personal)).at(-1)), /^Check tenant: which app\?$/m);
        const said = (await stage.read(seat)).slice(others + 1);
        assert.deepEqual(
          said.map(({ text }) => text),
          ["This is for you alone: it stands in your own chat with me."],
        );
      });

    it("leaves what needs no directory as it is", async () => {
      await fail({ status: 503, retryAfter: 60 });

      const [answer] = await stage.say(personal, "IMAP and Mail Send, other sender");

      assert.match(textOf(answer), /IMAP\.AccessAsUser\.All/);
      assert.deepEqual(stage.log.find("turn failed"), []);
    });
  });

  describe("once the person has a token, and Consentry none", () => {
    const gaps: Record<string, [plan: object, says: RegExp]> = {
      busy: [{ status: 429, retryAfter: 17 }, /^Delegated grants: Microsoft asked to wait\.$/m],
      silent: [{ drop: true }, /^Delegated grants: Microsoft did not answer\.$/m],
    };
    for (const [name, [plan, says]] of Object.entries(gaps))
      it(`leaves open what Consentry lists while it is ${name}`, async () => {
        await start();
        // A name is looked up by the person alone.
        await stage.press(personal, { ...verify, data: { s: verify.data.s, app: "AutoStore" } });
        await fail(plan);

        const report = await check();

        assert.match(textOf(report), /^Not everything could be read$/m);
        assert.match(textOf(report), says);
        assert.match(textOf(report), /Granted: 2\..* Missing: 0\. Not known: 1\./);
      });
  });

  describe("before anybody's token was ever verified", () => {
    beforeEach(() => start());

    it("keeps a press until it answers again", async () => {
      await fail({ drop: true });
      const card = await check();
      await mend();
      await wait(KEYS_MS);

      await stage.press(personal, findButton(card, "Try again"));

      assert.match(textOf(card), SILENT);
      await stage.await(personal, GREEN);
    });

    it("keeps a question until it answers again, and says so once", async () => {
      await fail({ drop: true });
      const said = await stage.say(personal, "check tenant AutoStore IMAP other sender");
      await mend();
      await wait(KEYS_MS);

      await stage.press(personal, findButton(said[0], "Try again"));

      assert.equal(said.length, 1);
      assert.match(textOf(said[0]), SILENT);
      assert.match(textOf((await stage.read(personal)).at(-1)), /which app\?/);
    });
  });

  describe("before the bot has any token", () => {
    const spoils: Record<string, object> = {
      busy: { status: 503, retryAfter: 1 },
      silent: { drop: true },
    };
    for (const [name, plan] of Object.entries(spoils))
      it(`answers buttons while it is ${name}, texts afterwards`, async () => {
        await start({ spoil: ({ faults }) => faults.add({ match: login, times: 0, ...plan }) });
        const pressed = await stage.press(personal, { verb: "wizard", data: {} });
        const refused = await check();
        const unheard = await stage.say(personal, "help");
        await mend();
        await wait(A_SECOND_MS);

        const heard = await stage.say(personal, "help");

        // The answer to a button goes back on its own request; a message needs the Connector's token.
        assert.doesNotMatch(textOf(pressed), /^That did not work$/m);
        // Nobody counts as a member of the tenant until the Connector has said so.
        assert.match(textOf(refused), /^That did not work$/m);
        assert.deepEqual(unheard, []);
        assert.equal(heard.length, 1);
        assert.match(textOf(heard[0]), /^How to ask Consentry$/m);
        const failed = stage.log.find("turn failed").map(({ fields }) => fields.code);
        assert.deepEqual(new Set(failed), new Set(["ERR_TURN_FAILED"]));
      });

    it("greets although one connection is dropped", async () => {
      await start({ spoil: ({ faults }) => faults.add({ match: login, drop: true }) });

      const [greeting] = await stage.read(personal);

      assert.doesNotMatch(textOf(greeting), /That did not work/);
      assert.deepEqual(stage.log.find("turn failed"), []);
    });

    it("names who runs it where its API's secret is wrong", async () => {
      const apiSecret = randomUUID();
      await start({ apiSecret });

      const card = await check();

      assert.match(textOf(card), /^Consentry's own sign-in is refused$/m);
      assert.match(textOf(card), /Tell whoever runs Consentry/);
      const refused = stage.log.find("tokens of people refused");
      assert.deepEqual(
        refused.map(({ fields }) => fields.reason),
        ["credentials"],
      );
      const written = JSON.stringify(stage.log.lines);
      assert.ok(!written.includes(apiSecret), "the secret is in the log");
    });

    it("names the operator where its secret is wrong", async () => {
      const appSecret = randomUUID();
      await start({ appSecret });

      const card = await check();

      assert.match(textOf(card), /operator of Consentry/);
      assert.doesNotMatch(textOf(card), GREEN);
      const written = JSON.stringify(stage.log.lines);
      assert.match(written, /AADSTS7000215/);
      assert.ok(!written.includes(appSecret), "the secret is in the log");
    });
  });
});
