import assert from "node:assert/strict";
import { createFence, isServiceUrlAllowed, type Verdict } from "../../src/bot/fence.ts";
import { clouds, findCloud } from "../../src/core/cloud/index.ts";
import { appId, buildActivity, buildBearer, buildClaims, tenantId } from "../support/activities.ts";

const cloud = findCloud("public");
const fence = createFence({ appId, cloud, tenants: [tenantId] });

function judge(claims: unknown, body: unknown = buildActivity()): Verdict {
  return fence({ authorization: buildBearer(claims), body });
}

function reasonOf(verdict: Verdict) {
  return verdict.kind === "passed" ? "passed" : `${verdict.status} ${verdict.reason}`;
}

const HOST = "smba.trafficmanager.net";

/** What forged redirects of other products look like, turned against the host of the public row. */
const HOSTILE: readonly string[] = [
  // Other schemes and none.
  "",
  HOST,
  `http://${HOST}/`,
  `ftp://${HOST}/`,
  `wss://${HOST}/`,
  `file://${HOST}/`,
  `javascript:alert(1)//${HOST}`,
  `data:text/html,${HOST}`,
  `blob:https://${HOST}/`,
  // Addresses without a scheme, and slashes that a parser adds or turns.
  `//${HOST}/`,
  `///${HOST}/`,
  `/\\${HOST}`,
  `/\\/${HOST}`,
  `\\\\${HOST}\\`,
  `https:${HOST}`,
  `https:/${HOST}/`,
  `https:///${HOST}/`,
  `https:\\\\${HOST}\\`,
  `https://${HOST}\\evil.example`,
  `https://evil.example\\@${HOST}/`,
  `https://evil.example/\\${HOST}`,
  "//evil.example",
  "/\\evil.example",
  "/\\/evil.example",
  "/\t/evil.example",
  "/\u000b/evil.example",
  "/./evil.example",
  "/../evil.example",
  "/%09/evil.example",
  "/%5cevil.example",
  "/%2f%2fevil.example",
  // Blanks and controls, which parsers drop.
  ` https://${HOST}/`,
  `https://${HOST}/ `,
  `https://${HOST}\t/`,
  `https://${HOST}/\t`,
  `https://\t${HOST}/`,
  `https://${HOST}/\u000b`,
  `https://${HOST}\n.evil.example/`,
  `https://${HOST}\r\n/`,
  `https://${HOST}/\nHost: evil.example`,
  `https://${HOST}\u0000.evil.example/`,
  `https://${HOST}\u00a0/`,
  `ht\ntps://${HOST}/`,
  // Paths that climb, or begin another address.
  `https://${HOST}/..`,
  `https://${HOST}/../evil`,
  `https://${HOST}/emea/../../evil`,
  `https://${HOST}/./emea`,
  `https://${HOST}//evil.example`,
  `https://${HOST}/emea//evil`,
  `https://${HOST}/%2e%2e/evil`,
  `https://${HOST}/?next=https://evil.example`,
  `https://${HOST}/#@evil.example`,
  `https://${HOST}?@evil.example`,
  // Ports and people.
  `https://${HOST}:8443/`,
  `https://${HOST}:443/`,
  `https://${HOST}:/`,
  `https://user@${HOST}/`,
  `https://user:secret@${HOST}/`,
  `https://@${HOST}/`,
  `https://${HOST}@evil.example/`,
  `https://${HOST}:443@evil.example/`,
  `https://${HOST}%40evil.example/`,
  `https://evil.example#@${HOST}/`,
  `https://evil.example?@${HOST}/`,
  // Names that only look right.
  "https://evil.trafficmanager.net/",
  "https://trafficmanager.net/",
  `https://${HOST}.evil.example/`,
  `https://evil${HOST}/`,
  `https://evil.${HOST}/`,
  `https://evil-${HOST}/`,
  `https://${HOST}./`,
  `https://${HOST}-evil.example/`,
  `https://${HOST}%2eevil.example/`,
  `https://evil.example/${HOST}`,
  `https://evil.example/?${HOST}`,
  "https://smba-trafficmanager.net/",
  "https://smbatrafficmanager.net/",
  "https://smba.trafficmanager.com/",
  "https://smba.trafficmanager.net.co/",
  "https://\u0455mba.trafficmanager.net/",
  "https://smba\u3002trafficmanager\u3002net/",
  "https://smba.traf\uFB01cmanager.net/",
  "https://xn--mba-6cd.trafficmanager.net/",
  // Loopback by another name, which the sandbox must not take either.
  "http://localhost/",
  "http://localhost:3978/",
  "https://127.0.0.1/",
  "http://127.0.0.1.evil.example/",
  "http://127.1/",
  "http://127.0.0.2/",
  "http://0x7f000001/",
  "http://2130706433/",
  "http://0.0.0.0/",
  "http://[::1]/",
  "http://[::ffff:127.0.0.1]/",
  "http://127.0.0.1@evil.example/",
  "http://evil.example@127.0.0.1/",
  "http://127.0.0.1:99999/",
  "http://169.254.169.254/",
];

describe("createFence", () => {
  it("lets an activity of the Connector through", () => {
    const verdict = judge(buildClaims());

    assert.deepEqual(verdict, { kind: "passed", activity: buildActivity() });
  });

  const tokens: Record<string, string | undefined> = {
    "no header": undefined,
    "an empty header": "",
    "another scheme": "Basic YTpi",
    "two parts": "Bearer a.b",
    "parts that are no JSON": "Bearer YQ.YQ.YQ",
    "claims that are null": buildBearer(null),
    "a header that is null": buildBearer(buildClaims(), null),
    "alg none": buildBearer(buildClaims(), { alg: "none" }),
    "HS256 with the public key": buildBearer(buildClaims(), { alg: "HS256" }),
    "no serviceurl claim": buildBearer({ ...buildClaims(), serviceurl: undefined }),
    "a token above 8 KB": buildBearer(buildClaims({ pad: "x".repeat(9000) })),
  };
  for (const [name, authorization] of Object.entries(tokens))
    it(`refuses ${name} with 401`, () => {
      const verdict = fence({ authorization, body: buildActivity() });

      assert.equal(reasonOf(verdict), "401 token");
    });

  const entra = `https://login.microsoftonline.com/${tenantId}/v2.0`;
  const claims: Record<string, object> = {
    "an Entra token with azp = bot": buildClaims({ iss: entra, azp: appId }),
    "a token for another bot": buildClaims({ aud: "11111111-1111-4111-8111-111111111111" }),
    "the issuer of another cloud": buildClaims({ iss: "https://api.botframework.us" }),
  };
  for (const [name, value] of Object.entries(claims))
    it(`refuses ${name} with 401`, () => {
      assert.equal(reasonOf(judge(value)), "401 claims");
    });

  const bodies: Record<string, [body: unknown, reason: string]> = {
    "a body that is null": [null, "400 activity"],
    "a body that is a list": [[], "400 activity"],
    "a body without a type": [buildActivity({ type: undefined }), "400 activity"],
    "a body without conversation": [buildActivity({ conversation: undefined }), "400 activity"],
    "the channel AseChannel": [buildActivity({ channelId: "AseChannel" }), "403 channel"],
    "the channel emulator": [buildActivity({ channelId: "emulator" }), "403 channel"],
    "no channel": [buildActivity({ channelId: undefined }), "403 channel"],
    "no serviceUrl": [buildActivity({ serviceUrl: undefined }), "403 serviceUrl"],
    "another serviceUrl than the claim": [
      buildActivity({ serviceUrl: "https://smba.trafficmanager.net/apac/" }),
      "403 serviceUrl",
    ],
    "another tenant": [
      buildActivity({ conversation: { id: "a:1", tenantId: "other" }, channelData: {} }),
      "403 tenant",
    ],
    "two tenants": [
      buildActivity({ channelData: { tenant: { id: "11111111-1111-4111-8111-111111111111" } } }),
      "403 tenant",
    ],
    "no tenant": [buildActivity({ conversation: { id: "a:1" }, channelData: {} }), "403 tenant"],
  };
  for (const [name, [body, reason]] of Object.entries(bodies))
    it(`refuses ${name}`, () => {
      assert.equal(reasonOf(judge(buildClaims(), body)), reason);
    });

  it("refuses a signed service URL of a foreign host", () => {
    const serviceUrl = "https://evil.trafficmanager.net/";

    const verdict = judge(buildClaims({ serviceurl: serviceUrl }), buildActivity({ serviceUrl }));

    assert.equal(reasonOf(verdict), "403 serviceUrl");
  });

  it("takes the tenant from channelData alone", () => {
    const verdict = judge(buildClaims(), buildActivity({ conversation: { id: "19:x" } }));

    assert.equal(verdict.kind, "passed");
  });
});

describe("isServiceUrlAllowed", () => {
  it("S11 allows the exact hosts of the row", () => {
    const addresses = [
      "https://smba.trafficmanager.net",
      "https://smba.trafficmanager.net/",
      "https://smba.trafficmanager.net/teams",
      "https://smba.trafficmanager.net/emea/7e9a9700-5a9d-4b0c-8000-000000000002/",
      "https://SMBA.trafficmanager.net/amer/",
    ];

    assert.deepEqual(
      addresses.filter((address) => !isServiceUrlAllowed(address, cloud)),
      [],
    );
  });

  it("S11 allows each cloud its own hosts only", () => {
    const real = clouds.filter(({ loopback }) => !loopback);
    const hosts = real.flatMap(({ serviceHosts }) => serviceHosts);
    const allowed = real.map((row) => [
      row.id,
      hosts.filter((host) => isServiceUrlAllowed(`https://${host}/teams`, row)),
    ]);

    assert.deepEqual(Object.fromEntries(allowed), {
      public: ["smba.trafficmanager.net"],
      gcc: ["smba.infra.gcc.teams.microsoft.com"],
      gcch: ["smba.infra.gov.teams.microsoft.us"],
      dod: ["smba.infra.dod.teams.microsoft.us"],
      china: [],
    });
  });

  it("S11 refuses hostile service URLs in every cloud", () => {
    const passed = clouds.flatMap((row) =>
      HOSTILE.filter((address) => isServiceUrlAllowed(address, row)).map(
        (address) => `${row.id}: ${JSON.stringify(address)}`,
      ),
    );

    assert.deepEqual(passed, []);
  });

  it("lets loopback through in the sandbox row only", () => {
    const open = clouds.filter((row) => isServiceUrlAllowed("http://127.0.0.1:5000", row));

    assert.deepEqual(
      open.map(({ id }) => id),
      ["sandbox"],
    );
  });
});
