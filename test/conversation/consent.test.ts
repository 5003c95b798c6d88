import assert from "node:assert/strict";
import { tenantId } from "../support/activities.ts";
import {
  channel,
  findButton,
  linksOf,
  personal,
  type Seat,
  type Stage,
  startStage,
  textOf,
} from "../support/talk.ts";

const clientId = "5e3ce6c0-2b1f-4285-8d4b-75ee78787346";

describe("consent", () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  beforeEach(() => stage.reset());
  after(() => stage?.stop());

  /** The form as it opens under an answer. */
  async function openForm(seat: Seat, mention = "") {
    const [answer] = await stage.say(seat, `${mention}IMAP and Mail Send with the same user`);
    const form = await stage.press(seat, findButton(answer, "Grant consent"), answer?.id);
    return { answer, form };
  }

  /** Fills in the form and presses its button. */
  async function fill(values: Readonly<Record<string, string>>) {
    const { answer, form } = await openForm(personal);
    const { verb, data } = findButton(form, "Show the preview");
    return stage.press(personal, { verb, data: { ...data, ...values } }, answer?.id);
  }

  const consentLinks = (addresses: readonly string[]) =>
    addresses
      .map((address) => new URL(address))
      .filter(({ searchParams }) => searchParams.size > 0);

  it("asks for the client id and fills in the tenant", async () => {
    const { form } = await openForm(personal);

    assert.match(textOf(form), new RegExp(tenantId));
    assert.deepEqual(consentLinks(linksOf(form)), []);
  });

  it("shows a preview whose links lead to this tenant and app", async () => {
    const preview = await fill({ tenant: tenantId, clientId });

    const links = consentLinks(linksOf(preview));
    assert.ok(links.length > 0);
    for (const link of links) {
      assert.equal(link.hostname, "127.0.0.1");
      assert.equal(link.pathname.split("/")[1], tenantId);
      assert.equal(link.searchParams.get("client_id"), clientId);
      assert.equal(link.searchParams.get("redirect_uri"), `${stage.address}consent/callback`);
    }
    assert.equal(new Set(links.map((link) => link.searchParams.get("state"))).size, links.length);
  });

  it("says nothing readable in the state", async () => {
    const preview = await fill({ tenant: tenantId, clientId });

    const states = consentLinks(linksOf(preview)).map((link) => link.searchParams.get("state"));
    for (const state of states) {
      const bytes = Buffer.from(state?.split(".")[1] ?? "", "base64url").toString("latin1");
      assert.ok(!bytes.includes(tenantId) && !bytes.includes("sandbox"), "the state is readable");
    }
  });

  const wrong: Record<string, Record<string, string>> = {
    "common instead of a tenant": { tenant: "common", clientId },
    "a tenant of somebody else": { tenant: "11111111-1111-4111-8111-111111111111", clientId },
    "an address as tenant": { tenant: "https://evil.example/", clientId },
    "a client id that is none": { tenant: tenantId, clientId: "javascript:alert(1)" },
    "no client id": { tenant: tenantId, clientId: "" },
  };
  for (const [name, values] of Object.entries(wrong))
    it(`makes no link for ${name}`, async () => {
      const form = await fill(values);

      assert.deepEqual(consentLinks(linksOf(form)), []);
      assert.ok(findButton(form, "Show the preview"));
    });

  it("puts a client id from the text into the form only", async () => {
    const text = `grant consent for IMAP and Mail Send, same user, client id ${clientId}`;

    const [form] = await stage.say(personal, text);

    assert.match(textOf(form), new RegExp(clientId));
    assert.deepEqual(consentLinks(linksOf(form)), []);
  });

  it("asks for the missing fact first and then goes on", async () => {
    const [question] = await stage.say(personal, "grant consent for a printer to OneDrive");
    const choice = findButton(question, /^With Token Vault/);

    await stage.press(personal, choice, question?.id);

    const shown = (await stage.read(personal)).findLast(({ from }) => from.kind === "bot");
    assert.match(textOf(shown), /Client id/);
  });

  it("shows the form in a channel to one person and keeps the answer", async () => {
    const { answer, form } = await openForm(channel, "@Consentry ");

    const other = { ...channel, as: "teams-admin" };
    const seen = (await stage.read(other)).find(({ id }) => id === answer?.id);
    assert.match(textOf(form), /Client id/);
    assert.deepEqual([seen?.isEdited, textOf(seen)], [false, textOf(answer)]);
  });

  it("ends on a page that believes nothing", async () => {
    const address = `${stage.address}consent/callback?admin_consent=True&tenant=evil&state=<script>`;

    const response = await fetch(address);

    const page = await response.text();
    assert.equal(response.status, 200);
    assert.match(response.headers.get("content-security-policy") ?? "", /frame-ancestors 'none'/);
    assert.ok(!page.includes("evil") && !page.includes("<script"), "the page repeats its address");
    assert.equal(page, await (await fetch(`${stage.address}consent/callback`)).text());
  });

  it("takes a domain of the home tenant", async () => {
    const preview = await fill({ tenant: "contoso.example", clientId });

    assert.ok(consentLinks(linksOf(preview)).length > 0);
  });

  for (const tenant of [
    "evil.onmicrosoft.com",
    "fabrikam.com",
    "11111111-2222-4333-8444-555555555555",
  ])
    it(`makes no link to ${tenant}`, async () => {
      const form = await fill({ tenant, clientId });

      assert.deepEqual(consentLinks(linksOf(form)), []);
      assert.match(textOf(form), /Enter (its|the) tenant id/);
    });

  it("shows no link to everybody in a channel through Submit", async () => {
    const [answer] = await stage.say(channel, "@Consentry IMAP and Mail Send with the same user");
    const data = findButton(answer, "Grant consent").data;

    await stage.submit(
      channel,
      { ...data, verb: "consent", tenant: tenantId, clientId },
      answer?.id,
    );

    const seen = await stage.read({ ...channel, as: "teams-admin" });
    const preview = seen.at(-1);
    assert.match(textOf(preview), /personal chat/);
    assert.deepEqual(consentLinks(linksOf(preview)), []);
  });
});
