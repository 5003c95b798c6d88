import assert from "node:assert/strict";
import { inspect } from "node:util";
import { AppError } from "../../src/core/errors.ts";
import { captureConsole, createLog, describeError, redact } from "../../src/telemetry/index.ts";
import { createFakeClock, createFakeLog } from "../support/fakes.ts";

describe("createLog", () => {
  it("writes one JSON line with time, level, message and fields", () => {
    const lines: string[] = [];
    const write = (line: string) => lines.push(line);
    const log = createLog({ level: "info", clock: createFakeClock(), write });

    log.info("turn", { route: "message", ms: 3 });

    const time = "2026-11-02T09:00:00.000Z";
    const line = { time, level: "info", message: "turn", route: "message", ms: 3 };
    assert.deepEqual(lines, [`${JSON.stringify(line)}\n`]);
  });

  it("leaves out what is below its level", () => {
    const lines: string[] = [];
    const write = (line: string) => lines.push(line);
    const log = createLog({ level: "warn", clock: createFakeClock(), write });

    log.debug("a");
    log.info("b");
    log.warn("c");
    log.error("d");

    assert.equal(lines.length, 2);
  });
});

describe("describeError", () => {
  const fault = new AppError("ERR_STORE_FAILED", "The disk is full.");
  const refusal = Object.assign(new TypeError("no"), { statusCode: 403, body: "canary" });
  const socket = Object.assign(new Error("gone"), { code: "ECONNRESET", request: { a: "canary" } });
  const odd = Object.assign(new Error("odd"), { code: 7, statusCode: "canary" });
  const errors: Record<string, [error: unknown, expected: object]> = {
    "a fault of ours": [
      fault,
      { error: "AppError", code: "ERR_STORE_FAILED", detail: "The disk is full." },
    ],
    "a refusal of a service": [refusal, { error: "TypeError", detail: "no", status: 403 }],
    "a broken socket": [socket, { error: "Error", code: "ECONNRESET", detail: "gone" }],
    "codes of other kinds": [odd, { error: "Error", detail: "odd" }],
    "no error": ["canary", { error: "string" }],
    "an object": [{ token: "canary" }, { error: "object" }],
  };
  for (const [name, [error, expected]] of Object.entries(errors))
    it(`tells of ${name} what a log may hold`, () => {
      const { at, ...fields } = describeError(error);

      assert.deepEqual(fields, expected);
      assert.equal(/^at .*telemetry\.test\.ts/.test(String(at)), error instanceof Error);
    });
});

describe("redact", () => {
  const secrets: Record<string, [text: string, canary: string]> = {
    "a token": ["failed for eyJhbGciOiJSUzI1NiJ9.eyJjYW5hcnkiOjF9.c2ln", "eyJ"],
    "a bearer header": ["authorization: Bearer canary.value", "canary"],
    "a client secret": ["client_secret=canary&x=1", "canary"],
    "the key of a connection string": [
      "AccountName=consentry;AccountKey=canary+/w==;EndpointSuffix=core.windows.net",
      "canary",
    ],
    "a shared access signature": [
      "https://x.table.core.windows.net/?sv=2026&sig=canary%3D",
      "canary",
    ],
    "a refresh token in JSON": ['{"refresh_token":"canary"}', "canary"],
    "a state in an address": ["https://x/callback?state=canary&a=b", "canary"],
    "a mail address": ["no mailbox for canary@contoso.example", "canary"],
    "a key": ["-----BEGIN PUBLIC KEY-----\ncanary\n-----END PUBLIC KEY-----", "canary"],
  };
  for (const [name, [text, canary]] of Object.entries(secrets))
    it(`takes ${name} out`, () => {
      assert.ok(!redact(text).includes(canary), redact(text));
    });

  it("keeps what helps", () => {
    const text = "AADSTS65001 for app 5e3ce6c0-2b1f-4285-8d4b-75ee78787346, status=403";

    assert.equal(redact(text), text);
  });

  it("cuts", () => {
    assert.equal(redact("x".repeat(1000), 10), "xxxxxxxxxx…");
  });
});

describe("captureConsole", () => {
  it("keeps a few lines a minute at debug and gives the console back", () => {
    const clock = createFakeClock();
    const log = createFakeLog();
    const { error } = console;
    const release = captureConsole({ log, clock, perMinute: 2 });
    for (let count = 0; count < 5; count += 1) console.error("refused");
    clock.advance(60_000);
    console.warn("refused");
    release();

    assert.deepEqual(
      log.lines.map(({ level }) => level),
      ["debug", "debug", "debug"],
    );
    assert.equal(console.error, error);
  });

  it("looks no deeper into objects than a secret lies", () => {
    const log = createFakeLog();
    const release = captureConsole({ log, clock: createFakeClock() });
    const client = { config: { auth: { clientSecret: "canary" } } };
    console.error(client);
    release();

    assert.ok(inspect(client, { depth: 5 }).includes("canary"));
    assert.ok(!JSON.stringify(log.lines).includes("canary"));
  });
});
