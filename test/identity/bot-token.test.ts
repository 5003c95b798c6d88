import assert from "node:assert/strict";
import { createHash, X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { decodeProtectedHeader, importX509, jwtVerify } from "jose";
import { loadSettings } from "../../src/config/index.ts";
import { findCloud } from "../../src/core/cloud/index.ts";
import { AppError } from "../../src/core/errors.ts";
import {
  type CredentialOptions,
  createAppToken,
  createBotToken,
  createCredential,
  createEgress,
  listIdentityEndpoints,
} from "../../src/identity/index.ts";
import { type FakeGraph, startFakeGraph } from "../support/fake-graph.ts";
import { createFakeClock } from "../support/fakes.ts";
import { makeCertificate, type Pair } from "./certificate.ts";
import {
  appId,
  canary,
  cloud,
  identityId,
  metadata,
  openEgress,
  refusalOf,
  secretOf,
  tenantId,
  tokenOf,
} from "./entra.ts";

const DAY = 24 * 60 * 60 * 1000;
const clock = createFakeClock();

let fake: FakeGraph;
let folder: string;
let rsa: Pair;

function useFake(): void {
  before(async () => {
    fake = await startFakeGraph();
    folder = mkdtempSync(join(tmpdir(), "consentry-cert-"));
    rsa = makeCertificate("rsa", clock.now() + 365 * DAY);
  });
  after(() => {
    fake?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => fake.reset());
}

function write(name: string, ...texts: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, texts.join(""));
  return path;
}

function prove(given: Pick<CredentialOptions, "managedIdentity" | "certificateFile" | "secret">) {
  return createCredential({ ...given, cloud, egress: openEgress(fake), clock });
}

/** What stands in the token request that came last. */
function lastForm(): URLSearchParams {
  return new URLSearchParams(fake.requests.at(-1)?.body);
}

describe("createBotToken", () => {
  useFake();

  it("asks the bot's tenant for the Bot Connector", async () => {
    fake.answer(/./, tokenOf("bot-token"));
    const egress = openEgress(fake);
    const credential = secretOf(fake);
    const botToken = createBotToken({ appId, tenantId, credential, cloud, egress });

    const tokens = [await botToken(), await botToken()];

    const form = lastForm();
    assert.deepEqual(tokens, ["bot-token", "bot-token"]);
    assert.deepEqual(
      [fake.requests.length, fake.requests[0]?.path, form.get("scope"), form.get("client_secret")],
      [1, `/${tenantId}/oauth2/v2.0/token`, `${cloud.botScope}/.default`, canary],
    );
  });

  it("asks a sovereign sign-in without asking the public one", async () => {
    fake.answer(/./, tokenOf("bot-token"));
    const gcch = findCloud("gcch");
    const egress = createEgress(gcch, { [gcch.loginBase]: fake.origin });
    const credential = createCredential({ secret: canary, cloud: gcch, egress, clock });

    await createBotToken({ appId, tenantId, credential, cloud: gcch, egress })();

    assert.deepEqual([...egress.origins], ["https://login.microsoftonline.us"]);
  });

  it("fails without the secret in its error", async () => {
    fake.answer(/./, refusalOf(7000215, "invalid_client", 401));
    const egress = openEgress(fake);
    const credential = secretOf(fake);
    const botToken = createBotToken({ appId, tenantId, credential, cloud, egress });

    const error: unknown = await botToken().catch((fault: unknown) => fault);

    assert.ok(error instanceof Error);
    assert.ok(!`${inspect(error, { depth: 9 })}${JSON.stringify(error)}`.includes(canary));
  });
});

describe("createCredential", () => {
  useFake();

  const ask = (credential: ReturnType<typeof prove>) =>
    createAppToken({ appId, credential, cloud, egress: openEgress(fake), clock })(tenantId);

  it("signs with a certificate", async () => {
    fake.answer(/./, tokenOf("token"));

    const credential = prove({ certificateFile: write("ok.pem", rsa.key, rsa.certificate) });
    const answer = await ask(credential);

    const assertion = lastForm().get("client_assertion") ?? "";
    const key = await importX509(rsa.certificate, "PS256");
    const audience = `${cloud.loginBase}/${tenantId}/oauth2/v2.0/token`;
    // MSAL rounds the time up to the next second.
    const checks = { issuer: appId, audience, clockTolerance: 5 };
    const { payload } = await jwtVerify(assertion, key, checks);
    const { raw } = new X509Certificate(rsa.certificate);
    assert.deepEqual(
      [answer.kind, credential.kind, payload.sub, decodeProtectedHeader(assertion)["x5t#S256"]],
      ["token", "certificate", appId, createHash("sha256").update(raw).digest("base64url")],
    );
    assert.ok(!inspect(credential, { depth: 9, showHidden: true }).includes("PRIVATE"));
  });

  // MSAL keeps one source of managed identities a process, and tokens of it: these are told in one go.
  it("shows a managed identity's token in place of a secret", async () => {
    fake.answer(/^\/metadata/, refusalOf(0, "invalid_request"), {
      body: { token_type: "Bearer", access_token: "identity-token", expires_on: nextYear() },
    });
    fake.answer(/oauth2\/v2/, tokenOf("token"));
    const credential = prove({ managedIdentity: identityId });

    const refused = await ask(credential);
    const answer = await ask(credential);

    const { path, query, headers } = fake.requests[0] ?? {};
    assert.deepEqual(
      [refused, answer],
      [
        { kind: "refused", reason: "credentials" },
        { kind: "token", token: "token", scope: "application" },
      ],
    );
    assert.deepEqual(
      [path, query?.resource, query?.client_id, headers?.metadata],
      ["/metadata/identity/oauth2/token", "api://AzureADTokenExchange", identityId, "true"],
    );
    assert.deepEqual(
      [lastForm().get("client_assertion"), lastForm().get("client_secret")],
      ["identity-token", null],
    );
  });

  const all = { managedIdentity: identityId, certificateFile: "/nowhere", secret: canary };
  it("S53 takes a managed identity first, a secret last", () => {
    const certificateFile = write("order.pem", rsa.key, rsa.certificate);

    const kinds = [
      prove(all).kind,
      prove({ ...all, managedIdentity: undefined, certificateFile }).kind,
      prove({ secret: canary }).kind,
    ];

    assert.deepEqual(kinds, ["managed-identity", "certificate", "secret"]);
  });

  it("S53 warns of a secret, but not in the sandbox", () => {
    const egress = openEgress(fake);
    const clouds = [cloud, findCloud("gcch"), findCloud("sandbox")];

    const warnings = clouds.map(
      (row) => createCredential({ secret: canary, cloud: row, egress, clock }).warning,
    );

    assert.deepEqual(
      warnings.map((warning) => warning?.includes("BOT_MANAGED_IDENTITY") ?? false),
      [true, true, false],
    );
    assert.equal(prove({ managedIdentity: identityId }).warning, undefined);
  });

  for (const [days, isWarned] of [
    [-1, true],
    [29, true],
    [31, false],
  ] as const)
    it(`looks at the end of a certificate, ${days} days away`, () => {
      const { key, certificate } = makeCertificate("rsa", clock.now() + days * DAY);

      const { warning } = prove({ certificateFile: write(`${days}.pem`, certificate, key) });

      assert.equal(warning?.includes("30 days") ?? false, isWarned);
    });

  const files: Record<string, () => string> = {
    "no file": () => join(folder, "nowhere.pem"),
    "a folder": () => folder,
    "an empty file": () => write("empty.pem"),
    "a key alone": () => write("key.pem", rsa.key),
    "a certificate alone": () => write("certificate.pem", rsa.certificate),
    "the key of another": () => {
      const other = makeCertificate("rsa", clock.now() + DAY);
      return write("other.pem", other.key, rsa.certificate);
    },
    "an elliptic curve": () => {
      const { key, certificate } = makeCertificate("ec", clock.now() + 90 * DAY);
      return write("ec.pem", key, certificate);
    },
    "a broken key": () => write("broken.pem", rsa.key.replace(/[A-Z]{3}/g, "!"), rsa.certificate),
  };
  for (const [name, file] of Object.entries(files))
    it(`refuses ${name} with a sentence`, () => {
      const certificateFile = file();

      assert.throws(
        () => prove({ certificateFile }),
        (error) =>
          error instanceof AppError &&
          error.code === "ERR_CONFIG_INVALID" &&
          error.message.includes("BOT_CERTIFICATE_FILE") &&
          !inspect(error).includes("PRIVATE"),
      );
    });

  it("refuses nothing at all", () => {
    assert.throws(() => prove({}), { code: "ERR_CONFIG_INVALID" });
  });
});

function nextYear(): number {
  return Math.floor(Date.now() / 1000) + 365 * 24 * 60 * 60;
}

describe("listIdentityEndpoints", () => {
  const endpoint = "http://127.0.0.1:41741/msi/token";
  const rows: [given: Parameters<typeof listIdentityEndpoints>[0], expected: string[]][] = [
    [{}, []],
    [{ endpoint }, []],
    [{ managedIdentity: identityId }, [metadata]],
    [{ managedIdentity: identityId, endpoint }, [endpoint]],
  ];
  for (const [given, expected] of rows)
    it(`opens ${expected.join() || "nothing"} for ${Object.keys(given).join() || "none"}`, () => {
      assert.deepEqual(listIdentityEndpoints(given), expected);
    });
});

describe("settings of credentials", () => {
  const tenant = {
    CLOUD: "public",
    BOT_ID: appId,
    BOT_TENANT_ID: tenantId,
    API_ID: identityId,
    SECRET_API_PASSWORD: canary,
    SECRET_STATE_KEY: "k".repeat(32),
    PUBLIC_URL: "https://bot.example.com/",
  };
  const identity = { BOT_MANAGED_IDENTITY: identityId };
  const certificate = { BOT_CERTIFICATE_FILE: "/etc/consentry/bot.pem" };
  const secret = { SECRET_BOT_PASSWORD: canary };
  const sandbox = { CLOUD: "sandbox" };
  const matrix: Record<string, [environment: Record<string, string>, names: string[] | "fits"]> = {
    "a managed identity": [{ ...tenant, ...identity }, "fits"],
    "a certificate": [{ ...tenant, ...certificate }, "fits"],
    "a secret": [{ ...tenant, ...secret }, "fits"],
    "an empty secret beside a certificate": [
      { ...tenant, ...certificate, SECRET_BOT_PASSWORD: "" },
      "fits",
    ],
    nothing: [tenant, ["BOT_MANAGED_IDENTITY", "BOT_CERTIFICATE_FILE", "SECRET_BOT_PASSWORD"]],
    "an identity and a secret": [
      { ...tenant, ...identity, ...secret },
      ["BOT_MANAGED_IDENTITY", "SECRET_BOT_PASSWORD"],
    ],
    "an identity and a certificate": [
      { ...tenant, ...identity, ...certificate },
      ["BOT_MANAGED_IDENTITY", "BOT_CERTIFICATE_FILE"],
    ],
    "a certificate and a secret": [
      { ...tenant, ...certificate, ...secret },
      ["BOT_CERTIFICATE_FILE", "SECRET_BOT_PASSWORD"],
    ],
    "an identity that is no GUID": [
      { ...tenant, BOT_MANAGED_IDENTITY: "mine" },
      ["BOT_MANAGED_IDENTITY"],
    ],
    "the sandbox alone": [sandbox, "fits"],
    "the sandbox with a secret": [{ ...sandbox, ...secret }, "fits"],
    "the sandbox with an identity": [{ ...sandbox, ...identity }, ["BOT_MANAGED_IDENTITY"]],
    "the sandbox with a certificate": [{ ...sandbox, ...certificate }, ["BOT_CERTIFICATE_FILE"]],
  };
  for (const [name, [environment, names]] of Object.entries(matrix))
    it(`decide on ${name}`, () => {
      if (names === "fits") return void loadSettings({ environment });

      assert.throws(
        () => loadSettings({ environment }),
        (error) =>
          error instanceof AppError &&
          error.code === "ERR_CONFIG_INVALID" &&
          names.every((one) => error.message.includes(one)) &&
          !error.message.includes(canary),
      );
    });
});
