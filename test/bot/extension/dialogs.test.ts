import assert from "node:assert/strict";
import { type BotStage, startBotStage } from "../../support/bot.ts";
import {
  type Answered,
  dataOf,
  dialogOf,
  insertedOf,
  listNodes,
  readCard,
  useExtension,
} from "../../support/extension.ts";

const IMAP_SAME = "1~autostore.destination_mail-send.sender_same.source_imap";

const readDialog = (answered: Answered) => readCard(dialogOf(answered).card.content);
const typesIn = (answered: Answered) =>
  new Set(listNodes(dialogOf(answered).card.content).map(({ type }) => type));

describe("the guided questions as a dialog", () => {
  let stage: BotStage;
  before(async () => {
    stage = await startBotStage();
  });
  after(() => stage?.stop());

  it("begin with the product", async () => {
    const opened = await useExtension(stage).fetch("compose");

    const { title, width, height, card } = dialogOf(opened);
    assert.deepEqual(
      { title, width, height, contentType: card.contentType },
      {
        title: "Guided questions",
        width: "medium",
        height: "medium",
        contentType: "application/vnd.microsoft.card.adaptive",
      },
    );
    assert.match(readDialog(opened), /Which product\?/);
    assert.deepEqual(dataOf(opened, "AutoStore"), { verb: "wizard", s: "1~autostore", l: "en" });
  });

  it("hold no button that a dialog does not know", async () => {
    const user = useExtension(stage);
    const opened = await user.fetch("compose");
    const asked = await user.submit("compose", dataOf(opened, "AutoStore"));

    for (const answered of [opened, asked]) {
      assert.ok(!typesIn(answered).has("Action.Execute"));
      assert.ok(typesIn(answered).has("Action.Submit"));
    }
  });

  it("lead by their own buttons to a card that is inserted", async () => {
    const user = useExtension(stage);
    let answered = await user.fetch("compose");
    for (const title of ["AutoStore", /IMAP/, "Same user"])
      answered = await user.submit("compose", chooseIn(answered, title));

    assert.match(readDialog(answered), /IMAP Capture and Mail Send, same user/);
    const inserted = insertedOf(await user.submit("compose", dataOf(answered, "Insert")));
    assert.equal(inserted.preview.content.title, "IMAP Capture and Mail Send, same user");
    assert.match(readCard(inserted.content), /IMAP\.AccessAsUser\.All/);
    const types = listNodes(inserted.content).map(({ type }) => type);
    assert.ok(!types.includes("Action.Execute") && !types.includes("Action.Submit"));
  });

  it("go back, and change what was answered", async () => {
    const user = useExtension(stage);
    const asked = await user.submit("compose", { verb: "wizard", s: "1~autostore.source_imap" });
    const back = await user.submit("compose", dataOf(asked, "Back"));
    const done = await user.submit("compose", { verb: "answer", s: IMAP_SAME });
    const changed = await user.submit("compose", dataOf(done, "Change a choice"));

    assert.match(readDialog(back), /Step 2 of/);
    assert.match(readDialog(changed), /also the one that sends it\?/);
  });

  it("ask for the one fact that an answer lacks", async () => {
    const user = useExtension(stage);
    const s = "1~autostore.destination_mail-send.source_imap";
    const asked = await user.submit("compose", { verb: "answer", s });

    const [choice] = listNodes(dialogOf(asked).card.content).filter(
      ({ data }) => (data as { verb?: string } | undefined)?.verb === "choose",
    );
    const done = await user.submit("compose", choice?.data as object);

    assert.equal(insertedTitle(done), true);
  });

  it("close without a word", async () => {
    const user = useExtension(stage);
    const opened = await user.fetch("compose");

    assert.deepEqual(await user.submit("compose", dataOf(opened, "Cancel")), {});
  });

  it("keep the language in which they began", async () => {
    const german = useExtension(stage, { locale: "de-DE" });
    const opened = await german.fetch("compose");

    const asked = await useExtension(stage).submit("compose", dataOf(opened, "AutoStore"));

    assert.equal(dialogOf(asked).title, "Geführte Fragen");
    assert.equal(dialogOf(asked).card.content.lang, "de");
  });

  const odd: Record<string, object> = {
    nothing: {},
    "another verb": { verb: "consent", s: IMAP_SAME },
    "a verb of no dialog": { verb: "verify", s: IMAP_SAME },
    "a code of nothing": { verb: "wizard", s: "1~evil" },
    "a subject of nothing": { verb: "insert", subject: "x" },
    "a choice that leads nowhere": {
      verb: "choose",
      s: "1~autostore.source_imap",
      dimension: "sender",
      choice: "nobody",
    },
    "a field too many": { verb: "wizard", s: "1~autostore", tenant: "x" },
    "an error of nothing": { verb: "reply", codes: "" },
    "an error that is none": { verb: "reply", codes: "[x](https://evil.example)" },
  };
  for (const [name, data] of Object.entries(odd))
    it(`answer ${name} by a dialog that says what went wrong`, async () => {
      const answered = await useExtension(stage).submit("compose", data);

      assert.match(readDialog(answered), /ERR_ACTION_INPUT[\s\S]*correlation-1/);
      assert.ok(!typesIn(answered).has("Action.Execute"));
      assert.ok(!JSON.stringify(answered).includes("evil"));
    });

  it("answer each delivery alike, and send nothing anywhere", async () => {
    const user = useExtension(stage, { id: "the-same-submit" });
    const data = { verb: "wizard", s: "1~autostore", l: "en" };

    const first = await user.submit("compose", data);
    const second = await user.submit("compose", data);

    assert.deepEqual(second, first);
    assert.deepEqual(stage.channel.sent, []);
    const asked = stage.channel.requests.filter((path) => !/openid|keys|jwks/i.test(path));
    assert.deepEqual(asked, []);
  });

  it("open from a card too, where nothing can be inserted", async () => {
    const user = useExtension(stage);
    const opened = await user.invoke("task/fetch", { data: { type: "task/fetch" } });
    const done = await user.invoke("task/submit", { data: { verb: "answer", s: IMAP_SAME } });

    assert.match(readDialog(opened), /Which product\?/);
    assert.match(readDialog(done), /IMAP Capture and Mail Send, same user/);
    assert.throws(() => dataOf(done, "Insert"));
    assert.deepEqual(await user.invoke("task/submit", { data: dataOf(done, "Cancel") }), {});
  });

  it("refuse people of another tenant by a dialog", async () => {
    const tenantId = "0e0c6dba-6b2c-4d0f-9a70-5a9d4b0c8000";
    const from = { id: "29:eve", name: "Eve", aadObjectId: tenantId, tenantId };

    const answered = await useExtension(stage, { from }).fetch("compose");

    assert.throws(() => dataOf(answered, "AutoStore"));
    assert.ok(readDialog(answered).length > 20);
  });
});

describe("an error in a message as a dialog", () => {
  let stage: BotStage;
  before(async () => {
    stage = await startBotStage();
  });
  after(() => stage?.stop());

  it("S65 explains and inserts an error without its message", async () => {
    const user = useExtension(stage);
    const message =
      "<div>Hi Wilma,<br>my secret tenant says <b>AADSTS</b>65001&nbsp;and [x](https://evil.example)</div>";

    const opened = await user.explain(message);
    const inserted = insertedOf(await user.submit("explain", dataOf(opened, "Reply with this")));

    assert.equal(dialogOf(opened).title, "What does this error mean?");
    assert.match(readDialog(opened), /AADSTS65001[\s\S]*Nobody has consented/);
    assert.match(readCard(inserted.content), /AADSTS65001[\s\S]*Nobody has consented/);
    assert.equal(inserted.content.version, "1.3");
    for (const answered of [opened, inserted])
      assert.doesNotMatch(JSON.stringify(answered), /Wilma|secret|evil/);
  });

  const messages: Record<string, readonly [content: string, expected: RegExp]> = {
    "a known phrase": ["<p>Need admin approval</p>", /Only an administrator can grant/],
    "words of an error": ["<p>Access is <i>denied</i></p>", /Check in this order \(AutoStore\)/],
    "words in German": ["<p>Zugriff verweigert</p>", /Check in this order/],
    "a number that nobody knows": ["AADSTS999999", /not in the list of known codes/],
  };
  for (const [name, [content, expected]] of Object.entries(messages))
    it(`explains ${name}`, async () => {
      const opened = await useExtension(stage).explain(content);

      assert.match(readDialog(opened), expected);
      assert.equal(dataOf(opened, "Reply with this").verb, "reply");
    });

  it("reads a message without tags as it stands", async () => {
    const opened = await useExtension(stage).explain("a <b AADSTS65001 c> d", "text");

    assert.match(readDialog(opened), /Nobody has consented/);
  });

  it("reads the cards of a message too", async () => {
    const card = { type: "AdaptiveCard", body: [{ type: "TextBlock", text: "AADSTS65001" }] };
    const messagePayload = {
      body: { contentType: "html", content: '<attachment id="0"></attachment>' },
      attachments: [
        { id: "0", content: JSON.stringify(card) },
        { id: "1", content: null },
      ],
    };

    const opened = await useExtension(stage).fetch("explain", { messagePayload });

    assert.match(readDialog(opened), /Nobody has consented/);
  });

  it("says that there is none, and takes the text of one", async () => {
    const user = useExtension(stage);

    const opened = await user.explain("<p>Lunch at noon?</p>");
    const pasted = { ...dataOf(opened, "Explain"), text: "AADSTS90094" };
    const explained = await user.submit("explain", pasted);

    assert.match(readDialog(opened), /No error in this message/);
    assert.throws(() => dataOf(opened, "Reply with this"));
    assert.match(readDialog(explained), /AADSTS90094/);
    assert.deepEqual(await user.submit("explain", dataOf(explained, "Close")), {});
  });

  it("says so too where Teams sends no message", async () => {
    for (const value of [
      {},
      { messagePayload: null },
      { messagePayload: { body: { content: 1 } } },
    ])
      assert.match(
        readDialog(await useExtension(stage).fetch("explain", value)),
        /No error in this message/,
      );
  });

  it("S65 writes nothing of the message into the log", async () => {
    await useExtension(stage).explain("<p>AADSTS65001 for wilma@fabrikam.example</p>");

    assert.doesNotMatch(JSON.stringify(stage.log.lines), /wilma|AADSTS/);
  });
});

/** What the button of a question sends whose title is like that. */
function chooseIn(answered: Answered, title: string | RegExp): object {
  const found = listNodes(dialogOf(answered).card.content).find((node) =>
    node.type === "Action.Submit" && typeof title === "string"
      ? node.title === title
      : node.type === "Action.Submit" && new RegExp(title).test(String(node.title)),
  );
  if (found) return found.data as object;
  throw new Error(`no ${title} in ${readDialog(answered)}`);
}

function insertedTitle(answered: Answered): boolean {
  return dataOf(answered, "Insert").verb === "insert";
}
