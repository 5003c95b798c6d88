import assert from "node:assert/strict";
import { seedApps } from "../../src/sandbox/directory/seed.ts";
import {
  channel,
  findButton,
  findOAuthCard,
  german,
  personal,
  type Seat,
  type Shown,
  type Stage,
  startStage,
  textOf,
} from "../support/talk.ts";

const CONSENT = "application/vnd.microsoft.teams.card.file.consent";
const INFO = "application/vnd.microsoft.teams.card.file.info";
const QUESTION = "AutoStore IMAP and Mail Send, other sender";

interface FileCard {
  readonly contentType: string;
  readonly contentUrl?: string;
  readonly name: string;
  readonly content: Readonly<Record<string, unknown>>;
}

describe("exporting", () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  beforeEach(() => stage.reset());
  after(() => stage?.stop());

  function cardsOf(shown: readonly Shown[], contentType: string): FileCard[] {
    const attachments = shown.flatMap((one) => one.attachments ?? []);
    return (attachments as unknown as FileCard[]).filter((one) => one.contentType === contentType);
  }

  const offersIn = async (seat: Seat) =>
    (await stage.read(seat)).filter((one) => cardsOf([one], CONSENT).length > 0);

  const answerOffer = (seat: Seat, { id }: Shown, action: "accept" | "decline") =>
    stage.api("PUT", `messages/${encodeURIComponent(id)}/file`, { as: seat.as, action });

  async function offer(text: string, seat = personal) {
    await stage.say(seat, QUESTION);
    const said = await stage.say(seat, text);
    const [offered] = await offersIn(seat);
    assert.ok(offered, "no file is offered");
    return { said, offered };
  }

  it("offers every format under an answer, each with its download", async () => {
    const [answer] = await stage.say(personal, QUESTION);

    await stage.press(personal, findButton(answer, "Export"), answer?.id);
    const shown = (await stage.read(personal)).at(-1);

    const card = JSON.stringify(shown?.attachments);
    for (const id of [
      "csv",
      "markdown",
      "json",
      "manifest",
      "az-cli",
      "powershell",
      "bicep",
      "terraform",
    ])
      assert.match(card, new RegExp(`/p/1~autostore[^"]+/export/${id}"`));
    assert.match(textOf(shown), /Show Azure CLI/);
  });

  it("puts the file into OneDrive once the person agrees", async () => {
    const { offered } = await offer("export as azure cli");

    await answerOffer(personal, offered, "accept");

    const [info] = cardsOf(await stage.read(personal), INFO);
    assert.equal(info?.name, "autostore-2.sh");
    assert.equal(info?.content.fileType, "sh");
    const text = await (await fetch(String(info?.contentUrl))).text();
    assert.match(text, /^#!\/usr\/bin\/env bash\n/);
    assert.equal(Buffer.byteLength(text), cardsOf([offered], CONSENT)[0]?.content.sizeInBytes);
    assert.deepEqual(await offersIn(personal), []);
  });

  it("says no more of a file that was declined, and offers the formats", async () => {
    const { offered } = await offer("export as csv");

    await answerOffer(personal, offered, "decline");

    const shown = (await stage.read(personal)).at(-1);
    assert.match(textOf(shown), /No file was stored: you said no\./);
    assert.deepEqual(await offersIn(personal), []);
  });

  const lost: Readonly<Record<string, string>> = {
    "of a foreign host": "https://evil.example/upload/1",
    "without https": "http://contoso.sharepoint.com/upload/1",
    "that OneDrive does not know": "upload/unknown",
  };
  for (const [name, address] of Object.entries(lost))
    it(`says that a file was not stored at an address ${name}`, async () => {
      const { offered } = await offer("export as csv");
      const { acceptContext: context } = cardsOf([offered], CONSENT)[0]?.content ?? {};
      const uploadUrl = URL.canParse(address) ? address : stage.address + address;
      const place = { contentUrl: "https://contoso.sharepoint.com/x", name: "x.csv" };
      const uploadInfo = { uploadUrl, ...place, uniqueId: "1", fileType: "csv" };

      const { status } = await stage.invoke(personal, "fileConsent/invoke", {
        type: "fileUpload",
        action: "accept",
        context,
        uploadInfo,
      });

      const shown = await stage.read(personal);
      assert.equal(status, 200);
      assert.match(textOf(shown.at(-1)), /Your OneDrive did not take the file\./);
      assert.deepEqual(cardsOf(shown, INFO), []);
    });

  it("refuses an answer that no offer of ours carries", async () => {
    const context = { s: "1~nowhere", format: "csv", language: "en" };

    await stage.invoke(personal, "fileConsent/invoke", { action: "accept", context });

    const shown = (await stage.read(personal)).at(-1);
    assert.match(textOf(shown), /ERR_ACTION_INPUT|does not fit|older/i);
  });

  it("keeps the language of the person who was asked", async () => {
    await stage.say(german, QUESTION);
    await stage.say(german, "exportiere als CSV");
    const [offered] = await offersIn(german);
    assert.ok(offered);

    await answerOffer(german, offered, "accept");

    const [info] = cardsOf(await stage.read(german), INFO);
    const text = await (await fetch(String(info?.contentUrl))).text();
    assert.match(text, /"Berechtigung","Typ"/);
  });

  it("offers no file where others read", async () => {
    const [answer] = await stage.say(channel, `@Consentry ${QUESTION}`);
    const formats = await stage.press(channel, findButton(answer, "Export"), answer?.id);

    const chosen = await stage.press(channel, findButton(formats, "Show Terraform"), answer?.id);

    assert.match(JSON.stringify(chosen.value), /"type":"CodeBlock"/);
    assert.deepEqual(await offersIn(channel), []);
    const [same] = (await stage.read(channel)).filter(({ id }) => id === answer?.id);
    assert.equal(same?.isEdited, false);
  });

  it("asks for a set-up where none is known", async () => {
    const [asked] = await stage.say(personal, "export as bicep");

    assert.match(textOf(asked), /Choose a set-up first/);
    assert.deepEqual(await offersIn(personal), []);
  });

  describe("a check", () => {
    async function check(app: string) {
      const [answer] = await stage.say(personal, QUESTION);
      const form = await stage.press(personal, findButton(answer, /^Check tenant/), answer?.id);
      const { verb, data } = findButton(form, /^Check this app/);
      const report = await stage.press(personal, { verb, data: { ...data, app } }, answer?.id);
      return { answer, report };
    }

    it("is written for its app, and read anew for the file", async () => {
      const { answer, report } = await check(seedApps.nothingGranted);
      await stage.press(personal, findButton(report, "Export"), answer?.id);
      const formats = (await stage.read(personal)).at(-1);
      await stage.press(personal, findButton(formats, "Show Azure CLI"), formats?.id);
      const [offered] = await offersIn(personal);
      assert.ok(offered);

      await answerOffer(personal, offered, "accept");

      const [info] = cardsOf(await stage.read(personal), INFO);
      assert.equal(info?.name, "autostore-2-report.sh");
      const text = await (await fetch(String(info?.contentUrl))).text();
      assert.match(text, new RegExp(`^client_id='${seedApps.nothingGranted}'$`, "m"));
    });

    it("goes on with its file after a sign-in", async () => {
      const { answer, report } = await check(seedApps.nothingGranted);
      await stage.press(personal, findButton(report, "Export"), answer?.id);
      const formats = (await stage.read(personal)).at(-1);
      await stage.press(personal, findButton(formats, "Show CSV"), formats?.id);
      const [offered] = await offersIn(personal);
      assert.ok(offered);
      await stage.say(personal, "sign out");

      await answerOffer(personal, offered, "accept");
      const asked = (await stage.read(personal)).map(findOAuthCard).findLast((one) => one);
      const token = await stage.giveToken(personal);
      await stage.invoke(personal, "signin/tokenExchange", {
        id: asked?.id,
        connectionName: "",
        token,
      });

      const [info] = cardsOf(await stage.read(personal), INFO);
      assert.equal(info?.name, "autostore-2-report.csv");
      assert.deepEqual(await offersIn(personal), []);
    });

    it("has no script where nothing is missing", async () => {
      const { answer, report } = await check(seedApps.fullyRight);

      await stage.press(personal, findButton(report, "Export"), answer?.id);

      const text = textOf((await stage.read(personal)).at(-1));
      assert.match(text, /Show CSV/);
      assert.doesNotMatch(text, /Show Terraform|Download/);
    });
  });
});
