import assert from "node:assert/strict";
import { type Cloud, clouds, findCloud } from "../../../src/core/cloud/index.ts";

const REAL = clouds.filter(({ id }) => id !== "sandbox");

/** What each cloud's addresses are, typed a second time: one changed by accident is seen here. */
const ENDPOINTS: Readonly<Record<string, Partial<Cloud>>> = {
  public: {
    fileOrigins: ["https://*.sharepoint.com"],
    azCliCloud: "AzureCloud",
    graphPowerShellEnvironment: "Global",
    azureadEnvironment: "global",
    loginBase: "https://login.microsoftonline.com",
    graphBase: "https://graph.microsoft.com",
    outlookResource: "https://outlook.office.com",
    outlookAppResource: "https://outlook.office365.com",
    portalBase: "https://entra.microsoft.com",
    teamsBase: "https://teams.microsoft.com",
    botIssuer: "https://api.botframework.com",
    botScope: "https://api.botframework.com",
    botMetadataUrl: "https://login.botframework.com/v1/.well-known/openidconfiguration",
    emulatorMetadataUrl:
      "https://login.microsoftonline.com/botframework.com/v2.0/.well-known/openid-configuration",
    tokenServiceUrl: "https://token.botframework.com",
    callerId: "urn:botframework:azure",
    serviceHosts: ["smba.trafficmanager.net"],
    availability: "global",
  },
  gcc: {
    fileOrigins: ["https://*.sharepoint.com"],
    azCliCloud: "AzureCloud",
    graphPowerShellEnvironment: "Global",
    azureadEnvironment: "global",
    loginBase: "https://login.microsoftonline.com",
    graphBase: "https://graph.microsoft.com",
    outlookResource: "https://outlook.office.com",
    outlookAppResource: "https://outlook.office365.com",
    portalBase: "https://entra.microsoft.com",
    teamsBase: "https://teams.microsoft.com",
    botIssuer: "https://api.botframework.com",
    botScope: "https://api.botframework.com",
    botMetadataUrl: "https://login.botframework.com/v1/.well-known/openidconfiguration",
    emulatorMetadataUrl:
      "https://login.microsoftonline.com/botframework.com/v2.0/.well-known/openid-configuration",
    tokenServiceUrl: "https://token.botframework.com",
    callerId: "urn:botframework:azure",
    serviceHosts: ["smba.infra.gcc.teams.microsoft.com"],
    availability: "global",
  },
  gcch: {
    fileOrigins: ["https://*.sharepoint.us"],
    azCliCloud: "AzureUSGovernment",
    graphPowerShellEnvironment: "USGov",
    azureadEnvironment: "usgovernmentl4",
    loginBase: "https://login.microsoftonline.us",
    graphBase: "https://graph.microsoft.us",
    outlookResource: "https://outlook.office365.us",
    outlookAppResource: "https://outlook.office365.us",
    portalBase: "https://portal.azure.us",
    teamsBase: "https://gov.teams.microsoft.us",
    botIssuer: "https://api.botframework.us",
    botScope: "https://api.botframework.us",
    botMetadataUrl: "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
    emulatorMetadataUrl:
      "https://login.microsoftonline.us/cab8a31a-1906-4287-a0d8-4eef66b95f6e/v2.0/.well-known/openid-configuration",
    tokenServiceUrl: "https://tokengcch.botframework.azure.us",
    callerId: "urn:botframework:azureusgov",
    serviceHosts: ["smba.infra.gov.teams.microsoft.us"],
    availability: "usGovL4",
  },
  dod: {
    fileOrigins: ["https://*.dps.mil", "https://*.sharepoint-mil.us"],
    azCliCloud: "AzureUSGovernment",
    graphPowerShellEnvironment: "USGovDoD",
    azureadEnvironment: "usgovernmentl5",
    loginBase: "https://login.microsoftonline.us",
    graphBase: "https://dod-graph.microsoft.us",
    outlookResource: "https://outlook.office365.us",
    outlookAppResource: "https://outlook.office365.us",
    portalBase: "https://portal.azure.us",
    teamsBase: "https://dod.teams.microsoft.us",
    botIssuer: "https://api.botframework.us",
    botScope: "https://api.botframework.us",
    botMetadataUrl: "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
    emulatorMetadataUrl:
      "https://login.microsoftonline.us/cab8a31a-1906-4287-a0d8-4eef66b95f6e/v2.0/.well-known/openid-configuration",
    tokenServiceUrl: "https://apiDoD.botframework.azure.us",
    callerId: "urn:botframework:azureusgov",
    serviceHosts: ["smba.infra.dod.teams.microsoft.us"],
    availability: "usGovL5",
  },
  china: {
    fileOrigins: ["https://*.sharepoint.cn"],
    azCliCloud: "AzureChinaCloud",
    graphPowerShellEnvironment: "China",
    azureadEnvironment: "china",
    loginBase: "https://login.partner.microsoftonline.cn",
    graphBase: "https://microsoftgraph.chinacloudapi.cn",
    outlookResource: "https://partner.outlook.cn",
    outlookAppResource: "https://partner.outlook.cn",
    portalBase: "https://portal.azure.cn",
    teamsBase: "https://teams.microsoftonline.cn",
    botIssuer: "https://api.botframework.azure.cn",
    botScope: "https://api.botframework.azure.cn",
    botMetadataUrl: "https://login.botframework.azure.cn/v1/.well-known/openidconfiguration",
    emulatorMetadataUrl:
      "https://login.partner.microsoftonline.cn/a55a4d5b-9241-49b1-b4ff-befa8db00269/v2.0/.well-known/openid-configuration",
    tokenServiceUrl: "https://token.botframework.azure.cn",
    callerId: "urn:botframework:azurechina",
    serviceHosts: [],
    availability: "china21Vianet",
  },
};

const TEAMS = [
  "'self'",
  "https://*.cloud.microsoft",
  "https://teams.microsoft.com",
  "https://*.teams.microsoft.com",
  "https://*.microsoft365.com",
  "https://*.office.com",
  "https://outlook.office.com",
  "https://outlook.office365.com",
  "https://outlook-sdf.office.com",
  "https://outlook-sdf.office365.com",
];
const GOVERNMENT = [...TEAMS, "https://*.teams.microsoft.us"];
const FRAMES: Readonly<Record<string, readonly string[]>> = {
  public: TEAMS,
  gcc: TEAMS,
  gcch: GOVERNMENT,
  dod: GOVERNMENT,
  china: [...TEAMS, "https://teams.microsoftonline.cn", "https://*.teams.microsoftonline.cn"],
};

function pick(row: Cloud, keys: readonly string[]): Partial<Cloud> {
  return Object.fromEntries(Object.entries(row).filter(([key]) => keys.includes(key)));
}

/** Every address and host name in a row, wherever it stands. */
function addressesOf(row: Cloud): string {
  return JSON.stringify({ ...row, inferred: [], title: "" });
}

describe("clouds", () => {
  it("has exactly these", () => {
    assert.deepEqual(
      clouds.map(({ id }) => id),
      [...Object.keys(ENDPOINTS), "sandbox"],
    );
  });

  for (const row of REAL) {
    it(`has the endpoints of ${row.id}`, () => {
      const expected = ENDPOINTS[row.id] ?? {};

      assert.deepEqual(pick(row, Object.keys(expected)), expected);
      assert.equal(row.browserLoginBase, row.loginBase);
    });

    it(`lets the tab of ${row.id} be framed by Teams only`, () => {
      assert.deepEqual(row.frameAncestors, FRAMES[row.id]);
    });
  }

  it("has no http and no loopback name outside the sandbox", () => {
    const open = clouds.filter((row) =>
      /http:|\{origin\}|localhost|127\.|\[?::1|0\.0\.0\.0/.test(addressesOf(row)),
    );

    assert.deepEqual(
      open.map(({ id }) => id),
      ["sandbox"],
    );
  });

  it("says loopback in the sandbox only", () => {
    assert.deepEqual(
      clouds.filter(({ loopback }) => loopback).map(({ id }) => id),
      ["sandbox"],
    );
  });

  it("writes addresses without a slash at the end", () => {
    const bases = REAL.flatMap((row) => [row.loginBase, row.graphBase, row.outlookResource]);

    assert.deepEqual(
      bases.filter((base) => base !== new URL(base).origin),
      [],
    );
  });

  it("names fields of the row where it infers", () => {
    const strange = clouds.flatMap((row) =>
      row.inferred.filter(({ field }) => !(field in row)).map(({ field }) => `${row.id}: ${field}`),
    );

    assert.deepEqual(strange, []);
  });
});

describe("findCloud", () => {
  it("fills in origin and tenant", () => {
    const fill = { origin: "http://127.0.0.1:4000", tenantId: "t" };

    const cloud = findCloud("sandbox", fill);

    assert.equal(cloud.browserLoginBase, fill.origin);
    assert.doesNotMatch(JSON.stringify(cloud), /\{(origin|tenant)\}/);
  });

  it("throws RangeError for an unknown id", () => {
    assert.throws(() => findCloud("moon"), RangeError);
  });
});

describe("the sandbox", () => {
  it("differs from the public cloud by addresses of its row only", () => {
    const fill = { origin: "http://127.0.0.1:4000", tenantId: "t" };
    const sandbox = findCloud("sandbox", fill);
    const known = findCloud("public");

    const same = Object.entries(sandbox)
      .filter(([key, value]) => JSON.stringify(value) === JSON.stringify(known[key as keyof Cloud]))
      .map(([key]) => key);

    assert.deepEqual(same, [
      "loginBase",
      "graphBase",
      "outlookResource",
      "outlookAppResource",
      "teamsBase",
      "botIssuer",
      "botScope",
      "callerId",
      "azCliCloud",
      "graphPowerShellEnvironment",
      "azureadEnvironment",
      "images",
      "availability",
      "inferred",
    ]);
  });
});
