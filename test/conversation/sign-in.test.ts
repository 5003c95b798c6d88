import assert from "node:assert/strict";
import { SANDBOX_API_ID } from "../../src/config/index.ts";
import { decideOn, signInOn } from "../support/browser-person.ts";
import {
  cardOf,
  channel,
  findButton,
  findOAuthCard,
  german,
  groupChat,
  linksOf,
  personal,
  type Seat,
  type Shown,
  type Stage,
  startStage,
  textOf,
} from "../support/talk.ts";

const fullyRight = "a0570006-5a4d-4b0c-8e06-c0ffee000006";
const scenario2 = "1~autostore.sender_other.source_imap";
const check = { verb: "verify", data: { s: scenario2, app: fullyRight } };
const question = "check tenant for AutoStore IMAP with another sender";
const mentioned = `@Consentry ${question}`;
const teamsAdmin = { conversation: "a:1sandbox-teams-admin", as: "teams-admin" };

/** What the bot said in the person's own chat since then. */
async function saidSince(stage: Stage, seat: Seat, before: number): Promise<readonly Shown[]> {
  return (await stage.read(seat)).slice(before).filter(({ from }) => from.kind === "bot");
}

/** Takes away everything that the tenant has granted to an app. */
async function revoke(stage: Stage, clientId: string): Promise<void> {
  const { apps } = (await stage.api("GET", "tenant")) as {
    apps: readonly { clientId: string; grants: readonly { id: string }[] }[];
  };
  const ids = new Set(apps.find((app) => app.clientId === clientId)?.grants.map(({ id }) => id));
  for (const id of ids) await stage.api("DELETE", `tenant/grants/${encodeURIComponent(id)}`);
}

describe("signing in, in a chat", () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage({ isSilent: false });
  });
  after(() => stage.stop());
  beforeEach(() => stage.reset());

  const ask = async (seat: Seat, text: string) => {
    const before = (await stage.read(seat)).length;
    await stage.say(seat, text);
    return saidSince(stage, seat, before);
  };
  const offerOf = async (seat: Seat, text: string) => {
    const card = (await ask(seat, text)).map(findOAuthCard).find((one) => one !== undefined);
    assert.ok(card, "there is no sign-in");
    return card;
  };
  const exchange = async (seat: Seat, id: string, token?: string) =>
    stage.invoke(seat, "signin/tokenExchange", {
      id,
      connectionName: "",
      token: token ?? (await stage.giveToken(seat)),
    });

  for (const [name, seat] of Object.entries({ personal, groupChat }))
    it(`goes on with a question, silently, in: ${name}`, async () => {
      const { id } = await offerOf(seat, mentioned);
      const before = (await stage.read(seat)).length;

      const { status } = await exchange(seat, id);

      const said = await saidSince(stage, seat, before);
      assert.deepEqual([status, said.length], [200, 1]);
      assert.match(textOf(said[0]), /Check tenant: which app\?/);
    });

  it("names its API, no connection and a page", async () => {
    const [message] = await ask(personal, question);

    const card = cardOf(message);
    assert.equal(card.connectionName, "");
    assert.match(
      JSON.stringify(card.tokenExchangeResource),
      /"uri":"api:\/\/127\.0\.0\.1:\d+\/botid-/,
    );
    assert.match(JSON.stringify(card.buttons), /"type":"signin".*\/auth\/start\?t=/);
    assert.match(String(card.text), /reads your tenant's directory as you/);
  });

  it("answers once, however many clients exchange", async () => {
    const { id } = await offerOf(personal, question);
    const before = (await stage.read(personal)).length;

    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => exchange(personal, id)));

    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200, 200, 200],
    );
    assert.equal((await saidSince(stage, personal, before)).length, 1);
  });

  it("does not ask again while the sign-in lasts", async () => {
    await exchange(personal, (await offerOf(personal, question)).id);

    const [answer] = await ask(personal, question);

    assert.equal(answer && findOAuthCard(answer), undefined);
    assert.match(textOf(answer), /which app/);
  });

  it("asks again after a sign-out, and forgets what waited", async () => {
    await exchange(personal, (await offerOf(personal, question)).id);
    const waiting = await stage.say(personal, "sign out");
    assert.match(textOf(waiting[0]), /You are signed out/);
    const { id } = await offerOf(personal, question);
    await stage.say(personal, "sign out");
    const before = (await stage.read(personal)).length;

    await exchange(personal, id);

    assert.deepEqual(await saidSince(stage, personal, before), []);
  });

  it("believes no token of somebody else", async () => {
    const { id } = await offerOf(personal, question);
    const before = (await stage.read(personal)).length;

    const { status } = await exchange(personal, id, await stage.giveToken(german));

    assert.equal(status, 412);
    assert.deepEqual(await saidSince(stage, personal, before), []);
  });

  it("takes no question of somebody else", async () => {
    const { id } = await offerOf(groupChat, mentioned);
    const before = (await stage.read(groupChat)).length;

    const { status } = await exchange({ ...groupChat, as: "global-admin" }, id);

    assert.equal(status, 200);
    assert.deepEqual(await saidSince(stage, groupChat, before), []);
  });

  it("asks the client of a press to send it with a token", async () => {
    const asked = await stage.press(personal, check);
    assert.deepEqual(
      [asked.status, asked.statusCode, asked.type],
      [200, 401, "application/vnd.microsoft.activity.loginRequest"],
    );
    const value = {
      action: { type: "Action.Execute", ...check },
      authentication: { id: "1", connectionName: "", token: await stage.giveToken(personal) },
    };

    const { body } = await stage.invoke(personal, "adaptiveCard/action", value);

    assert.equal((body as { statusCode: number }).statusCode, 200);
    assert.match(JSON.stringify(body), /Everything that is needed is granted/);
  });

  it("answers 412 to a press with a token that does not hold", async () => {
    const authentication = { id: "1", connectionName: "", token: "junk" };
    const action = { type: "Action.Execute", ...check };

    const { body } = await stage.invoke(personal, "adaptiveCard/action", {
      action,
      authentication,
    });

    assert.equal((body as { statusCode: number }).statusCode, 412);
  });

  it("leaves a scope that a person may allow to the button", async () => {
    const { id } = await offerOf(personal, "sign in");

    assert.equal((await exchange(personal, id)).status, 412);
  });

  it("goes on after the page on which the person allowed it", async () => {
    const [message] = await ask(personal, "sign in");
    const { buttons } = cardOf(message) as { buttons: readonly { value: string }[] };
    await exchange(personal, message ? (findOAuthCard(message)?.id ?? "") : "");

    const page = await signInOn(buttons[0]?.value ?? "", "product-admin");

    assert.match(page.html, /You are signed in/);
    const answer = await stage.await(personal, /You are signed in/);
    assert.match(textOf(answer), /Priya Raman/);
  });

  it("keeps nothing of an account that is not the person's", async () => {
    const [message] = await ask(personal, "sign in");
    const { buttons } = cardOf(message) as { buttons: readonly { value: string }[] };

    const page = await signInOn(buttons[0]?.value ?? "", "global-admin");

    assert.doesNotMatch(page.html, /You are signed in/);
    const [again] = await ask(personal, "sign in");
    assert.ok(again && findOAuthCard(again), "somebody is signed in");
    const [theirs] = await ask(german, "sign in");
    assert.ok(theirs && findOAuthCard(theirs), "somebody is signed in");
  });

  it("offers a page in a channel, and tells what is private in the own chat", async () => {
    const [offer] = await ask(channel, mentioned);
    assert.equal(offer && findOAuthCard(offer), undefined);
    const [link = ""] = linksOf(offer);
    assert.match(link, /\/auth\/start\?t=/);

    await signInOn(link, "product-admin");

    const answer = await stage.await(channel, /which app/);
    assert.match(textOf(answer), /Check tenant: which app\?/);
  });

  it("tells where a consent is missing who may give it", async () => {
    await revoke(stage, SANDBOX_API_ID);
    const { id } = await offerOf(personal, question);

    const { status } = await exchange(personal, id);

    const card = await stage.await(personal, /An administrator has to allow this once/);
    assert.equal(status, 200);
    assert.match(textOf(card), /Directory\.Read\.All \(Delegated\)/);
    assert.match(textOf(card), /Cloud Application Administrator/);
    assert.equal(findButton(card, "Grant consent").data.clientId, SANDBOX_API_ID);
  });

  it("keeps the question while its own consent is granted, and goes on then", async () => {
    await revoke(stage, SANDBOX_API_ID);
    const { id } = await offerOf(personal, question);
    await exchange(personal, id);
    const card = await stage.await(personal, /An administrator has to allow this once/);

    await stage.press(personal, findButton(card, "Grant consent"), card.id);
    const preview = await stage.await(personal, /What the consent page will ask/);
    for (const link of linksOf(preview)) await decideOn(link, "global-admin", "accept");
    const kept = await stage.await(personal, /An administrator has to allow this once/, card.id);
    await stage.press(personal, findButton(kept, "Ask again"), card.id);

    const answer = await stage.await(personal, /which app/);
    assert.match(textOf(answer), /Check tenant: which app\?/);
  });

  it("leads to the page when a second factor is wanted", async () => {
    await stage.api("PUT", "tenant/sign-in", { mfa: ["product-admin"] });
    const { id } = await offerOf(personal, question);
    await exchange(personal, id);
    const card = await stage.await(personal, /Your organization asks for more proof/);

    await signInOn(linksOf(card)[0] ?? "", "product-admin");

    const answer = await stage.await(personal, /which app/);
    assert.match(textOf(answer), /Check tenant: which app\?/);
  });

  it("explains once why Teams could not sign somebody in", async () => {
    const failure = { code: "resourcematchfailed", message: "x" };
    const before = (await stage.read(personal)).length;
    await stage.invoke(personal, "signin/failure", failure);
    assert.deepEqual(await saidSince(stage, personal, before), [], "nobody asked for anything");
    await offerOf(personal, question);

    const { status } = await stage.invoke(personal, "signin/failure", failure);
    await stage.invoke(personal, "signin/failure", failure);

    assert.equal(status, 200);
    const card = await stage.await(personal, /Teams could not sign you in/);
    assert.match(textOf(card), /resourcematchfailed/);
    const told = (await stage.read(personal)).filter((one) =>
      /resourcematch/.test(JSON.stringify(one)),
    );
    assert.equal(told.length, 1);
  });

  it("signs nobody in whose question it is not", async () => {
    const { id } = await offerOf(groupChat, mentioned);

    await exchange({ ...groupChat, as: "global-admin" }, id);

    const [theirs] = await ask(german, "sign in");
    assert.ok(theirs && findOAuthCard(theirs), "somebody is signed in");
  });

  it("names the administrator where nobody may consent", async () => {
    const [message] = await ask(personal, "sign in");
    const { buttons } = cardOf(message) as { buttons: readonly { value: string }[] };
    const started = await fetch(buttons[0]?.value ?? "", { redirect: "manual" });
    const state = new URL(started.headers.get("location") ?? "").searchParams.get("state") ?? "";
    const said = { error: "access_denied", error_description: "AADSTS90094: an admin has to" };

    await fetch(`${stage.address}auth/end?${new URLSearchParams({ state, ...said })}`);

    const card = await stage.await(personal, /An administrator has to allow this once/);
    assert.match(textOf(card), /User\.ReadBasic\.All/);
  });

  it("says which roles and rights a person has here", async () => {
    const [message] = await ask(teamsAdmin, "sign in");
    const { buttons } = cardOf(message) as { buttons: readonly { value: string }[] };
    await signInOn(buttons[0]?.value ?? "", "teams-admin");

    const answer = await stage.await(teamsAdmin, /You are signed in/);

    assert.match(textOf(answer), /Teams Administrator/);
  });
});
