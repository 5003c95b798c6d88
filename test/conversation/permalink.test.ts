import assert from "node:assert/strict";
import { channel, groupChat, personal, type Stage, startStage, textOf } from "../support/talk.ts";

const OTHER = "p/1~autostore.destination_mail-send.mode_application.sender_other.source_imap";

describe("a permalink in a message", () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  beforeEach(() => stage.reset());
  after(() => stage?.stop());

  for (const [place, seat, mention] of [
    ["their own chat", personal, ""],
    ["a group chat", groupChat, "@Consentry "],
    ["a channel", channel, "@Consentry "],
  ] as const)
    it(`is answered like the question it came from in ${place}`, async () => {
      const title = "IMAP Capture and Mail Send, another sender (Application mode)";

      const [answer, ...others] = await stage.say(
        seat,
        `${mention}${title} ${stage.address}${OTHER}`,
      );

      assert.equal(others.length, 0);
      assert.ok(textOf(answer).startsWith(title));
    });

  it("is what the next sentence follows up on", async () => {
    await stage.say(personal, `${stage.address}${OTHER}#export`);

    const [answer] = await stage.say(personal, "and for POP?");

    assert.match(textOf(answer), /^POP3 Capture and Mail Send, another sender/);
  });

  it("opens the consent form of its set-up", async () => {
    const [form] = await stage.say(personal, `consent ${stage.address}${OTHER}`);

    assert.match(textOf(form), /IMAP Capture and Mail Send, another sender/);
    assert.match(textOf(form), /consent/i);
  });

  it("says what changed, and asks on with what is known", async () => {
    const [changed, question] = await stage.say(
      personal,
      `${stage.address}p/1~autostore.destination_mail-send.source_imap.sender_robot`,
    );
    const [answer] = await stage.say(personal, "the same user");

    assert.match(textOf(changed), /^This link names what is not known any more/);
    assert.match(textOf(question), /sen(d|t)/i);
    assert.match(textOf(answer), /^IMAP Capture and Mail Send, same user/);
  });
});
