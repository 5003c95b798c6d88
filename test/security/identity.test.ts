import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { decodeJwt, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { findCloud } from "../../src/core/cloud/index.ts";
import { tokenValues } from "../../src/core/scope/index.ts";
import { createCredential } from "../../src/identity/index.ts";
import type { Identity, Store, TokenVerdict } from "../../src/ports/index.ts";
import { openStore } from "../../src/store/index.ts";
import { type ApiStage, personId, startApi, teamsWeb, tenantId } from "../identity/api-stage.ts";
import { makeCertificate } from "../identity/certificate.ts";
import type { SecondAnswer, SecondTask } from "../identity/second-process.ts";
import { useFolder } from "../store/folders.ts";

const HOUR = 3_600_000;
const KEY = "k".repeat(32);
const ada = { tenantId, personId: personId("product-admin") };
const bob = { tenantId, personId: personId("teams-admin") };

let stage: ApiStage;

function useStage(): void {
  before(async () => {
    stage = await startApi();
  });
  after(() => stage?.stop());
  beforeEach(() => {
    stage.reset();
    stage.grant(tokenValues("basic"));
  });
}

describe("tokens that Teams gives for the API", () => {
  useStage();

  const claimsOf = (overrides: JWTPayload = {}): JWTPayload => ({
    aud: stage.apiId,
    iss: `https://login.microsoftonline.com/${tenantId}/v2.0`,
    azp: teamsWeb,
    oid: ada.personId,
    tid: tenantId,
    scp: "access_as_user",
    ver: "2.0",
    acct: 0,
    ...overrides,
  });
  const sign = (overrides?: JWTPayload) => stage.authority.keys.sign(claimsOf(overrides));
  const seconds = () => Math.floor(Date.now() / 1000);
  const timed = () => ({ iat: seconds(), nbf: seconds(), exp: seconds() + 3600 });
  const readKid = async () =>
    JSON.parse(atob((await sign()).split(".")[0] ?? "")).kid as string | undefined;

  const forgeries: Record<string, [forge: () => Promise<string> | string, reason: string]> = {
    "a wrong audience": [() => sign({ aud: "https://graph.microsoft.com" }), "audience"],
    "no scp": [() => sign({ scp: undefined }), "scope"],
    "another tenant's issuer": [
      () => sign({ iss: "https://login.microsoftonline.com/9/v2.0" }),
      "issuer",
    ],
    "another tenant": [() => sign({ tid: "99999999-2222-4333-8444-555555555555" }), "tenant"],
    "version 1": [
      () => sign({ iss: `https://sts.windows.net/${tenantId}/`, ver: "1.0" }),
      "issuer",
    ],
    "version 1 under the issuer of version 2": [() => sign({ ver: "1.0" }), "claims"],
    "an app of its own": [() => sign({ idtyp: "app", scp: undefined }), "app-only"],
    "an app that says it is a person": [() => sign({ idtyp: "app" }), "app-only"],
    "a foreign client": [() => sign({ azp: stage.apiId }), "client"],
    "no algorithm": [() => new UnsecuredJWT(claimsOf(timed())).encode(), "signature"],
    "HS256 with the public key": [
      async () => {
        const { keys } = stage.authority.keys.jwks() as { keys: readonly { n: string }[] };
        return new SignJWT(claimsOf(timed()))
          .setProtectedHeader({ alg: "HS256", kid: (await readKid()) ?? "" })
          .sign(Buffer.from(keys[0]?.n ?? "", "base64url"));
      },
      "signature",
    ],
    "a changed claim": [
      async () => {
        const [head, , signature] = (await sign()).split(".");
        const claims = claimsOf({ ...timed(), oid: bob.personId });
        const body = Buffer.from(JSON.stringify(claims)).toString("base64url");
        return `${head}.${body}.${signature}`;
      },
      "signature",
    ],
  };

  it("S30 takes the token of Teams, and nothing that is like it", async () => {
    const verify = stage.createVerify();
    const found: Record<string, TokenVerdict> = {};
    for (const [name, [forge]] of Object.entries(forgeries))
      found[name] = await verify(await forge());

    const expected = Object.entries(forgeries).map(
      ([name, [, reason]]) => [name, { kind: "refused", reason }] as const,
    );
    assert.equal((await verify(await stage.sign())).kind, "ok");
    assert.deepEqual(found, Object.fromEntries(expected));
  });

  it("S30 refuses what has expired or a withdrawn key signed", async () => {
    const verify = stage.createVerify();
    const expired = await verify(await stage.sign("product-admin", { ageSeconds: 3600 + 120 }));
    const token = await stage.sign();
    await stage.authority.keys.rotate({ keepOld: false });

    const withdrawn = await stage.createVerify()(token);

    const refused = { kind: "refused" };
    assert.deepEqual(
      [expired, withdrawn],
      [
        { ...refused, reason: "time" },
        { ...refused, reason: "signature" },
      ],
    );
  });

  it("S30 lets a clock be wrong by 50 seconds, not by 120", async () => {
    const verify = stage.createVerify();
    const verdicts: string[] = [];
    for (const skew of [50, 120, -50, -120]) {
      // Ahead: not valid yet. Behind, at the end of an hour: over.
      stage.authority.keys.skewSeconds = skew > 0 ? skew : skew - 3600;
      const verdict = await verify(await stage.sign());
      verdicts.push(verdict.kind === "refused" ? verdict.reason : verdict.kind);
    }

    assert.deepEqual(verdicts, ["ok", "time", "ok", "time"]);
  });

  it("S30 asks for no keys for 50 keys that nobody has", async () => {
    const verify = stage.createVerify();
    await verify(await stage.sign());
    stage.requests.length = 0;

    const verdicts: TokenVerdict[] = [];
    for (let count = 0; count < 50; count += 1) {
      const token = await stage.sign();
      const [, body, signature] = token.split(".");
      const header = { alg: "RS256", kid: randomBytes(16).toString("hex") };
      const head = Buffer.from(JSON.stringify(header)).toString("base64url");
      verdicts.push(await verify(`${head}.${body}.${signature}`));
    }

    assert.deepEqual(verdicts, Array(50).fill({ kind: "refused", reason: "signature" }));
    assert.deepEqual(stage.requests, []);
  });
});

const identify = (person: typeof ada): Identity => ({
  ...person,
  name: "Somebody",
  isGuest: false,
  roles: [],
  expiresAt: Date.now() + HOUR,
});

describe("tokens on behalf of people", () => {
  useStage();

  it("S32 answers a challenge with a new token, then keeps it", async () => {
    const store = await openStore({ file: ":memory:" });
    const tokens = stage.open(store);
    await tokens.keep(identify(ada), await stage.sign());
    const claims = '{"access_token":{"nbf":{"essential":true,"value":"17"}}}';

    const first = await tokens.acquire(ada, "basic");
    const second = await tokens.acquire(ada, "basic", { renewal: { kind: "claims", claims } });
    const third = await tokens.acquire(ada, "basic");

    const { xms_cc } = decodeJwt(second.kind === "token" ? second.token : "");
    assert.notDeepEqual(first, second);
    assert.deepEqual([third, xms_cc, stage.posts()], [second, ["CP1"], 2]);
  });

  it("S33 tells the tenant's own refusals apart", async () => {
    const tokens = stage.open(await openStore({ file: ":memory:" }));
    const ask = async (fresh: string, scope: "basic" | "catalog" = "basic") =>
      tokens.acquire(ada, scope, { fresh });
    const { switches, keys } = stage.authority;
    const fresh = await stage.sign();

    const consent = await ask(fresh, "catalog");
    switches.isSuberrorSent = false;
    const plain = await ask(fresh, "catalog");
    const expired = await ask(await stage.sign("product-admin", { ageSeconds: 7200 }));
    const foreign = await ask(await keys.sign({ iss: "x", aud: "y", oid: ada.personId }));
    switches.mfa.add(ada.personId);
    const stepUp = await ask(fresh);

    const { claims = "{}" } = stepUp.kind === "step-up" ? stepUp : {};
    assert.deepEqual(Object.keys(JSON.parse(claims)), ["access_token"]);
    assert.deepEqual(
      [consent, plain, expired, foreign, stepUp],
      [
        { kind: "consent" },
        { kind: "consent" },
        { kind: "sign-in" },
        { kind: "refused", reason: "credentials" },
        { kind: "step-up", claims },
      ],
    );
  });
});

describe("what is kept of people's tokens", () => {
  useStage();

  const folder = useFolder();
  let file: string;
  let store: Store;
  beforeEach(async () => {
    file = join(await mkdtemp(join(folder(), "tokens-")), "state.db");
    store = await openStore({ file });
  });
  afterEach(() => store.close());

  const rowOf = ({ personId: id } = ada) => `token|${id}`;
  const readSealed = async (person = ada) =>
    (await store.get(tenantId, rowOf(person)))?.value as { sealed: string; until: number };
  /** Signs somebody in and gives the tokens of a scope, as texts. */
  const signIn = async (person = ada, alias = "product-admin") => {
    const tokens = stage.open(store, KEY);
    const assertion = await stage.sign(alias);
    await tokens.keep(identify(person), assertion);
    const answer = await tokens.acquire(person, "basic");
    return { assertion, token: answer.kind === "token" ? answer.token : assert.fail(answer.kind) };
  };

  it("S52 serves a second process without a request", async () => {
    const { token } = await signIn();
    await store.close();

    const task: SecondTask = {
      file,
      key: KEY,
      origin: stage.origin,
      apiId: stage.apiId,
      secret: stage.apiSecret,
      person: ada,
    };
    const script = join(import.meta.dirname, "../identity/second-process.ts");
    const given = [script, JSON.stringify(task)];
    const { stdout } = await promisify(execFile)(process.execPath, given);

    store = await openStore({ file });
    const { answer, posts } = JSON.parse(stdout) as SecondAnswer;
    assert.deepEqual([answer, posts], [{ kind: "token", token }, 0]);
  });

  it("S52 leaves no token readable on disk", async () => {
    const { token, assertion } = await signIn();
    await store.close();

    const names = await readdir(join(file, ".."));
    const texts = await Promise.all(
      names.map((name) => readFile(join(file, "..", name), "latin1")),
    );

    store = await openStore({ file });
    const parts = [token, assertion].flatMap((text) => text.split("."));
    const found = parts.filter((part) => texts.some((text) => text.includes(part)));
    assert.ok(
      texts.some((text) => text.includes(rowOf())),
      "the row is not in the file",
    );
    assert.deepEqual([found, texts.some((text) => text.includes("eyJ"))], [[], false]);
  });

  it("S52 discards what any byte was changed in", async () => {
    const { token } = await signIn();
    const { sealed, until } = await readSealed();
    const [id = "", body = ""] = sealed.split(".");
    const bytes = Buffer.from(body, "base64url");
    const posts = stage.posts();

    for (const place of [0, 12, 28, Math.floor(bytes.length / 2), bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[place] = (changed[place] ?? 0) ^ 1;
      const value = { sealed: `${id}.${changed.toString("base64url")}`, until };
      await store.commit(tenantId, [{ op: "put", rk: rowOf(), value }]);
      const tokens = stage.open(store, KEY);

      assert.equal(await tokens.find(ada), undefined);
      assert.deepEqual(await tokens.acquire(ada, "basic"), { kind: "sign-in" });
    }
    assert.equal(stage.posts(), posts);

    const again = await signIn();
    assert.notEqual(again.token, token);
    assert.equal(stage.posts(), posts + 1);
  });

  it("S52 opens no row of another person or tenant", async () => {
    await signIn();
    const value = await readSealed();
    const elsewhere = "99999999-2222-4333-8444-555555555555";
    await store.commit(tenantId, [{ op: "put", rk: rowOf(bob), value }]);
    await store.commit(elsewhere, [{ op: "put", rk: rowOf(ada), value }]);
    const tokens = stage.open(store, KEY);

    const people = [bob, { ...ada, tenantId: elsewhere }];
    const found = await Promise.all(people.map((person) => tokens.find(person)));
    const answers = await Promise.all(people.map((person) => tokens.acquire(person, "basic")));

    assert.deepEqual(
      [found, answers],
      [
        [undefined, undefined],
        [{ kind: "sign-in" }, { kind: "sign-in" }],
      ],
    );
  });

  it("S52 opens nothing with another key", async () => {
    await signIn();

    const tokens = stage.open(store, "x".repeat(32));

    assert.deepEqual(
      [await tokens.find(ada), await tokens.acquire(ada, "basic")],
      [undefined, { kind: "sign-in" }],
    );
  });

  it("S52 believes no row that says it ends later", async () => {
    await signIn();
    const { sealed } = await readSealed();
    const value = { sealed, until: Date.now() + 1000 * HOUR };
    await store.commit(tenantId, [{ op: "put", rk: rowOf(), value }]);
    stage.skew(2 * HOUR);

    assert.equal(await stage.open(store, KEY).find(ada), undefined);
  });
});

describe("the proof of the API", () => {
  useStage();

  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "consentry-api-proof-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const cloud = findCloud("public");
  const prove = (given: Record<string, string>) =>
    createCredential({
      registration: "api",
      ...given,
      cloud,
      egress: stage.egress,
      clock: stage.clock,
    });
  const writePair = (end: number) => {
    const { key, certificate } = makeCertificate("rsa", end);
    const path = join(folder, `${end}.pem`);
    writeFileSync(path, key + certificate);
    return path;
  };
  const managedIdentity = "1de97170-0000-4000-8000-000000000003";

  it("S53 takes the API's identity first, its secret last", () => {
    const certificateFile = writePair(Date.now() + 365 * 24 * HOUR);
    const secret = "secret";

    const kinds = [
      prove({ managedIdentity, certificateFile, secret }).kind,
      prove({ certificateFile, secret }).kind,
      prove({ secret }).kind,
    ];

    assert.deepEqual(kinds, ["managed-identity", "certificate", "secret"]);
  });

  it("S53 warns of the API's secret by its own settings", () => {
    const secret = prove({ secret: "secret" }).warning ?? "";
    const ending = prove({ certificateFile: writePair(Date.now() + HOUR) }).warning ?? "";

    assert.match(secret, /the API .*API_MANAGED_IDENTITY.*API_CERTIFICATE_FILE/);
    assert.match(ending, /of the API .*API_CERTIFICATE_FILE/);
    assert.ok(!`${secret}${ending}`.includes("BOT_"));
  });

  it("names the API's settings in its errors", () => {
    const error = { code: "ERR_CONFIG_INVALID" };

    assert.throws(() => prove({ certificateFile: join(folder, "no.pem") }), {
      ...error,
      message: /^API_CERTIFICATE_FILE/,
    });
    assert.throws(() => prove({}), { ...error, message: /^The API .*SECRET_API_PASSWORD/ });
  });
});
