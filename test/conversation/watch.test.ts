import assert from "node:assert/strict";
import { seedApps } from "../../src/sandbox/directory/seed.ts";
import { signInOn } from "../support/browser-person.ts";
import {
  channel,
  findButton,
  german,
  groupChat,
  type Pressed,
  personal,
  type Seat,
  type Shown,
  type Stage,
  startStage,
  textOf,
} from "../support/talk.ts";

const SET_UP = "IMAP and Mail Send, other sender";
const guest: Seat = { ...channel, as: "guest" };
const other: Seat = { ...channel, as: "teams-admin" };

describe("watching an app", () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  beforeEach(async () => {
    await stage.reset();
    for (const seat of [personal, german]) await allowBasic(seat);
    await stopAll();
  });
  after(() => stage?.stop());

  /** Consents for one person, who is then signed in: teams and channels by name. */
  async function allowBasic(seat: Seat): Promise<void> {
    const response = await fetch(`${stage.address}api/sign-in-links`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${await stage.giveToken(seat)}`,
        "content-type": "application/json",
        "x-consentry": "1",
      },
      body: JSON.stringify({ scope: "basic" }),
    });
    const { url } = (await response.json()) as { url: string };
    await signInOn(url, seat.as);
  }

  /** What somebody has started stays when they are forgotten, if others read it: an administrator ends it. */
  async function stopAll(): Promise<void> {
    const [list] = await stage.say(german, "watch");
    const stop = /"verb":"watch-stop"/.test(JSON.stringify(list));
    if (stop) await press(german, list as Shown, "Überwachung beenden");
  }

  /** Asks for a set-up, checks the app, and opens the form from its report. */
  async function openForm(seat = personal, app: string = seedApps.fullyRight): Promise<Shown> {
    const [answer] = await stage.say(seat, SET_UP);
    const form = await stage.press(seat, findButton(answer, "Check tenant"), answer?.id);
    const { verb, data } = findButton(form, "Check this app");
    const report = await stage.press(seat, { verb, data: { ...data, app } }, answer?.id);
    await stage.press(seat, findButton(report, "Watch for changes"), answer?.id);
    const now = (await stage.read(seat)).find(({ id }) => id === answer?.id);
    return now as Shown;
  }

  const press = (seat: Seat, shown: Shown, title: string | RegExp): Promise<Pressed> =>
    stage.press(seat, findButton(shown, title), shown.id);

  /** Watches an app with the notice in a channel. @returns the notice as a reader of it sees it */
  async function watchInChannel(): Promise<Shown> {
    const form = await openForm();
    await press(personal, form, /^Post in Permissions$/);
    return stage.await(guest, /^Watched: nothing has changed/m);
  }

  async function listWatches(): Promise<Shown | undefined> {
    await stage.press(personal, { verb: "action", data: { action: "watch" } });
    return (await stage.read(personal)).at(-1);
  }

  async function takeAway(value: string): Promise<void> {
    const { apps } = (await stage.api("GET", "tenant")) as {
      apps: { clientId: string; grants: { id: string; value: string }[] }[];
    };
    const held = apps.find(({ clientId }) => clientId === seedApps.fullyRight)?.grants ?? [];
    const grant = held.find((one) => one.value === value);
    await stage.api("DELETE", `tenant/grants/${grant?.id}?value=${value}`);
  }

  it("takes three presses from a report, after its readers are named", async () => {
    const form = await openForm();
    const outcome = await press(personal, form, /^Post in Permissions$/);
    const notice = await stage.await(guest, /^Watched: nothing has changed/m);

    assert.match(textOf(form), /Guests among them \(1\): Camille Laurent/);
    assert.match(textOf(form), /Everybody who reads the place sees the app/);
    assert.match(textOf(outcome), /^Watched from now on[\s\S]*The next look is on/);
    assert.match(textOf(notice), /App: AutoStore \(all granted\)/);
    assert.match(textOf(notice), /3 of 3 needed permissions are granted/);
    assert.match(textOf(notice), /by Priya Raman/);
  });

  it("says what was taken away on the notice, and rings once", async () => {
    const notice = await watchInChannel();
    await takeAway("Mail.Send");

    await press(channel, notice, "Look now");
    const ping = await stage.await(
      guest,
      /^AutoStore \(all granted\): Changes found: removed: 1$/m,
    );

    const seen = (await stage.read(guest)).filter(({ from }) => from.kind === "bot");
    const now = seen.find(({ id }) => id === notice.id);
    assert.match(textOf(now), /Removed: Mail\.Send \(Application\), Microsoft Graph/);
    assert.match(textOf(now), /May grant it: Global Administrator, Privileged Role Administrator/);
    assert.ok(findButton(now, "Grant consent"));
    assert.deepEqual([seen.length, ping.threadId], [2, notice.id]);
  });

  it("hears of a change from a check by hand", async () => {
    await watchInChannel();
    await takeAway("Mail.Send");

    const [answer] = await stage.say(personal, SET_UP);
    const form = await stage.press(personal, findButton(answer, "Check tenant"), answer?.id);
    const { verb, data } = findButton(form, "Check this app");
    const app = seedApps.fullyRight;
    await stage.press(personal, { verb, data: { ...data, app } }, answer?.id);

    assert.ok(await stage.await(guest, /Changes found: removed: 1$/m));
  });

  it("posts its notice in the own chat of who starts it", async () => {
    const form = await openForm();

    await press(personal, form, /^Post in this chat$/);

    assert.ok(await stage.await(personal, /^Watched: nothing has changed/m));
  });

  it("posts in the thread in which somebody asks", async () => {
    await stage.signIn(personal);
    const [answer] = await stage.say(channel, `@Consentry ${SET_UP}`);
    const form = await stage.press(channel, findButton(answer, "Watch for changes"), answer?.id);
    const { verb, data } = findButton(form, "Watch this app");
    const app = seedApps.fullyRight;
    const places = await stage.press(channel, { verb, data: { ...data, app } }, answer?.id);

    await stage.press(channel, findButton(places, /^Post in this thread$/), answer?.id);

    const notice = await stage.await(guest, /^Watched: nothing has changed/m);
    assert.notEqual(notice.id, answer?.id);
    assert.equal(notice.threadId, answer?.threadId ?? answer?.id);
  });

  it("keeps its forms from the others of a channel", async () => {
    await stage.signIn(personal);
    const [answer] = await stage.say(channel, `@Consentry ${SET_UP}`);

    const form = await stage.press(channel, findButton(answer, "Watch for changes"), answer?.id);

    assert.match(textOf(form), /Watch: which app\?/);
    const seen = (await stage.read(guest)).find(({ id }) => id === answer?.id);
    assert.deepEqual([seen?.isEdited, textOf(seen)], [false, textOf(answer)]);
  });

  it("is quiet for a week where somebody wants it", async () => {
    const notice = await watchInChannel();

    const snoozed = await press(channel, notice, "Quiet for a week");
    await takeAway("Mail.Send");
    await press(channel, notice, "Look now");

    const seen = (await stage.read(guest)).filter(({ from }) => from.kind === "bot");
    assert.match(textOf(snoozed), /Quiet until /);
    assert.equal(seen.length, 1);
  });

  it("lets somebody else only look", async () => {
    const notice = await watchInChannel();
    await stage.signIn({ ...personal, conversation: "a:1sandbox-teams-admin", as: "teams-admin" });

    const looked = await press(other, notice, "Look now");
    const refused = await press(other, notice, "Stop watching");

    assert.match(textOf(looked), /^Watched: nothing has changed/);
    assert.match(textOf(refused), /Nothing was changed[\s\S]*Application Administrator/);
    const now = (await stage.read(guest)).find(({ id }) => id === notice.id);
    assert.match(textOf(now), /^Watched: nothing has changed/);
  });

  it("S34 shows a watch of somebody's own chat to nobody without a check of their own", async () => {
    const conversation = "a:1sandbox-cloud-app-admin";
    const stranger: Seat = { ...personal, conversation, as: "cloud-app-admin" };
    await press(personal, await openForm(), /^Post in this chat$/);
    const action = {
      type: "Action.Execute",
      verb: "watch-look",
      data: { clientId: seedApps.fullyRight },
    };

    const answer = await stage.invoke(stranger, "adaptiveCard/action", { action });

    assert.match(JSON.stringify(answer), /loginRequest/);
  });

  it("stops, and the notice says so", async () => {
    const notice = await watchInChannel();

    await press(channel, notice, "Stop watching");

    const list = await listWatches();
    const now = (await stage.read(guest)).find(({ id }) => id === notice.id);
    assert.match(textOf(now), /^Not watched any more/);
    assert.ok(findButton(now, "Watch again"));
    assert.match(textOf(list), /No app of this tenant is watched/);
  });

  it("lists what is watched, and links to the notice", async () => {
    await watchInChannel();

    const list = await listWatches();

    assert.match(textOf(list), /^Watched apps[\s\S]*AutoStore \(all granted\)/);
    assert.match(JSON.stringify(list), /Open the notice/);
  });

  it("shows the list in a chat of several to one person alone", async () => {
    await watchInChannel();
    const [line] = await stage.say(groupChat, "@Consentry watch");

    assert.match(line?.text ?? "", /for you alone/);
    assert.match(textOf(await stage.await(personal, /^Watched apps/m)), /AutoStore/);
  });

  it("moves when it is started elsewhere, and asks first", async () => {
    const notice = await watchInChannel();
    const form = await openForm();

    await press(personal, form, /^Post in this chat$/);
    await stage.await(personal, /^Watched: nothing has changed/m);

    const old = await stage.await(guest, /^Watched elsewhere now/m, notice.id);
    assert.match(textOf(form), /watched already, since .* by Priya Raman/);
    assert.match(textOf(old), /Watched elsewhere now/);
  });

  it("does not post where the person is not", async () => {
    const form = await openForm();
    const { verb, data } = findButton(form, /^Post in Permissions$/);

    const outcome = await stage.press(
      personal,
      { verb, data: { ...data, channel: "19:somewhere-else@thread.tacv2" } },
      form.id,
    );

    assert.match(textOf(outcome), /Consentry cannot post there/);
    assert.match(textOf(await listWatches()), /No app of this tenant/);
  });

  it("watches no app that the tenant does not have", async () => {
    const [answer] = await stage.say(personal, SET_UP);
    const form = await stage.press(personal, findButton(answer, "Watch for changes"), answer?.id);
    const { verb, data } = findButton(form, "Watch this app");

    const again = await stage.press(
      personal,
      { verb, data: { ...data, app: seedApps.vendor } },
      answer?.id,
    );

    assert.match(textOf(again), /Watch: which app\?/);
  });

  it("speaks the language of who starts it", async () => {
    const [answer] = await stage.say(german, "IMAP und Mail Send, anderer Absender");
    const form = await stage.press(german, findButton(answer, "Änderungen überwachen"), answer?.id);
    const { verb, data } = findButton(form, "Diese App überwachen");
    const app = seedApps.fullyRight;
    const places = await stage.press(german, { verb, data: { ...data, app } }, answer?.id);
    await stage.press(german, findButton(places, /^In Permissions posten$/), answer?.id);

    assert.ok(await stage.await(guest, /^Überwacht: Nichts hat sich geändert/m));
  });

  it("forgets the name of who started it", async () => {
    const notice = await watchInChannel();
    const [question] = await stage.say(personal, "delete my data");

    await stage.press(personal, findButton(question, /^Delete/), question?.id);

    const now = await stage.await(guest, /^Watched: nothing has changed/m, notice.id);
    assert.doesNotMatch(textOf(now), /Priya/);
  });
});
