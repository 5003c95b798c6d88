import assert from "node:assert/strict";
import type { Conversation, Message, SignInState } from "../../../src/sandbox/client/model.ts";
import { oauthCard } from "../../../src/sandbox/client/sign-in.ts";
import { createSilentSignIns } from "../../../src/sandbox/client/silent-sign-ins.ts";

const chat: Conversation = { id: "a:1", type: "personal", name: "Chat", members: [], hasBot: true };
const seat = { conversation: chat, as: "guest" };

function makeMessage(overrides: Partial<Message> = {}): Message {
  const content = { buttons: [], tokenExchangeResource: { id: "x1", uri: "api://x" } };
  return {
    id: "1",
    from: { kind: "bot", id: "28:b", name: "Consentry" },
    attachments: [{ contentType: oauthCard, content }],
    sentAt: "2026-01-01T00:00:00Z",
    isEdited: false,
    revision: 1,
    signIn: "silent",
    ...overrides,
  };
}

/** Sign-ins whose bot answers with that status, and what they did. */
function make(status: number, keep = async () => {}) {
  const did: unknown[] = [];
  let tell = () => {};
  const ended = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const signIns = createSilentSignIns({
    getToken: async (as) => {
      did.push(["token", as]);
      return { kind: "token", token: "t1" };
    },
    invoke: async ({ as }, { id }, { name }) => {
      did.push([name, id, as]);
      return { kind: "done", invokeResponse: { status } };
    },
    keep: async (id: string, as: string, state: SignInState) => {
      did.push(["keep", id, as, state]);
      await keep();
    },
    changed: tell,
  });
  return { signIns, did, ended };
}

describe("createSilentSignIns", () => {
  it("signs in once and shows nothing of it", async () => {
    const { signIns, did, ended } = make(200);

    const first = signIns.pass([makeMessage()], seat);
    signIns.pass([makeMessage()], seat);
    await ended;
    const last = signIns.pass([makeMessage({ signIn: "done", revision: 2 })], seat);

    assert.deepEqual([first, last], [[], []]);
    assert.deepEqual(did, [
      ["token", "guest"],
      ["signin/tokenExchange", "1", "guest"],
      ["keep", "1", "guest", "done"],
    ]);
  });

  it("shows the card where the bot wants the person", async () => {
    const { signIns, did, ended } = make(412);
    const message = makeMessage();

    signIns.pass([message], seat);
    await ended;

    assert.deepEqual(signIns.pass([message], seat), [message]);
    assert.deepEqual(did.at(-1), ["keep", "1", "guest", "shown"]);
  });

  it("tries for another person again", async () => {
    const { signIns, did, ended } = make(200);

    signIns.pass([makeMessage()], seat);
    await ended;
    signIns.pass([makeMessage()], { ...seat, as: "global-admin" });

    assert.deepEqual(did.at(-1), ["token", "global-admin"]);
  });

  it("believes another page that it is done", async () => {
    const { signIns, ended } = make(412);

    signIns.pass([makeMessage()], seat);
    await ended;

    assert.deepEqual(signIns.pass([makeMessage({ signIn: "done" })], seat), []);
  });

  it("goes on where the state cannot be kept", async () => {
    const { signIns, ended } = make(412, () => Promise.reject(new Error("gone")));
    const message = makeMessage();

    signIns.pass([message], seat);
    await ended;

    assert.deepEqual(signIns.pass([message], seat), [message]);
  });

  for (const [name, message] of Object.entries({
    "what asks for nothing": makeMessage({ attachments: [], text: "Hello", signIn: undefined }),
    "what was shown before": makeMessage({ signIn: "shown" }),
  })) {
    it(`passes ${name}`, () => {
      const { signIns, did } = make(200);

      assert.deepEqual(signIns.pass([message], seat), [message]);
      assert.deepEqual(did, []);
    });
  }
});
