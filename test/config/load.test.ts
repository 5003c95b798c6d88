import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ENV_FOLDER,
  loadSettings,
  SANDBOX_API_ID,
  SANDBOX_APP_ID,
  Settings,
} from "../../src/config/index.ts";
import { AppError } from "../../src/core/errors.ts";
import { appId, tenantId } from "../support/activities.ts";

const real = "5e3ce6c0-2b1f-4285-8d4b-75ee78787346";
const tenant = {
  CLOUD: "public",
  BOT_ID: real,
  BOT_TENANT_ID: real,
  SECRET_BOT_PASSWORD: "secret",
  API_ID: "0e0c6dba-6b2c-4d0f-9a70-5a9d4b0c8000",
  SECRET_API_PASSWORD: "another secret",
  SECRET_STATE_KEY: "k".repeat(32),
  PUBLIC_URL: "https://bot.example.com/",
};

const table = {
  STORE: "tables",
  TABLES_ENDPOINT: "https://consentry.table.core.windows.net/",
  TABLES_MANAGED_IDENTITY: real,
};
const connection = "DefaultEndpointsProtocol=https;AccountName=consentry;AccountKey=bm9uZQ==";
const connected = { SECRET_TABLES_CONNECTION: connection };

/** The code and sentence with which settings are refused. */
function refusalOf(environment: Record<string, string>, folder?: string) {
  try {
    loadSettings({ environment, ...(folder && { folder }) });
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, sentence: error.message };
    throw error;
  }
  return undefined;
}

describe("loadSettings", () => {
  it("starts the sandbox when nothing is set", () => {
    const settings = loadSettings({ environment: {} });

    assert.deepEqual(
      [settings.CLOUD, settings.HOST, settings.PORT, settings.BOT_ID, settings.BOT_TENANT_ID],
      ["sandbox", "127.0.0.1", 3978, SANDBOX_APP_ID, tenantId],
    );
    assert.equal(SANDBOX_APP_ID, appId);
  });

  it("takes the environment before the file", () => {
    assert.equal(loadSettings({ environment: { PORT: "0" } }).PORT, 0);
  });

  it("counts an empty value as none", () => {
    assert.equal(loadSettings({ environment: { PORT: "", HOST: " " } }).PORT, 3978);
  });

  it("reads a real tenant from the environment alone", () => {
    const settings = loadSettings({ environment: tenant, folder: "/nowhere" });

    assert.deepEqual([settings.BOT_ID, settings.PUBLIC_URL], [real, "https://bot.example.com"]);
  });

  it("takes nothing from the sandbox's file for another cloud", () => {
    const { BOT_ID: _left, ...rest } = tenant;

    assert.equal(refusalOf(rest)?.code, "ERR_CONFIG_INVALID");
  });

  it("reads lists", () => {
    const settings = loadSettings({
      environment: { ...tenant, ALLOWED_TENANTS: `${real}, ${tenantId.toUpperCase()}` },
    });

    assert.deepEqual(settings.ALLOWED_TENANTS, [real, tenantId]);
  });

  const fit = { kind: "fits" };
  const matrix: Record<string, [environment: Record<string, string>, expected: object]> = {
    "the sandbox": [{ CLOUD: "sandbox" }, fit],
    "the sandbox with a real app and SANDBOX=1": [{ BOT_ID: real, SANDBOX: "1" }, fit],
    "a real tenant": [tenant, fit],
    "a real tenant behind a gateway": [{ ...tenant, HOST: "0.0.0.0", NODE_ENV: "production" }, fit],
    "the sandbox in production": [
      { NODE_ENV: "production" },
      { code: "ERR_CONFIG_UNSAFE", names: "CLOUD" },
    ],
    "the sandbox on all addresses": [
      { HOST: "0.0.0.0" },
      { code: "ERR_CONFIG_UNSAFE", names: "HOST" },
    ],
    "the sandbox on a name": [
      { HOST: "bot.example.com" },
      { code: "ERR_CONFIG_UNSAFE", names: "HOST" },
    ],
    "the sandbox with a real app": [
      { BOT_ID: real },
      { code: "ERR_CONFIG_UNSAFE", names: "SANDBOX=1" },
    ],
    "the sandbox's app in a real tenant": [
      { ...tenant, BOT_ID: SANDBOX_APP_ID },
      { code: "ERR_CONFIG_UNSAFE", names: "BOT_ID" },
    ],
    "no app id": [
      { ...tenant, BOT_ID: "" },
      { code: "ERR_CONFIG_INVALID", names: "BOT_ID" },
    ],
    "no tenant": [
      { ...tenant, BOT_TENANT_ID: "" },
      { code: "ERR_CONFIG_INVALID", names: "BOT_TENANT_ID" },
    ],
    "no secret": [
      { ...tenant, SECRET_BOT_PASSWORD: "" },
      { code: "ERR_CONFIG_INVALID", names: "SECRET_BOT_PASSWORD" },
    ],
    "no app id of the API": [
      { ...tenant, API_ID: "" },
      { code: "ERR_CONFIG_INVALID", names: "API_ID" },
    ],
    "one app registration for bot and API": [
      { ...tenant, API_ID: real },
      { code: "ERR_CONFIG_UNSAFE", names: "API_ID" },
    ],
    "the sandbox's API in a real tenant": [
      { ...tenant, API_ID: SANDBOX_API_ID },
      { code: "ERR_CONFIG_UNSAFE", names: "API_ID" },
    ],
    "no secret of the API": [
      { ...tenant, SECRET_API_PASSWORD: "" },
      { code: "ERR_CONFIG_INVALID", names: "SECRET_API_PASSWORD" },
    ],
    "two ways to prove the API": [
      { ...tenant, API_MANAGED_IDENTITY: real },
      { code: "ERR_CONFIG_INVALID", names: "API_MANAGED_IDENTITY" },
    ],
    "a certificate of the API in the sandbox": [
      { API_CERTIFICATE_FILE: "/etc/api.pem" },
      { code: "ERR_CONFIG_INVALID", names: "API_CERTIFICATE_FILE" },
    ],
    "no key for states": [
      { ...tenant, SECRET_STATE_KEY: "" },
      { code: "ERR_CONFIG_INVALID", names: "SECRET_STATE_KEY" },
    ],
    "a short key for states": [
      { ...tenant, SECRET_STATE_KEY: "short" },
      { code: "ERR_CONFIG_INVALID", names: "SECRET_STATE_KEY" },
    ],
    "no public address": [
      { ...tenant, PUBLIC_URL: "" },
      { code: "ERR_CONFIG_INVALID", names: "PUBLIC_URL" },
    ],
    "a public address without https": [
      { ...tenant, PUBLIC_URL: "http://bot.example.com" },
      { code: "ERR_CONFIG_UNSAFE", names: "https" },
    ],
    "an unknown cloud": [
      { ...tenant, CLOUD: "moon" },
      { code: "ERR_CONFIG_INVALID", names: "CLOUD" },
    ],
    "a cloud whose Connector is not known": [
      { ...tenant, CLOUD: "china" },
      { code: "ERR_CONFIG_UNSAFE", names: "CLOUD" },
    ],
    "a store on App Service's network share": [
      { ...tenant, WEBSITE_INSTANCE_ID: "1", STORE_FILE: "/home/data/state.db" },
      { code: "ERR_CONFIG_UNSAFE", names: "STORE=tables" },
    ],
    "a store on App Service's local disk": [
      { ...tenant, WEBSITE_INSTANCE_ID: "1", STORE_FILE: "/tmp/consentry/state.db" },
      { code: "ERR_CONFIG_UNSAFE", names: "STORE=tables" },
    ],
    "the default store on App Service": [
      { ...tenant, WEBSITE_INSTANCE_ID: "1" },
      { code: "ERR_CONFIG_UNSAFE", names: "STORE=tables" },
    ],
    "a table on App Service": [{ ...tenant, ...table, WEBSITE_INSTANCE_ID: "1" }, fit],
    "a table by a connection string": [{ STORE: "tables", ...connected }, fit],
    "a table of Azurite": [
      { STORE: "tables", SECRET_TABLES_CONNECTION: "UseDevelopmentStorage=true" },
      fit,
    ],
    "a table that is not used yet": [{ TABLES_ENDPOINT: table.TABLES_ENDPOINT }, fit],
    "an engine that is none": [
      { STORE: "postgres" },
      { code: "ERR_CONFIG_INVALID", names: "tables" },
    ],
    "no table": [
      { STORE: "tables" },
      { code: "ERR_CONFIG_INVALID", names: "SECRET_TABLES_CONNECTION" },
    ],
    "a table in two ways": [
      { ...table, ...connected },
      { code: "ERR_CONFIG_INVALID", names: "one way only" },
    ],
    "a table without its identity": [
      { ...table, TABLES_MANAGED_IDENTITY: "" },
      { code: "ERR_CONFIG_INVALID", names: "TABLES_MANAGED_IDENTITY is missing" },
    ],
    "an identity without its table": [
      { ...table, TABLES_ENDPOINT: "" },
      { code: "ERR_CONFIG_INVALID", names: "TABLES_ENDPOINT is missing" },
    ],
    "a table without https": [
      { ...table, TABLES_ENDPOINT: "http://consentry.table.core.windows.net" },
      { code: "ERR_CONFIG_INVALID", names: "https" },
    ],
    "a name that no table can have": [
      { ...table, TABLES_NAME: "my-table" },
      { code: "ERR_CONFIG_INVALID", names: "TABLES_NAME" },
    ],
    "a connection string that is none": [
      { STORE: "tables", SECRET_TABLES_CONNECTION: "AccountName=consentry" },
      { code: "ERR_CONFIG_INVALID", names: "SECRET_TABLES_CONNECTION" },
    ],
    "a connection string with http": [
      { STORE: "tables", SECRET_TABLES_CONNECTION: connection.replace("https", "http") },
      { code: "ERR_CONFIG_UNSAFE", names: "https" },
    ],
    "a connection string with an endpoint by http": [
      {
        STORE: "tables",
        SECRET_TABLES_CONNECTION: `${connection};TableEndpoint=http://127.0.0.1.example.com/`,
      },
      { code: "ERR_CONFIG_UNSAFE", names: "https" },
    ],
    "an app id that is none": [
      { ...tenant, BOT_ID: "consentry" },
      { code: "ERR_CONFIG_INVALID", names: "BOT_ID" },
    ],
    "a port above the last": [{ PORT: "70000" }, { code: "ERR_CONFIG_INVALID", names: "PORT" }],
    "a file that is not there": [
      { ENV_NAME: "nope" },
      { code: "ERR_CONFIG_INVALID", names: "env/.env.nope" },
    ],
    "a file outside the folder": [
      { ENV_NAME: "../../etc/passwd" },
      { code: "ERR_CONFIG_INVALID", names: "ENV_NAME" },
    ],
  };
  for (const [name, [environment, expected]] of Object.entries(matrix))
    it(`decides on ${name}`, () => {
      const refusal = refusalOf(environment);

      if ("code" in expected && "names" in expected) {
        assert.equal(refusal?.code, expected.code);
        assert.ok(refusal?.sentence.includes(String(expected.names)), refusal?.sentence);
        assert.ok(!refusal?.sentence.includes("\n"), "it is more than one sentence");
      } else assert.equal(refusal, undefined);
    });

  it("repeats no secret in its sentence", () => {
    const refusals = [
      refusalOf({ ...tenant, SECRET_STATE_KEY: "canary-short" }),
      refusalOf({ STORE: "tables", SECRET_TABLES_CONNECTION: "canary" }),
    ];

    assert.ok(refusals.every((refusal) => refusal && !refusal.sentence.includes("canary")));
  });
});

describe("env files", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "consentry-env-"));
    const lines = Object.entries(tenant).map(([name, value]) => `${name}=${value}`);
    writeFileSync(join(folder, ".env.prod"), lines.join("\n"));
    writeFileSync(join(folder, ".env.prod.user"), "SECRET_BOT_PASSWORD=from-user-file\n");
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("are chosen by ENV_NAME; the user's file comes first", () => {
    const settings = loadSettings({ environment: { ENV_NAME: "prod" }, folder });

    assert.deepEqual([settings.CLOUD, settings.SECRET_BOT_PASSWORD], ["public", "from-user-file"]);
  });

  it("in the repository refuse with what is left to fill in", () => {
    const refusal = refusalOf({ ENV_NAME: "dev" }, ENV_FOLDER);

    assert.equal(refusal?.code, "ERR_CONFIG_INVALID");
  });
});

describe("Settings", () => {
  for (const [name, setting] of Object.entries(Settings.shape))
    it(`has a line of help for ${name}`, () => {
      assert.match(setting.description ?? "", /^.{15,200}\.$/);
    });
});
