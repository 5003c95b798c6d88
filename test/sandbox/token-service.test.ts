import assert from "node:assert/strict";
import { createRequire } from "node:module";
import type { Activity } from "botbuilder";
import { TokenCredentials, type UserTokenClient } from "botframework-connector";
import { decodeJwt } from "jose";
import { requirePerson } from "../../src/sandbox/entra/issue.ts";
import { requireResource } from "../../src/sandbox/entra/resources.ts";
import { signPersonToken } from "../../src/sandbox/entra/tokens.ts";
import { fetchBotToken, grantToAll, signTeamsToken } from "./authority-client.ts";
import { type AuthorityStage, graph, startAuthority, tenantId } from "./authority-stage.ts";
import { browse, personId } from "./browsing.ts";

const userId = "29:1sandbox-product-admin";

/** What the SDK signs its requests with. */
interface Credentials {
  readonly signRequest: TokenCredentials["signRequest"];
}
type ClientClass = new (appId: string, credentials: Credentials, url: string) => UserTokenClient;

/** The client that turns carry; the SDK does not export its class. */
const { UserTokenClientImpl } = createRequire(import.meta.url)(
  "botframework-connector/lib/auth/userTokenClientImpl.js",
) as { readonly UserTokenClientImpl: ClientClass };

describe("sandbox token service", () => {
  let stage: AuthorityStage;
  let botToken: () => Promise<string>;
  let client: UserTokenClient;
  before(async () => {
    stage = await startAuthority();
    botToken = () => fetchBotToken(stage);
    const signRequest: Credentials["signRequest"] = async (resource) =>
      new TokenCredentials(await botToken()).signRequest(resource);
    client = new UserTokenClientImpl(stage.appId, { signRequest }, stage.origin);
  });
  beforeEach(async () => {
    stage.reset();
    await client.signOutUser(userId, "graph", "msteams");
  });
  after(() => stage.stop());

  const exchange = async () =>
    client.exchangeToken(userId, "graph", "msteams", { token: await signTeamsToken(stage) });
  const getToken = (code = "") => client.getUserToken(userId, "graph", "msteams", code);

  it("has no token before anybody signed in", async () => {
    assert.equal(await getToken(), undefined);
  });

  it("answers no token with an empty 404", async () => {
    const url = `${stage.origin}/api/usertoken/GetToken?userId=u&connectionName=graph`;
    const headers = { authorization: `Bearer ${await botToken()}` };

    const response = await fetch(url, { headers });

    assert.deepEqual([response.status, await response.text()], [404, ""]);
  });

  it("exchanges the token of Teams and keeps the sign-in", async () => {
    grantToAll(stage, "User.Read");

    const exchanged = await exchange();
    const kept = await getToken();

    const { aud, oid, scp, appid } = decodeJwt(exchanged.token);
    assert.deepEqual(
      { aud, oid, scp, appid },
      { aud: graph, oid: personId("product-admin"), scp: "User.Read", appid: stage.appId },
    );
    assert.deepEqual(
      [kept.token, kept.connectionName, kept.channelId],
      [exchanged.token, "graph", "msteams"],
    );
  });

  it("asks for consent with 412", async () => {
    await assert.rejects(exchange(), { statusCode: 412 });
  });

  it("keeps nothing of a refused exchange", async () => {
    await exchange().catch(() => undefined);

    assert.equal(await getToken(), undefined);
  });

  it("refuses a token for another API", async () => {
    const token = await signPersonToken(stage.authority, {
      person: requirePerson(personId("product-admin")),
      clientId: stage.appId,
      resource: requireResource(stage.authority, graph),
      values: ["User.Read"],
      amr: ["pwd"],
    });

    const answer = await client.exchangeToken(userId, "graph", "msteams", { token });

    // For the SDK 400 is an answer like 200: only the missing token tells.
    assert.equal(answer.token, undefined);
    assert.equal(await getToken(), undefined);
  });

  it("renews a token before it ends", async () => {
    grantToAll(stage, "User.Read");
    const { token } = await exchange();
    const later = `Bearer ${await tokenAt(3_400)}`;

    const renewed = await readToken(later);

    assert.equal(renewed.status, 200);
    assert.notEqual(renewed.token, token);
  });

  it("forgets a sign-in whose consent is gone", async () => {
    grantToAll(stage, "User.Read");
    await exchange();
    const [grant] = stage.directory.listDelegated(stage.idOf(stage.appId), "now");
    stage.directory.revoke(grant?.id ?? "");

    const gone = await readToken(`Bearer ${await tokenAt(3_400)}`);
    grantToAll(stage, "User.Read");
    const later = await readToken(`Bearer ${await tokenAt(3_400)}`);

    assert.deepEqual([gone.status, later.status], [404, 404]);
  });

  /** Moves the clock by seconds and gives a token of the bot that holds then. */
  const tokenAt = (seconds: number) => {
    stage.authority.keys.skewSeconds = seconds;
    return stage.authority.keys.sign({
      iss: `https://sts.windows.net/${tenantId}/`,
      aud: "https://api.botframework.com",
      appid: stage.appId,
    });
  };
  const readToken = async (authorization: string) => {
    const query = new URLSearchParams({ userId, connectionName: "graph", channelId: "msteams" });
    const url = `${stage.origin}/api/usertoken/GetToken?${query}`;
    const response = await fetch(url, { headers: { authorization } });
    const text = await response.text();
    const token = text ? (JSON.parse(text) as { token: string }).token : undefined;
    return { status: response.status, token };
  };

  it("signs a person out", async () => {
    grantToAll(stage, "User.Read");
    await exchange();

    await client.signOutUser(userId, "graph", "msteams");

    assert.equal(await getToken(), undefined);
  });

  it("tells which connections hold a token", async () => {
    grantToAll(stage, "User.Read");
    const before = await client.getTokenStatus(userId, "msteams", "graph");
    await exchange();
    const after = await client.getTokenStatus(userId, "msteams", "");
    const other = await client.getTokenStatus(userId, "msteams", "other");

    const toStatus = (hasToken: boolean) => ({
      channelId: "msteams",
      connectionName: "graph",
      hasToken,
      serviceProviderDisplayName: "Azure Active Directory v2",
    });
    assert.deepEqual(JSON.parse(JSON.stringify([before, after, other])), [
      [toStatus(false)],
      [toStatus(true)],
      [],
    ]);
  });

  it("gives tokens for the resources that are granted", async () => {
    grantToAll(stage, "User.Read");
    await exchange();
    const urls = [`${graph}/`, "https://outlook.office.com/"];

    const tokens = await client.getAadTokens(userId, "graph", urls, "msteams");

    assert.deepEqual(Object.keys(tokens), [`${graph}/`]);
    assert.equal(decodeJwt(tokens[`${graph}/`]?.token ?? "").aud, graph);
  });

  const activity = {
    type: "message",
    channelId: "msteams",
    serviceUrl: "https://smba.example",
    from: { id: userId, name: "Priya Raman" },
    recipient: { id: "28:bot", name: "Consentry" },
    conversation: { id: "a:1" },
  } as Activity;
  const openSignIn = async () => {
    const { signInLink = "" } = await client.getSignInResource("graph", activity, "");
    return signInLink;
  };

  it("names the API that Teams signs in to", async () => {
    const { tokenExchangeResource } = await client.getSignInResource("graph", activity, "");

    assert.equal(tokenExchangeResource?.uri, `api://botid-${stage.appId}`);
  });

  /** Signs in on the page that a link opens and gives the code that it shows. */
  const signInOnPage = async (link: string) => {
    const person = browse(stage.origin);
    const start = await fetch(link, { redirect: "manual" });
    const asked = await person.load(start.headers.get("location") ?? "");
    const consent = await person.pick(asked, "product-admin");
    const { sentTo } = await person.decide(consent, "accept");
    const back = `/.auth/web/redirect?${new URLSearchParams(sentTo?.answer)}`;
    const page = await person.load(back);
    return { back, code: /class="big">(\d{6})</.exec(page.html)?.[1] ?? "" };
  };

  it("finishes a sign-in on a page with its code, once", async () => {
    const { code } = await signInOnPage(await openSignIn());

    const before = await getToken();
    const wrong = await getToken(code === "000000" ? "000001" : "000000");
    const right = await getToken(code);
    await client.signOutUser(userId, "graph", "msteams");
    const again = await getToken(code);

    assert.deepEqual([before, wrong, again], [undefined, undefined, undefined]);
    assert.equal(decodeJwt(right.token).oid, personId("product-admin"));
  });

  it("takes the code of the person's own chat only", async () => {
    const { code } = await signInOnPage(await openSignIn());

    const other = await client.getUserToken("29:somebody-else", "graph", "msteams", code);

    assert.equal(other, undefined);
  });

  it("shows one code for a sign-in", async () => {
    const { back } = await signInOnPage(await openSignIn());

    const { status, html } = await browse(stage.origin).load(back);

    assert.deepEqual([status, html.includes('class="big"')], [400, false]);
  });

  it("shows no code to somebody who left the page", async () => {
    const person = browse(stage.origin);
    const start = await fetch(await openSignIn(), { redirect: "manual" });
    const { sentTo } = await person.leave(await person.load(start.headers.get("location") ?? ""));

    const { html } = await person.load(
      `/.auth/web/redirect?${new URLSearchParams(sentTo?.answer)}`,
    );

    assert.match(html, /You are not signed in/);
  });

  it("opens no sign-in page for an unknown link", async () => {
    const { status } = await browse(stage.origin).load("/api/oauth/signin?signin=none");

    assert.equal(status, 400);
  });

  const paths: readonly [string, string][] = [
    ["GET", "usertoken/GetToken"],
    ["POST", "usertoken/exchange"],
    ["DELETE", "usertoken/SignOut"],
    ["GET", "usertoken/GetTokenStatus"],
    ["POST", "usertoken/GetAadTokens"],
    ["GET", "botsignin/GetSignInResource"],
    ["GET", "botsignin/GetSignInUrl"],
  ];
  for (const [method, path] of paths) {
    it(`refuses ${path} without the bot's token`, async () => {
      const authorization = `Bearer ${await signTeamsToken(stage)}`;
      const url = `${stage.origin}/api/${path}?userId=${userId}&connectionName=graph`;

      const statuses = await Promise.all(
        [{}, { authorization }].map(
          async (headers) => (await fetch(url, { method, headers })).status,
        ),
      );

      assert.deepEqual(statuses, [401, 401]);
    });
  }

  it("refuses the token of another app", async () => {
    const token = await stage.authority.keys.sign({
      iss: `https://sts.windows.net/${tenantId}/`,
      aud: "https://api.botframework.com",
      appid: "another",
    });

    assert.equal((await readToken(`Bearer ${token}`)).status, 401);
  });

  const states: Readonly<Record<string, [string, number]>> = {
    "no state": ["", 400],
    "a state that is none": ["bm9uZQ==", 400],
    "the state of another bot": [toState({ msAppId: "another" }), 400],
    "an unknown connection": [toState({ connectionName: "other" }), 404],
  };
  for (const [name, [state, status]] of Object.entries(states)) {
    it(`opens no sign-in for ${name}`, async () => {
      const filled = state.startsWith("{")
        ? Buffer.from(state.replace("BOT", stage.appId)).toString("base64")
        : state;
      const query = new URLSearchParams({ state: filled });
      const url = `${stage.origin}/api/botsignin/GetSignInUrl?${query}`;
      const headers = { authorization: `Bearer ${await botToken()}` };

      assert.equal((await fetch(url, { headers })).status, status);
    });
  }
});

function toState(overrides: object): string {
  const conversation = { channelId: "msteams", user: { id: userId } };
  return JSON.stringify({ connectionName: "graph", conversation, msAppId: "BOT", ...overrides });
}
