import assert from "node:assert/strict";
import {
  type Answered,
  dataOf,
  dialogOf,
  insertedOf,
  linesOf,
  readCard,
} from "../support/extension.ts";
import { channel, german, personal, type Seat, type Stage, startStage } from "../support/talk.ts";

const IMAP_SAME = "1~autostore.destination_mail-send.sender_same.source_imap";

describe("the message extension beside the chat", () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  after(() => stage?.stop());

  async function ask(seat: Seat, name: string, value: object): Promise<Answered> {
    const { status, body } = await stage.invoke(seat, `composeExtension/${name}`, value);
    assert.equal(status, 200);
    return body as Answered;
  }
  const open = (seat: Seat) =>
    ask(seat, "query", {
      commandId: "search",
      parameters: [{ name: "initialRun", value: "true" }],
      queryOptions: { skip: 0, count: 25 },
    });

  it("offers first what the person was answered in the chat", async () => {
    await stage.say(personal, "imap capture and mail send with the same user");
    let lines = linesOf(await open(personal));
    // The result is noted beside the turn.
    for (let tries = 0; tries < 100 && !/recent/.test(lines[0]?.subtitle ?? ""); tries++)
      lines = linesOf(await open(personal));

    assert.deepEqual(lines[0]?.tap?.value, { subject: IMAP_SAME, l: "en" });
    assert.equal(lines[0]?.subtitle, "AutoStore · your recent result");
  });

  it("shows it to nobody else", async () => {
    const lines = linesOf(await open(german));

    assert.ok(lines.every(({ subtitle }) => !/letztes Ergebnis/.test(subtitle)));
  });

  it("inserts in a channel without a message of the bot's own", async () => {
    const before = (await stage.read(channel)).length;

    const opened = await ask(channel, "fetchTask", {
      commandId: "compose",
      commandContext: "compose",
    });
    const data = { verb: "wizard", s: IMAP_SAME };
    const done = await ask(channel, "submitAction", { commandId: "compose", data });
    const insert = dataOf(done, "Insert");
    const inserted = insertedOf(
      await ask(channel, "submitAction", { commandId: "compose", data: insert }),
    );

    assert.match(readCard(dialogOf(opened).card.content), /Which product\?/);
    assert.match(readCard(inserted.content), /IMAP\.AccessAsUser\.All/);
    assert.equal((await stage.read(channel)).length, before);
  });

  it("keeps the talk of the chat as it was", async () => {
    await stage.reset();
    await stage.say(personal, "imap capture and mail send with the same user");
    const data = { verb: "answer", s: "1~nbold.scope_home" };
    await ask(personal, "submitAction", { commandId: "compose", data });

    const [followed] = await stage.say(personal, "and for POP?");

    assert.match(JSON.stringify(followed), /POP3 Capture and Mail Send, same user/);
  });
});
