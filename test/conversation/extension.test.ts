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

/** A group chat that the bot is not in: the Bot Connector refuses it everything there. */
const without = { conversation: "19:vendor-review@thread.v2", as: "product-admin" };

describe("the message extension beside the chat", () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  after(() => stage?.stop());

  /** @param messageId of the message that the command is called on */
  async function ask(seat: Seat, name: string, value: object, messageId?: string) {
    const body = { as: seat.as, name: `composeExtension/${name}`, value, messageId };
    const path = `conversations/${encodeURIComponent(seat.conversation)}/extension`;
    const { invokeResponse } = (await stage.api("POST", path, body)) as {
      invokeResponse: { status: number; body: Answered };
    };
    assert.equal(invokeResponse.status, 200);
    return invokeResponse.body;
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

  for (const [name, seat] of Object.entries({ "where the bot is": channel, "where not": without }))
    it(`searches, asks and inserts without a message of its own: ${name}`, async () => {
      const before = (await stage.read(seat)).length;

      const [line] = linesOf(await open(seat));
      const chosen = insertedOf(await ask(seat, "selectItem", line?.tap?.value ?? {}));
      const opened = await ask(seat, "fetchTask", { commandId: "compose" });
      const data = { verb: "wizard", s: IMAP_SAME };
      const done = await ask(seat, "submitAction", { commandId: "compose", data });
      const submitted = { commandId: "compose", data: dataOf(done, "Insert") };
      const inserted = insertedOf(await ask(seat, "submitAction", submitted));

      assert.match(readCard(dialogOf(opened).card.content), /Which product\?/);
      for (const { content } of [chosen, inserted])
        assert.match(readCard(content), /IMAP\.AccessAsUser\.All/);
      assert.equal((await stage.read(seat)).length, before);
      assert.deepEqual(stage.log.find("turn failed"), []);
    });

  it("explains the error in a message of somebody else", async () => {
    const path = `conversations/${encodeURIComponent(without.conversation)}/activities`;
    const text = "it says <AADSTS65001> & more";
    await stage.api("POST", path, { as: "product-admin", type: "message", text });
    const message = (await stage.read(without)).at(-1);

    const opened = await ask(without, "fetchTask", { commandId: "explain" }, message?.id);

    assert.match(readCard(dialogOf(opened).card.content), /Nobody has consented/);
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
