import assert from "node:assert/strict";
import { seedApps } from "../../src/sandbox/directory/seed.ts";
import {
  channel,
  findButton,
  groupChat,
  personal,
  type Seat,
  type Shown,
  type Stage,
  startStage,
  textOf,
} from "../support/talk.ts";

const SET_UP = "IMAP and Mail Send with another sender";

describe("a question to Consentry alone", () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  beforeEach(() => stage.reset());
  after(() => stage?.stop());

  /** Types it so that only the bot gets it. @returns the last that the person sees */
  const ask = async (seat: Seat, text: string): Promise<Shown | undefined> => {
    const path = `conversations/${encodeURIComponent(seat.conversation)}/activities`;
    await stage.api("POST", path, { as: seat.as, type: "message", text, isPrivate: true });
    return (await stage.read(seat)).at(-1);
  };
  const seenByOthers = (seat: Seat) => stage.read({ ...seat, as: "teams-admin" });

  for (const [place, seat] of Object.entries({ channel, groupChat })) {
    it(`is answered to its person alone in a ${place}`, async () => {
      const before = await seenByOthers(seat);

      const answer = await ask(seat, SET_UP);

      assert.match(textOf(answer), /Mail\.Send/);
      assert.equal(findButton(answer, "Share").verb.length > 0, true);
      assert.deepEqual(await seenByOthers(seat), before);
    });

    it(`has a report that nobody else sees in a ${place}`, async () => {
      await stage.say(personal, "hello");
      await stage.signIn(personal);
      const answer = await ask(seat, SET_UP);
      const { data } = findButton(answer, /^Check tenant/);
      const own = (await stage.read(personal)).length;
      const before = await seenByOthers(seat);

      await stage.press(
        seat,
        { verb: "verify", data: { ...data, app: seedApps.ghostGrants } },
        answer?.id,
      );

      const report = (await stage.read(seat)).find(({ id }) => id === answer?.id);
      assert.match(textOf(report), /Everything that is needed is granted/);
      assert.equal((await stage.read(personal)).length, own);
      assert.deepEqual(await seenByOthers(seat), before);
    });
  }

  it("lets people who ask in public be answered in public", async () => {
    await ask(channel, SET_UP);

    const [answer] = await stage.say(channel, `@Consentry ${SET_UP}`);

    const seen = await seenByOthers(channel);
    assert.equal(seen.at(-1)?.id, answer?.id);
    assert.equal(seen.filter(({ from }) => from.kind === "bot").length, 1);
  });
});
