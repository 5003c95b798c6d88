import assert from "node:assert/strict";
import type { Outcome } from "../../../src/sandbox/client/model.ts";
import {
  findSilentAsk,
  oauthCard,
  pressSignedIn,
  pressWithCode,
  readSignInAsk,
  type SignInAsk,
  signInSilently,
  type TokenAnswer,
} from "../../../src/sandbox/client/sign-in.ts";

const content = {
  text: "Sign in to go on.",
  connectionName: "",
  buttons: [{ type: "signin", title: "Sign in", value: "http://127.0.0.1/auth/start?t=1" }],
  tokenExchangeResource: { id: "x1", uri: "api://127.0.0.1/botid-b" },
};
const ask: SignInAsk = {
  text: "Sign in to go on.",
  connectionName: "",
  button: { title: "Sign in", link: "http://127.0.0.1/auth/start?t=1" },
  exchange: { id: "x1", uri: "api://127.0.0.1/botid-b" },
};
const token: TokenAnswer = { kind: "token", token: "t1" };
const refused: TokenAnswer = {
  kind: "refused",
  code: "resourceRequiresConsent",
  message: "No token.",
};

function toOutcome(status: number, body?: object): Outcome {
  return { kind: "done", invokeResponse: { status, ...(body && { body }) } };
}

function toAnswer(statusCode: number, name: string, value?: unknown): Outcome {
  return toOutcome(200, { statusCode, type: `application/vnd.microsoft.${name}`, value });
}

const login = toAnswer(401, "activity.loginRequest", content);
const card = toAnswer(200, "card.adaptive", {});

/** A host and a bot that answers in that order. */
function makeDeeds(given: TokenAnswer, ...outcomes: readonly Outcome[]) {
  const invokes: unknown[][] = [];
  return {
    invokes,
    deeds: {
      getToken: async () => given,
      invoke: async (name: string, value: unknown) => {
        invokes.push([name, value]);
        return outcomes[invokes.length - 1] ?? toOutcome(200);
      },
    },
  };
}

describe("readSignInAsk", () => {
  it("reads an OAuth card", () => {
    assert.deepEqual(readSignInAsk(content), ask);
  });

  it("reads a sign-in card", () => {
    const { text, buttons } = content;

    assert.deepEqual(readSignInAsk({ text, buttons }), {
      text: ask.text,
      connectionName: "",
      button: ask.button,
    });
  });

  it("reads a card without anything", () => {
    assert.deepEqual(readSignInAsk(undefined), { text: "", connectionName: "" });
  });
});

describe("findSilentAsk", () => {
  const from = { kind: "bot", id: "28:b", name: "Consentry" } as const;
  const message = { from, attachments: [{ contentType: oauthCard, content }] };

  for (const type of ["personal", "groupChat"] as const) {
    it(`finds it in a ${type}`, () => {
      assert.deepEqual(findSilentAsk(message, { type }), ask);
    });
  }

  const others: Readonly<Record<string, object>> = {
    "with a text beside it": { ...message, text: "Hello" },
    "without an exchange": {
      from,
      attachments: [{ contentType: oauthCard, content: { buttons: content.buttons } }],
    },
    "with another card": {
      from,
      attachments: [{ contentType: "application/vnd.microsoft.card.signin", content }],
    },
  };
  for (const [name, other] of Object.entries(others)) {
    it(`finds none in a message ${name}`, () => {
      assert.equal(findSilentAsk({ from, ...other }, { type: "personal" }), undefined);
    });
  }

  it("finds none in a channel", () => {
    assert.equal(findSilentAsk(message, { type: "channel" }), undefined);
  });
});

describe("signInSilently", () => {
  const exchange = ["signin/tokenExchange", { id: "x1", connectionName: "", token: "t1" }];

  for (const [status, state] of [
    [200, "done"],
    [412, "shown"],
    [500, "shown"],
  ] as const) {
    it(`is ${state} after ${status}`, async () => {
      const { deeds, invokes } = makeDeeds(token, toOutcome(status));

      assert.equal(await signInSilently(ask, deeds), state);
      assert.deepEqual(invokes, [exchange]);
    });
  }

  it("shows the card where the bot cannot be reached", async () => {
    const { deeds } = makeDeeds(token, { kind: "refused", message: "The bot answered 500." });

    assert.equal(await signInSilently(ask, deeds), "shown");
  });

  for (const [code, told] of [
    ["resourceRequiresConsent", "tokenmissing"],
    ["ResourceMatchFailed", "resourcematchfailed"],
  ] as const) {
    it(`reports ${told} where the host gives no token`, async () => {
      const { deeds, invokes } = makeDeeds({ ...refused, code });

      assert.equal(await signInSilently(ask, deeds), "shown");
      assert.deepEqual(invokes, [["signin/failure", { code: told, message: "No token." }]]);
    });
  }
});

describe("pressSignedIn", () => {
  const value = { action: { type: "Action.Execute", verb: "check" }, trigger: "manual" };
  const authentication = { id: "x1", connectionName: "", token: "t1" };
  const pressed = ["adaptiveCard/action", value];
  const pressedAgain = ["adaptiveCard/action", { ...value, authentication }];

  it("presses once where nobody has to sign in", async () => {
    const { deeds, invokes } = makeDeeds(token, card);

    assert.deepEqual(await pressSignedIn(value, deeds), { kind: "answered", outcome: card });
    assert.deepEqual(invokes, [pressed]);
  });

  it("presses again with the token", async () => {
    const { deeds, invokes } = makeDeeds(token, login, card);

    assert.deepEqual(await pressSignedIn(value, deeds), { kind: "answered", outcome: card });
    assert.deepEqual(invokes, [pressed, pressedAgain]);
  });

  it("asks the person after preconditionFailed", async () => {
    const failed = toAnswer(412, "error.preconditionFailed", { code: "412", message: "" });
    const { deeds, invokes } = makeDeeds(token, login, failed);

    assert.deepEqual(await pressSignedIn(value, deeds), { kind: "sign-in", ask });
    assert.deepEqual(invokes, [pressed, pressedAgain]);
  });

  it("asks the person where the host gives no token", async () => {
    const { deeds, invokes } = makeDeeds(refused, login);

    assert.deepEqual(await pressSignedIn(value, deeds), { kind: "sign-in", ask });
    assert.deepEqual(invokes, [pressed]);
  });

  it("asks with the newer request where there is one", async () => {
    const other = toAnswer(401, "activity.loginRequest", { ...content, text: "More proof." });
    const { deeds } = makeDeeds(token, login, other);

    const end = await pressSignedIn(value, deeds);

    assert.deepEqual(end, { kind: "sign-in", ask: { ...ask, text: "More proof." } });
  });
});

describe("pressWithCode", () => {
  const value = { action: { type: "Action.Execute", verb: "check" } };

  it("sends the code as state", async () => {
    const { deeds, invokes } = makeDeeds(token, card);

    const end = await pressWithCode(value, ask, { code: "123456", invoke: deeds.invoke });

    assert.deepEqual(end, { kind: "answered", outcome: card });
    assert.deepEqual(invokes, [["adaptiveCard/action", { ...value, state: "123456" }]]);
  });

  it("says that the bot does not take the code", async () => {
    const { deeds } = makeDeeds(token, toAnswer(401, "error.incorrectAuthCode"));

    const end = await pressWithCode(value, ask, { code: "1", invoke: deeds.invoke });

    assert.deepEqual(end, { kind: "wrong-code" });
  });
});
