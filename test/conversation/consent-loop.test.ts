import assert from "node:assert/strict";
import { decideOn } from "../support/browser-person.ts";
import {
  channel,
  findButton,
  linksOf,
  personal,
  type Seat,
  type Shown,
  type Stage,
  startStage,
  textOf,
} from "../support/talk.ts";

/** Apps of the sandbox tenant. */
const nothingGranted = "a0570001-5a4d-4b0c-8e01-c0ffee000001";
const incomplete = "a0570007-5a4d-4b0c-8e07-c0ffee000007";
const vendor = "a0570008-5a4d-4b0c-8e08-c0ffee000008";

const admin = { conversation: channel.conversation, as: "global-admin" };

describe("a consent request from link to card", () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  beforeEach(() => stage.reset());
  after(() => stage?.stop());

  /** Asks for a set-up, names the app, and gives the card with the links of its preview. */
  async function preview(seat: Seat, app: string, text = "IMAP and Mail Send, other sender") {
    const mention = seat === personal ? "" : "@Consentry ";
    const [answer] = await stage.say(seat, mention + text);
    const { data } = findButton(answer, "Grant consent");
    const card = await stage.press(seat, { verb: "consent", data: { ...data, app } }, answer?.id);
    const links = linksOf(card).filter((link) => link.includes("client_id="));
    return { id: answer?.id ?? "", data, card, links };
  }

  const cardOf = async (seat: Seat, id: string): Promise<Shown | undefined> =>
    (await stage.read(seat)).find((one) => one.id === id);

  it("tells a product admin that an admin is needed", async () => {
    const { id, links } = await preview(personal, nothingGranted);

    const page = await decideOn(links[0] ?? "", "product-admin", "look");
    const back = await decideOn(links[0] ?? "", "product-admin", "return");

    assert.match(page.html, /Need admin approval[\s\S]*AADSTS90094/);
    assert.match(back.html, /You can close this page/);
    const card = await stage.await(personal, /Global Administrator/, id);
    assert.match(textOf(card), /admin/i);
    assert.ok(!/Consent granted/i.test(textOf(card)));
  });

  it("turns the card in the channel green for everybody", async () => {
    const { id, links } = await preview(admin, nothingGranted);

    await decideOn(links[0] ?? "", "global-admin", "accept");

    const green = await stage.await(channel, /^Consent granted$/m, id);
    const [own, other] = [await cardOf(admin, id), await cardOf(channel, id)];
    assert.equal(textOf(own), textOf(other));
    assert.deepEqual(
      linksOf(green).filter((link) => link.includes("client_id=")),
      [],
    );
  });

  it("tells who asked in their own chat", async () => {
    await stage.say(personal, "hello");
    const { links } = await preview(channel, nothingGranted);

    await decideOn(links[0] ?? "", "global-admin", "accept");

    const told = await stage.await(personal, /^Consent granted$/m);
    assert.match(textOf(told), /AutoStore \(nothing granted\)/);
  });

  it("waits for a directory that lags, and says so meanwhile", async () => {
    await stage.api("PUT", "tenant/settings", { replicationDelayMs: 1_000 });
    const { id, links } = await preview(personal, nothingGranted, "nBold home scope");

    await decideOn(links[0] ?? "", "global-admin", "accept");

    await stage.await(personal, /Checking what was granted/, id);
    const green = await stage.await(personal, /^Consent granted$/m, id);
    assert.ok(green.isEdited);
  });

  const ends: Record<string, ["accept" | "cancel", app: string, pattern: RegExp]> = {
    "a page that was declined": ["cancel", nothingGranted, /Consent was declined/],
    "a registration that lacks a permission": ["accept", incomplete, /Consent granted in part/],
  };
  for (const [name, [decision, app, pattern]] of Object.entries(ends))
    it(`has a card of its own for ${name}`, async () => {
      const { id, links } = await preview(personal, app);

      await decideOn(links[0] ?? "", "global-admin", decision);

      const card = await stage.await(personal, pattern, id);
      assert.ok(findButton(card, "Open the answer"));
    });

  it("redeems a link once and tells so", async () => {
    const { id, links } = await preview(personal, nothingGranted);
    const { address } = await decideOn(links[0] ?? "", "global-admin", "cancel");
    await stage.await(personal, /Consent was declined/, id);

    await Promise.all(Array.from({ length: 5 }, () => fetch(address)));

    const told = await stage.await(personal, /used already/i);
    const again = (await stage.read(personal)).filter(
      (one) => one.attachments && /used already/i.test(textOf(one)),
    );
    assert.equal(again.length, 1);
    assert.notEqual(told.id, id);
  });

  it("is not moved by a redirect that somebody made up", async () => {
    const { id, links } = await preview(personal, nothingGranted);
    const state = new URL(links[0] ?? "").searchParams.get("state") ?? "";
    const before = textOf(await cardOf(personal, id));

    await fetch(`${stage.address}consent/callback?admin_consent=True&state=${state.slice(0, -1)}A`);
    await fetch(`${stage.address}consent/callback?admin_consent=True&tenant=x`);

    assert.equal(textOf(await cardOf(personal, id)), before);
  });

  it("grants a vendor's app that the tenant had not met", async () => {
    const [answer] = await stage.say(personal, "IMAP and Mail Send, other sender");
    const { data } = findButton(answer, "Grant consent");
    const question = await stage.press(
      personal,
      { verb: "consent", data: { ...data, app: vendor } },
      answer?.id,
    );
    const card = await stage.press(personal, findButton(question, "Use this app"), answer?.id);
    const [link = ""] = linksOf(card).filter((one) => one.includes("client_id="));

    await decideOn(link, "global-admin", "accept");

    await stage.await(personal, /^Consent granted$/m, answer?.id);
  });
});
