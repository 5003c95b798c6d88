import assert from "node:assert/strict";
import { cardOf, personal, type Stage, startStage } from "../support/talk.ts";

const texts: Record<string, string> = {
  "a template expression": "IMAP ${$root.secret} ${1+1}",
  "a Markdown link":
    "what is [Mail.Send](https://evil.example/) and <a href='https://evil.example'>",
  "10 kB": "mail ".repeat(2000),
  "10 kB without a blank": "x".repeat(10_000),
  emoji: "🔥🔥🔥 IMAP 👩‍👩‍👧",
  "marks that turn the direction": "\u202egro.live\u202c IMAP \u200b\u2066x",
  "another script": "ما هي الأذونات المطلوبة؟",
  "a null character": "IMAP\u0000Mail",
  "an unpaired surrogate": "IMAP \ud800",
  "only blanks": "   ",
  "only punctuation": "???",
  "a mention left over": "<at>Consentry</at>&nbsp;IMAP",
  "nested mention tags": "<at>".repeat(2000),
  "a script": "<script>alert(1)</script>",
  "a date of Adaptive Cards": "{{DATE(2026-01-01T00:00:00Z)}} who needs {{x}}",
};

describe("hostile text", () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  after(() => stage?.stop());

  for (const [name, text] of Object.entries(texts))
    it(`gets one safe card: ${name}`, async () => {
      const answers = await stage.say(personal, text);

      assert.equal(answers.length, 1);
      const card = JSON.stringify(cardOf(answers[0]));
      assert.ok(!card.includes("${"), "an expression is in the card");
      assert.ok(!/(?<!\\\\)\]\(https:\/\/evil/.test(card), "a link is in the card");
      for (const invisible of ["\u202e", "\u200b", "\\u0000"])
        assert.ok(!card.includes(invisible), "an invisible character is in the card");
    });

  it("causes no fault", () => {
    assert.deepEqual(stage.log.find("turn failed"), []);
  });
});
