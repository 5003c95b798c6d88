import assert from "node:assert/strict";
import { seedApps } from "../../src/sandbox/directory/seed.ts";
import { findButton, personal, type Stage, startStage, textOf } from "../support/talk.ts";

interface Time {
  readonly now: string;
  readonly aheadMinutes: number;
}

describe("the clock of the sandbox", () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await startStage();
  });
  afterEach(() => stage?.stop());

  const pass = async (minutes: number) => (await stage.api("POST", "clock", { minutes })) as Time;

  async function openLink() {
    const [answer] = await stage.say(personal, "IMAP and Mail Send, other sender");
    const { data } = findButton(answer, "Grant consent");
    const button = { verb: "consent", data: { ...data, app: seedApps.nothingGranted } };
    return stage.press(personal, button, answer?.id);
  }

  it("ends a consent link whose time has passed, at once", async () => {
    await openLink();

    const { aheadMinutes } = await pass(61);

    assert.equal(aheadMinutes, 61);
    await stage.await(personal, /expired/i);
  });

  it("leaves a link alone whose time has not passed", async () => {
    const preview = await openLink();

    await pass(59);

    const [card] = (await stage.read(personal)).filter(({ from }) => from.kind === "bot");
    assert.match(textOf(preview), /Open consent page 1 of 2/);
    assert.doesNotMatch(textOf(card), /expired/i);
  });

  it("keeps people signed in and tokens good for a year", async () => {
    await stage.signIn(personal);
    await pass(366 * 24 * 60);

    const [answer] = await stage.say(personal, "IMAP and Mail Send, other sender");
    const form = await stage.press(personal, findButton(answer, /^Check tenant/), answer?.id);
    const { verb, data } = findButton(form, /^Check this app/);
    const report = await stage.press(
      personal,
      { verb, data: { ...data, app: seedApps.fullyRight } },
      answer?.id,
    );

    assert.match(textOf(report), /^Everything that is needed is granted/);
  });

  it("goes forward only, by whole minutes", async () => {
    for (const minutes of [0, -5, 0.5, 1e12])
      await assert.rejects(pass(minutes), /^Error: 400 /, String(minutes));

    assert.equal(((await stage.api("GET", "clock")) as Time).aheadMinutes, 0);
  });
});
