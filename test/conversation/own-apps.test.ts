import assert from "node:assert/strict";
import { findButton, linksOf, personal, type Stage, startStage, textOf } from "../support/talk.ts";

describe("all that Consentry needs", () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  beforeEach(() => stage.reset());
  after(() => stage?.stop());

  async function ask() {
    const [answer] = await stage.say(personal, "what does Consentry need?");
    return answer;
  }

  /** Presses a button; the card stands in its answer, or below in a message of its own. */
  async function press(from: Parameters<typeof findButton>[0], title: RegExp, id?: string) {
    const pressed = await stage.press(personal, findButton(from, title), id);
    const isCard = "value" in pressed && typeof pressed.value === "object";
    return isCard ? pressed : (await stage.read(personal)).at(-1);
  }

  it("keeps the two app registrations apart", async () => {
    const answer = textOf(await ask());

    assert.match(answer, /Two app registrations for 7 contexts/);
    assert.doesNotMatch(answer, /shared app registration|One app registration/);
    assert.doesNotMatch(answer, /needed in both types/);
  });

  for (const [app, kind] of [
    [/^API/, "consent"],
    [/^Bot/, "application"],
  ] as const)
    it(`leads to a preview of its own for ${app.source}`, async () => {
      const answer = await ask();
      const choice = await press(answer, /^Grant consent/, answer?.id);

      const preview = await press(choice, app, answer?.id);

      const clients = linksOf(preview)
        .map((address) => new URL(address).searchParams.get("client_id"))
        .filter((id) => id !== null);
      assert.match(textOf(preview), /Consent/);
      assert.doesNotMatch(textOf(preview), /App name or client id/);
      assert.equal(/TeamSettings\.Read\.All/.test(textOf(preview)), kind === "consent");
      assert.ok(new Set(clients).size <= 1);
    });

  it("checks each against its own scopes", async () => {
    const answer = await ask();
    const choice = await press(answer, /^Check tenant/, answer?.id);

    const api = await press(choice, /^API/, answer?.id);
    const bot = await press(choice, /^Bot/, answer?.id);

    assert.doesNotMatch(textOf(api), /Directory\.Read\.All \(Application\)|another type/);
    assert.match(textOf(api), /TeamSettings\.Read\.All/);
    assert.match(textOf(bot), /Needed: 2\. Granted: 1\./);
  });
});
