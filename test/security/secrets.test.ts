import assert from "node:assert/strict";
import { inspect } from "node:util";
import { ConfidentialClientApplication, type INetworkModule } from "@azure/msal-node";
import type { Log, LogFields } from "../../src/ports/index.ts";
import { captureConsole, createLog, redact } from "../../src/telemetry/index.ts";
import { buildActivity } from "../support/activities.ts";
import {
  CANARIES,
  type CanaryProcess,
  findCanaries,
  startCanaryProcess,
} from "../support/canaries.ts";
import { createFakeClock } from "../support/fakes.ts";

const SECRET = CANARIES["the client secret"];

/** A log whose lines are kept as they would be written. */
function startLog(): { log: Log; text: () => string } {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  return {
    log: createLog({ level: "debug", clock: createFakeClock(), write }),
    text: () => lines.join(""),
  };
}

/** An MSAL client whose token endpoint answers with that. */
function createClient(answer: () => ReturnType<INetworkModule["sendPostRequestAsync"]>) {
  const auth = {
    clientId: "11111111-2222-4333-8444-555555555555",
    clientSecret: SECRET,
    authority: "https://login.microsoftonline.com/7e9a9700-5a9d-4b0c-8000-000000000002",
    knownAuthorities: ["login.microsoftonline.com"],
  };
  const networkClient = { sendGetRequestAsync: answer, sendPostRequestAsync: answer };
  return new ConfidentialClientApplication({
    auth,
    system: { networkClient: networkClient as INetworkModule },
  });
}

const refusal = { error: "invalid_client", error_description: `AADSTS7000215: ${SECRET}` };
const busy = { error: "temporarily_unavailable" };
const FAILURES = {
  "an answer that repeats the secret": async () => ({ status: 401, headers: {}, body: refusal }),
  "429": async () => ({ status: 429, headers: { "retry-after": "1" }, body: busy }),
  "503": async () => ({ status: 503, headers: {}, body: busy }),
  "a dropped socket": async () => {
    throw new TypeError("fetch failed", { cause: new Error("ECONNRESET") });
  },
} as const;

describe("clients of MSAL", () => {
  it("S50 keeps an MSAL client out of every log line", () => {
    const client = createClient(FAILURES["503"] as never);
    const { log, text } = startLog();
    const release = captureConsole({ log, clock: createFakeClock() });

    console.error("a library fails", client, [client], { client, clientSecret: SECRET });
    console.dir(client);
    release();
    log.error("turn failed", { client } as unknown as LogFields);

    assert.ok(inspect(client, { depth: 10 }).includes(SECRET), "the client hides its secret now");
    assert.deepEqual(findCanaries({ log: text() }), []);
    assert.equal(text().split("\n").length, 4);
  });

  it("S50 keeps the secret out of every error of a token", async () => {
    for (const answer of Object.values(FAILURES)) {
      const { log, text } = startLog();
      const client = createClient(answer as never);
      const scopes = ["https://api.botframework.com/.default"];

      const error: Error = await client.acquireTokenByClientCredential({ scopes }).then(
        () => assert.fail("there is a token"),
        (thrown) => thrown,
      );
      const shown = { detail: error.message, stack: error.stack, json: JSON.stringify(error) };
      log.error("turn failed", { ...shown, inspected: inspect(error, { depth: 10 }) });

      assert.deepEqual(findCanaries({ log: text() }), []);
    }
  });
});

describe("what the log makes of secrets", () => {
  it("S51 takes secrets out of whatever a field holds", () => {
    const sealed = `a1B2c3D4.${"x".repeat(60)}`;
    const texts = [
      `clientSecret: '${SECRET}'`,
      `{"clientSecret":"${SECRET}","client_secret":"${SECRET}"}`,
      `SECRET_STATE_KEY=${CANARIES["the key of states"]}`,
      `the secret is ${SECRET}`,
      `GET /consent/callback?state=${CANARIES["a state"]}&code=${CANARIES["an authorization code"]}`,
      `"accessToken": "${CANARIES["a bearer token"]}"`,
      `Authorization: Bearer ${CANARIES["a bearer token"]}`,
      `password is wrong; password=${CANARIES["a body"]}`,
      `opened ${sealed}`,
      `user ${CANARIES["a mail address"]}`,
    ];

    assert.deepEqual(findCanaries({ log: texts.map((text) => redact(text)).join("\n") }), []);
  });

  it("keeps what helps to find a fault", () => {
    const texts = [
      "AADSTS65001 for app 5e3ce6c0-2b1f-4285-8d4b-75ee78787346, status=403",
      "AssertionError: Expected values to be strictly equal",
      "connect ECONNREFUSED 127.0.0.1:443 at smba.trafficmanager.net",
      "at handle (file:///srv/consentry/src/bot/handle.ts:51:9)",
    ];

    assert.deepEqual(
      texts.map((text) => redact(text)),
      texts,
    );
  });

  it("S51 keeps all that is written to the console out of stdout", () => {
    const { log, text } = startLog();
    const release = captureConsole({ log, clock: createFakeClock() });
    for (const method of ["log", "info", "debug", "warn", "error", "trace"] as const)
      console[method](`Bearer ${CANARIES["a bearer token"]}`);
    release();

    assert.equal(text().split("\n").length, 7);
    assert.deepEqual(findCanaries({ log: text() }), []);
  });
});

describe("a conversation full of canaries", () => {
  let product: CanaryProcess;
  before(async () => {
    product = await startCanaryProcess();
  });
  after(() => product?.dispose());

  const send = (path: string, body: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(product.address + path, {
      method: "POST",
      body,
      headers: { "content-type": "application/json", ...headers },
    });

  /** What a person types and presses in the sandbox. */
  async function act(deed: object): Promise<void> {
    const conversation = encodeURIComponent("a:1sandbox-product-admin");
    const body = JSON.stringify({ as: "product-admin", ...deed });
    await send(`sandbox/api/conversations/${conversation}/activities`, body);
  }

  async function converse(): Promise<void> {
    const secrets = Object.values(CANARIES).join(" ");
    await act({ type: "message", text: "IMAP and Mail Send with the same user" });
    await act({ type: "message", text: `AADSTS65001 ${secrets}` });
    const data = { s: CANARIES["a card's input"], clientId: CANARIES["a card's input"] };
    for (const verb of ["consent", "answer", "nope"]) {
      const action = { type: "Action.Execute", verb, data };
      await act({ type: "invoke", name: "adaptiveCard/action", value: { action } });
      await act({ type: "message", value: { verb, ...data } });
    }
  }

  /** Signs in in the chat, in the tab and on a page, and asks what takes tokens. */
  async function signIn(): Promise<void> {
    const given = await send("sandbox/api/host/token", JSON.stringify({ as: "product-admin" }));
    const { token } = (await given.json()) as { token: string };
    const data = { s: "1~autostore.sender_other.source_imap", app: "AutoStore" };
    const action = { type: "Action.Execute", verb: "verify", data };
    const authentication = { id: "1", connectionName: "", token };
    const value = { action, authentication };
    await act({ type: "invoke", name: "adaptiveCard/action", value });
    await act({ type: "message", text: "sign in" });
    const exchange = { id: "1", connectionName: "", token: `${token}x` };
    await act({ type: "invoke", name: "signin/tokenExchange", value: exchange });
    for (const path of ["api/me", "api/home/teams", "api/settings"])
      await fetch(product.address + path, {
        headers: { authorization: `Bearer ${token}`, "x-consentry": "1" },
      });
    const code = CANARIES["an authorization code"];
    await fetch(`${product.address}auth/end?state=${CANARIES["a state"]}&code=${code}`);
  }

  /** What strangers send to the endpoint of the bot. */
  async function attack(): Promise<void> {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const claims = {
      iss: "https://api.botframework.com",
      aud: "c0a5e217-5a9d-4b0c-8000-000000000001",
      serviceurl: "https://smba.trafficmanager.net/emea/",
      canary: CANARIES["the claims of a token"],
    };
    const token = `${part({ alg: "RS256", kid: "channel" })}.${part(claims)}.c2ln`;
    const body = JSON.stringify(buildActivity({ text: CANARIES["a body"] }));
    for (const bearer of [token, CANARIES["a bearer token"], "a.b.c"])
      await send("api/messages", body, { authorization: `Bearer ${bearer}` });
    await send("api/messages", `{"broken ${CANARIES["a body"]}`);
    const query = new URLSearchParams({
      state: CANARIES["a state"],
      code: CANARIES["an authorization code"],
      tenant: CANARIES["a body"],
      error: "access_denied",
      error_description: Object.values(CANARIES).join(" "),
    });
    await fetch(`${product.address}consent/callback?${query}`);
    await fetch(`${product.address}${CANARIES["a body"]}?${query}`);
  }

  it("S51 leaves no canary in stdout, stderr or storage", async () => {
    await converse();
    await signIn();
    await attack();
    const written = await product.end();

    assert.deepEqual(findCanaries(written), []);
    // Each place was really written to.
    assert.ok((written["state.db"] ?? "").length > 0);
    assert.match(written.stdout ?? "", /^Consentry sandbox: \S+\n$/);
    assert.match(written["state.db-wal"] ?? written["state.db"] ?? "", /token\|/);
    assert.match(written.stderr ?? "", /"message":"turn"/);
    assert.match(written.stderr ?? "", /"message":"an activity was refused"/);
  });

  it("finds a canary where there is one", () => {
    const written = {
      stdout: "",
      stderr: `token ${CANARIES["a bearer token"]} eyJhbGciOi.eyJjYW4`,
    };

    assert.deepEqual(findCanaries(written), [
      "stderr: a bearer token",
      "stderr: the shape of a token",
    ]);
  });
});
