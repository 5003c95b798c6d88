import assert from "node:assert/strict";
import { seedApps } from "../../src/sandbox/directory/seed.ts";
import { signInOn } from "../support/browser-person.ts";
import {
  type Button,
  channel,
  findButton,
  groupChat,
  linksOf,
  personal,
  type Seat,
  type Shown,
  type Stage,
  startStage,
  textOf,
} from "../support/talk.ts";

const SET_UP = "@Consentry IMAP and Mail Send with another sender";

describe("what is for one person alone", () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  beforeEach(() => stage.reset());
  after(() => stage?.stop());

  const lastSeenBy = async (seat: Seat, as: string) => (await stage.read({ ...seat, as })).at(-1);

  const secrets: Record<string, [verb: string, app: string]> = {
    "a report": ["verify", seedApps.ghostGrants],
    "a choice of apps": ["verify", "AutoStore"],
    "a preview": ["consent", seedApps.ghostGrants],
  };
  for (const [place, seat] of Object.entries({ channel, groupChat }))
    for (const [name, [verb, app]] of Object.entries(secrets))
      it(`goes to their own chat from Submit in a ${place}: ${name}`, async () => {
        await stage.say(personal, "hello");
        if (place === "channel") await stage.signIn(personal);
        const [answer] = await stage.say(seat, SET_UP);
        const { data } = findButton(answer, /^Check tenant/);

        await stage.submit(seat, { s: data.s, l: data.l, verb, app }, answer?.id);

        const seen = await lastSeenBy(seat, "teams-admin");
        assert.equal(seen?.text, "This is for you alone: it stands in your own chat with me.");
        assert.match(textOf((await stage.read(personal)).at(-1)), /AutoStore/);
      });

  const clients = {
    "Action.Execute": async (data: Button["data"], id?: string) =>
      stage.press(channel, { verb: "verify", data }, id),
    "Action.Submit": async (data: Button["data"], id?: string) => {
      await stage.submit(channel, { ...data, verb: "verify" }, id);
      return (await stage.read(personal)).at(-1);
    },
  };
  for (const [name, press] of Object.entries(clients))
    it(`waits in a channel for a page, after ${name}`, async () => {
      await stage.say(personal, "hello");
      const [answer] = await stage.say(channel, SET_UP);
      const { data } = findButton(answer, /^Check tenant/);
      const seenByOthers = async () =>
        (await stage.read({ ...channel, as: "teams-admin" })).map(textOfAny);

      const asked = await press({ s: data.s, l: data.l, app: seedApps.ghostGrants }, answer?.id);
      const before = await seenByOthers();
      await signInOn(linksOf(asked)[0] ?? "", "product-admin");
      const report = await stage.await(personal, /^Everything that is needed is granted$/m);

      assert.match(textOf(asked), /^Sign in to go on/);
      assert.match(textOf(report), /AutoStore/);
      await stage.await(channel, /This is for you alone/);
      const after = (await seenByOthers()).slice(before.length);
      assert.deepEqual(
        before.filter((text) => /Sign in|grants left over/.test(text)),
        [],
      );
      assert.deepEqual(after, ["This is for you alone: it stands in your own chat with me."]);
    });

  it("is not shown at all to somebody without a chat of their own", async () => {
    const [answer] = await stage.say(channel, SET_UP);
    const { data } = findButton(answer, /^Check tenant/);
    await stage.press(personal, { verb: "forget", data: { answer: "delete" } });

    await stage.submit(channel, { ...data, verb: "verify", app: seedApps.ghostGrants }, answer?.id);

    const seen = await lastSeenBy(channel, "teams-admin");
    assert.match(seen?.text ?? "", /^This is for you alone\. Say hello/);
  });

  for (const action of ["consent", "verify"])
    it(`is not named by the button ${action} in a channel`, async () => {
      const [mine] = await stage.say(personal, "IMAP and Mail Send with another sender");
      const { data } = findButton(mine, /^Check tenant/);
      const app = seedApps.ghostGrants;
      await stage.press(personal, { verb: "verify", data: { ...data, app } }, mine?.id);
      const [answer] = await stage.say(channel, SET_UP);
      const seenByOthers = async () =>
        (await stage.read({ ...channel, as: "teams-admin" })).map(textOfAny);
      const before = await seenByOthers();

      const form = await stage.press(
        channel,
        { verb: "action", data: { action, s: data.s } },
        answer?.id,
      );

      assert.match(textOf(form), /grants left over/);
      assert.deepEqual(await seenByOthers(), before);
    });

  for (const verb of ["Check tenant", "Grant consent"])
    it(`is refused to a guest: ${verb}`, async () => {
      const guest = { ...channel, as: "guest" };
      const [answer] = await stage.say(channel, SET_UP);

      const refused = await stage.press(guest, findButton(answer, verb), answer?.id);

      assert.match(textOf(refused), /Only people of this organization may do that/);
      assert.deepEqual(linksOf(refused), []);
    });

  for (const action of ["verify", "consent"])
    it(`is refused to a guest who presses what leads to ${action}`, async () => {
      const guest = { ...channel, as: "guest" };
      const [answer] = await stage.say(channel, SET_UP);
      const { data } = findButton(answer, "Check tenant");

      const press = { verb: "action", data: { action, s: data.s, l: data.l } };
      const refused = await stage.press(guest, press, answer?.id);

      assert.match(textOf(refused), /Only people of this organization may do that/);
    });

  const typed = ["grant consent", `check tenant ${seedApps.ghostGrants}`];
  for (const text of typed)
    it(`is refused to a guest who types: ${text.slice(0, 13)}`, async () => {
      const chat = { conversation: "a:1sandbox-guest", as: "guest" };

      const [refused] = await stage.say(chat, `${text} IMAP and Mail Send with another sender`);

      // The guest's Teams is French.
      assert.match(textOf(refused), /Seules les personnes de cette organisation/);
    });

  it("S34 answers a guest who asks what a set-up needs", async () => {
    const [answer] = await stage.say({ ...channel, as: "guest" }, SET_UP);

    assert.match(textOf(answer), /Mail\.Send/);
  });
});

function textOfAny(shown: Shown): string {
  return shown.attachments ? textOf(shown) : (shown.text ?? "");
}
