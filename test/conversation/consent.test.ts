import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
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

/** AutoStore (nothing granted), an app of the sandbox tenant. */
const app = "a0570001-5a4d-4b0c-8e01-c0ffee000001";

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
  async function fill(values: Readonly<Record<string, string>>, seat: Seat = personal) {
    const mention = seat === personal ? "" : "@Consentry ";
    const { answer, form } = await openForm(seat, mention);
    const { verb, data } = findButton(form, "Show the preview");
    const next = await stage.press(seat, { verb, data: { ...data, ...values } }, answer?.id);
    return { answer, next };
  }

  const consentLinks = (addresses: readonly string[]) =>
    addresses
      .map((address) => new URL(address))
      .filter(({ searchParams }) => searchParams.size > 0);
  const linksIn = (shown: Parameters<typeof linksOf>[0]) => consentLinks(linksOf(shown));

  it("asks for the app and fills in the tenant", async () => {
    const { form } = await openForm(personal);

    assert.match(textOf(form), new RegExp(tenantId));
    assert.match(textOf(form), /App name or client id/);
    assert.deepEqual(linksIn(form), []);
  });

  it("S26 leads its links to this tenant and app only", async () => {
    const { next: preview } = await fill({ tenant: tenantId, app });

    const links = linksIn(preview);
    assert.ok(links.length > 0);
    for (const link of links) {
      assert.equal(link.hostname, "127.0.0.1");
      assert.equal(link.pathname.split("/")[1], tenantId);
      assert.equal(link.searchParams.get("client_id"), app);
      assert.equal(link.searchParams.get("redirect_uri"), `${stage.address}consent/callback`);
    }
    assert.equal(new Set(links.map((link) => link.searchParams.get("state"))).size, links.length);
  });

  it("S26 shows what the app is before the link", async () => {
    const { next: preview } = await fill({ app });

    const text = textOf(preview);
    for (const said of [
      "AutoStore (nothing granted)",
      app,
      tenantId,
      /has not verified a publisher/,
      /May grant it: Global Administrator/,
      /Without a link/,
      /The link leads to 127\.0\.0\.1/,
    ])
      assert.match(text, new RegExp(typeof said === "string" ? quoteParentheses(said) : said));
  });

  it("finds an app by the beginning of its name", async () => {
    const { next: preview } = await fill({ app: "autostore (nothing" });

    assert.match(textOf(preview), new RegExp(app));
    assert.ok(linksIn(preview).length > 0);
  });

  it("lets a person choose where several apps have the name", async () => {
    const { answer, next: choice } = await fill({ app: "AutoStore" });
    const button = findButton(choice, /all granted/);

    const preview = await stage.press(personal, button, answer?.id);

    assert.match(textOf(choice), /Publisher/);
    assert.match(textOf(preview), /AutoStore \(all granted\)/);
  });

  it("S27 says what .default asks for besides", async () => {
    const [answer] = await stage.say(personal, "IMAP and Mail Send, other sender");
    const button = { verb: "consent", data: { ...findButton(answer, "Grant consent").data, app } };

    const preview = await stage.press(personal, button, answer?.id);

    const [first] = linksIn(preview);
    assert.match(first?.searchParams.get("scope") ?? "", /\/\.default$/);
    assert.match(
      textOf(preview),
      /Registered as well, so the page grants these too:\n• IMAP\.AccessAsUser\.All/,
    );
  });

  it("has no link for what is granted already", async () => {
    const granted = "a0570006-5a4d-4b0c-8e06-c0ffee000006";
    const [answer] = await stage.say(personal, "IMAP and Mail Send, other sender");
    const { data } = findButton(answer, "Grant consent");

    const preview = await stage.press(
      personal,
      { verb: "consent", data: { ...data, app: granted } },
      answer?.id,
    );

    assert.deepEqual(linksIn(preview), []);
    assert.match(textOf(preview), /granted already/i);
  });

  it("says nothing readable in the state", async () => {
    const { next: preview } = await fill({ app });

    for (const state of linksIn(preview).map((link) => link.searchParams.get("state"))) {
      const bytes = Buffer.from(state?.split(".")[1] ?? "", "base64url").toString("latin1");
      assert.ok(!bytes.includes(tenantId) && !bytes.includes("sandbox"), "the state is readable");
    }
  });

  const wrong: Record<string, Record<string, string>> = {
    "common instead of a tenant": { tenant: "common", app },
    "a tenant of somebody else": { tenant: "11111111-1111-4111-8111-111111111111", app },
    "an address as tenant": { tenant: "https://evil.example/", app },
    "a name that no app has": { app: "javascript:alert(1)" },
    "no app": { app: "" },
    "a foreign domain": { tenant: "evil.onmicrosoft.com", app },
  };
  for (const [name, values] of Object.entries(wrong))
    it(`makes no link for ${name}`, async () => {
      const { next: form } = await fill(values);

      assert.deepEqual(linksIn(form), []);
      assert.ok(findButton(form, "Show the preview"));
    });

  it("S26 asks to confirm an app that the tenant does not know", async () => {
    const stranger = randomUUID();
    const { answer, next: question } = await fill({ app: stranger });
    const confirm = findButton(question, "Use this app");

    const preview = await stage.press(personal, confirm, answer?.id);

    assert.deepEqual(linksIn(question), []);
    assert.match(textOf(question), new RegExp(stranger));
    assert.ok(linksIn(preview).length > 0);
  });

  it("S45 takes a confirmation from its person, place and app only", async () => {
    const { answer, next: question } = await fill({ app: randomUUID() });
    const { verb, data } = findButton(question, "Use this app");
    const forged: readonly [Seat, Record<string, unknown>][] = [
      [personal, { ...data, k: `${data.k}x` }],
      [personal, { ...data, k: "" }],
      [personal, { ...data, clientId: randomUUID() }],
      [{ conversation: "19:mail-rollout@thread.v2", as: "product-admin" }, data],
      [{ conversation: "a:1sandbox-global-admin", as: "global-admin" }, data],
    ];

    for (const [seat, changed] of forged) {
      const replyTo = seat === personal ? answer?.id : undefined;
      const pressed = await stage.press(seat, { verb, data: changed }, replyTo);
      assert.match(textOf(pressed), /ERR_ACTION_INPUT/);
      assert.deepEqual(linksIn(pressed), []);
    }
  });

  it("S26 puts a client id from the text into the form only", async () => {
    const text = `grant consent for IMAP and Mail Send, same user, client id ${app}`;

    const [form] = await stage.say(personal, text);

    assert.match(textOf(form), new RegExp(app));
    assert.deepEqual(linksIn(form), []);
  });

  it("asks for the missing fact first and then goes on", async () => {
    const [question] = await stage.say(personal, "grant consent for a printer to OneDrive");
    const choice = findButton(question, /^With Token Vault/);

    await stage.press(personal, choice, question?.id);

    const shown = (await stage.read(personal)).findLast(({ from }) => from.kind === "bot");
    assert.match(textOf(shown), /App name or client id/);
  });

  it("shows the form in a channel to one person and keeps the answer", async () => {
    const { answer, form } = await openForm(channel, "@Consentry ");

    const other = { ...channel, as: "teams-admin" };
    const seen = (await stage.read(other)).find(({ id }) => id === answer?.id);
    assert.match(textOf(form), /App name or client id/);
    assert.deepEqual([seen?.isEdited, textOf(seen)], [false, textOf(answer)]);
  });

  it("takes a domain of the home tenant", async () => {
    const { next: preview } = await fill({ tenant: "contoso.example", app });

    assert.ok(linksIn(preview).length > 0);
  });

  it("shows no link to everybody in a channel through Submit", async () => {
    const [answer] = await stage.say(channel, "@Consentry IMAP and Mail Send with the same user");
    const data = findButton(answer, "Grant consent").data;

    await stage.submit(channel, { ...data, verb: "consent", app }, answer?.id);

    const seen = (await stage.read({ ...channel, as: "teams-admin" })).at(-1);
    assert.match(seen?.text ?? "", /^This is for you alone/);
    assert.equal(seen?.attachments, undefined);
  });

  it("S24 ends on a page that believes nothing", async () => {
    const address = `${stage.address}consent/callback?admin_consent=True&tenant=evil&state=<script>`;

    const response = await fetch(address);

    const page = await response.text();
    assert.equal(response.status, 200);
    assert.match(response.headers.get("content-security-policy") ?? "", /frame-ancestors 'none'/);
    assert.ok(!page.includes("evil") && !page.includes("<script"), "the page repeats its address");
    assert.equal(page, await (await fetch(`${stage.address}consent/callback`)).text());
  });

  it("explains what a consent page said", async () => {
    const { answer, next: preview } = await fill({ app });
    await stage.press(personal, findButton(preview, "Paste what the page said"), answer?.id);
    const form = (await stage.read(personal)).at(-1);
    const { verb, data } = findButton(form, /Explain/);

    await stage.press(personal, { verb, data: { ...data, text: "Sorry! AADSTS50011: ..." } });

    assert.match(textOf((await stage.read(personal)).at(-1)), /AADSTS50011[\s\S]*redirect/i);
  });
});

function quoteParentheses(text: string): string {
  return text.replaceAll(/[()]/g, "\\$&");
}
