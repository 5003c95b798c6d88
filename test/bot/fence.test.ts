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
  const allowed = [
    "https://smba.trafficmanager.net",
    "https://smba.trafficmanager.net/",
    "https://smba.trafficmanager.net/emea/7e9a9700-5a9d-4b0c-8000-000000000002/",
    "https://SMBA.trafficmanager.net/amer/",
  ];
  for (const address of allowed)
    it(`allows ${address}`, () => {
      assert.equal(isServiceUrlAllowed(address, cloud), true);
    });

  const refused = [
    "",
    "smba.trafficmanager.net",
    "//smba.trafficmanager.net/",
    "http://smba.trafficmanager.net/",
    "https://evil.trafficmanager.net/",
    "https://smba.trafficmanager.net.evil.example/",
    "https://evilsmba.trafficmanager.net/",
    "https://smba.trafficmanager.net:8443/",
    "https://user@smba.trafficmanager.net/",
    "https://smba.trafficmanager.net@evil.example/",
    "https://evil.example/smba.trafficmanager.net",
    "https://evil.example\\@smba.trafficmanager.net/",
    "https://evil.example#@smba.trafficmanager.net/",
    "https://smba.trafficmanager.net%2eevil.example/",
    "https:\\\\smba.trafficmanager.net\\",
    "https://smba.trafficmanager.net\t/",
    "https://smba.trafficmanager.net\n.evil.example/",
    "https://smba.trafficmanager.net/\u000b",
    " https://smba.trafficmanager.net/",
    "https://ѕmba.trafficmanager.net/",
    "https://smba。trafficmanager。net/",
    "https://smba.trafficmanager.net./",
    "javascript:alert(1)//smba.trafficmanager.net",
    "data:text/html,smba.trafficmanager.net",
    "http://127.0.0.1:3978/",
  ];
  for (const address of refused)
    it(`refuses ${JSON.stringify(address)}`, () => {
      assert.equal(isServiceUrlAllowed(address, cloud), false);
    });

  it("lets loopback through in the sandbox row only", () => {
    const open = clouds.filter((row) => isServiceUrlAllowed("http://127.0.0.1:5000", row));

    assert.deepEqual(
      open.map(({ id }) => id),
      ["sandbox"],
    );
  });

  it("knows loopback by its address, not by its name", () => {
    const sandbox = findCloud("sandbox");
    const names = ["http://localhost/", "http://127.0.0.1.evil.example/", "https://127.0.0.1/"];

    assert.deepEqual(
      names.filter((name) => isServiceUrlAllowed(name, sandbox)),
      [],
    );
  });
});
