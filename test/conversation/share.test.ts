import assert from "node:assert/strict";
import { seedApps } from "../../src/sandbox/directory/seed.ts";
import { signInOn } from "../support/browser-person.ts";
import {
  channel,
  findButton,
  german,
  groupChat,
  linksOf,
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
const teamId = "e515dae4-a052-4f9b-8d42-61de95a4d505";

describe("sharing a result", () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  beforeEach(async () => {
    await stage.reset();
    for (const seat of [personal, german]) await allowBasic(seat);
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

  /** Asks, and opens the form. */
  async function openForm(seat = personal, text = SET_UP): Promise<Shown> {
    const [answer] = await stage.say(seat, text);
    await stage.press(seat, findButton(answer, /^(Share|Teilen)$/), answer?.id);
    return (await stage.read(seat)).at(-1) as Shown;
  }

  /** Presses the button of a place. */
  async function postIn(seat: Seat, form: Shown, title: RegExp, more = {}): Promise<Pressed> {
    const { verb, data } = findButton(form, title);
    return stage.press(seat, { verb, data: { ...data, ...more } }, form.id);
  }

  const seenIn = async (seat: Seat) =>
    (await stage.read(seat)).filter(({ from }) => from.kind === "bot");

  it("takes two clicks to a channel, after its readers are named", async () => {
    const form = await openForm();

    const outcome = await postIn(personal, form, /^Post in Permissions$/);

    assert.match(
      textOf(form),
      /Contoso IT › Permissions\nPeople who will see it: 5\.\nGuests among them \(1\): Camille Laurent/,
    );
    assert.match(textOf(form), /private and shared channels: Approvals/);
    assert.match(textOf(form), /Teams of yours without Consentry: 1\./);
    assert.match(textOf(outcome), /^Shared$/m);
    const [shown, ...others] = await seenIn(guest);
    assert.deepEqual(others, []);
    assert.match(textOf(shown), /^Shared by Priya Raman on /m);
    assert.match(textOf(shown), /^Mail\.Send$/m);
    assert.equal(linksOf(outcome).filter((link) => link.includes("/l/message/")).length, 1);
    assert.ok(linksOf(outcome)[0]?.includes(`parentMessageId=${shown?.id}`));
  });

  it("makes a private answer in a channel public as a new post", async () => {
    const path = `conversations/${encodeURIComponent(channel.conversation)}/activities`;
    const question = { as: channel.as, type: "message", text: SET_UP, isPrivate: true };
    await stage.api("POST", path, question);
    const answer = (await stage.read(channel)).at(-1) as Shown;
    await stage.press(channel, findButton(answer, "Share"), answer.id);
    const form = (await stage.read(channel)).at(-1) as Shown;

    await postIn(channel, form, /^Post in this channel$/);

    const [shown, ...others] = await seenIn(guest);
    assert.deepEqual(others, []);
    assert.match(textOf(shown), /^Shared by Priya Raman on /m);
    assert.equal(shown?.threadId, shown?.id);
    assert.doesNotMatch(textOf(form), /Contoso IT › Permissions/);
  });

  it("leads back to the answer whose place it took", async () => {
    const [answer] = await stage.say(groupChat, `@Consentry ${SET_UP}`);
    const form = await stage.press(groupChat, findButton(answer, "Share"), answer?.id);

    const again = await stage.press(groupChat, findButton(form, "Back to the answer"), answer?.id);

    assert.match(textOf(form), /Share: where to/);
    assert.match(textOf(again), /Permissions to configure/);
  });

  it("posts once for two presses at once", async () => {
    const form = await openForm();

    await Promise.all([
      postIn(personal, form, /^Post in Permissions$/),
      postIn(personal, form, /^Post in Permissions$/),
    ]);

    assert.equal((await seenIn(guest)).length, 1);
  });

  it("is one share when somebody else shares the same", async () => {
    await postIn(personal, await openForm(), /^Post in Permissions$/);
    const form = await openForm(german, "IMAP und Mail Send mit anderem Absender");

    const outcome = await postIn(german, form, /^In Permissions posten$/);

    const [shown, ...others] = await seenIn(guest);
    assert.match(textOf(outcome), /Es stand schon dort[\s\S]*Zuerst geteilt von Priya Raman/);
    assert.deepEqual(others, []);
    assert.match(textOf(shown), /Shared by Priya Raman[\s\S]*Shared again by Jonas Weber/);
  });

  it("offers the channel first that the words name", async () => {
    await stage.say(personal, SET_UP);

    const [form] = await stage.say(personal, "share this in Permissions");

    const titles = [/^Post in Permissions$/, /^Post in General$/].map((title) =>
      textOf(form).indexOf(findButton(form, title).title),
    );
    assert.ok((titles[0] ?? 0) < (titles[1] ?? 0), titles.join(" "));
  });

  it("replies in the thread of the channel, for everybody", async () => {
    await stage.signIn(personal);
    const [answer] = await stage.say(channel, `@Consentry ${SET_UP}`);
    const form = await stage.press(channel, findButton(answer, "Share"), answer?.id);

    const here = findButton(form, "Post in this thread");
    await stage.press(channel, here, answer?.id);

    const seen = await seenIn(guest);
    assert.equal(seen.length, 2);
    assert.equal(seen[1]?.threadId, answer?.threadId);
    assert.match(textOf(seen[1]), /^Shared by Priya Raman/m);
    assert.ok(!textOf(seen[0]).includes("where to?"));
  });

  it("answers a mention in a channel for everybody", async () => {
    await stage.say(channel, `@Consentry ${SET_UP}`);

    const [seen] = await seenIn(guest);

    assert.match(textOf(seen), /^Mail\.Send$/m);
  });

  it("posts in a group chat what one person was shown alone, by Share only", async () => {
    const [answer] = await stage.say(groupChat, `@Consentry ${SET_UP}`);
    const check = findButton(answer, /^Check tenant/);
    const data = { ...check.data, app: seedApps.fullyRight };
    const report = await stage.press(groupChat, { ...check, data }, answer?.id);
    const other = { ...groupChat, as: "teams-admin" };
    const before = (await seenIn(other)).map(textOf);
    const form = await stage.press(groupChat, findButton(report, "Share"), answer?.id);
    const post = findButton(form, "Post in this chat");

    await stage.press(groupChat, { ...post, data: { ...post.data, show: "state" } }, answer?.id);

    const after = (await seenIn(other)).map(textOf);
    assert.deepEqual(after.slice(0, -1), before);
    assert.ok(before.every((text) => !text.includes("Everything that is needed is granted")));
    assert.match(after.at(-1) ?? "", /Everything that is needed is granted[\s\S]*Granted: 3\./);
  });

  /** Checks the app whose grants are right, and opens the form of the report. */
  async function openReportForm(): Promise<Shown> {
    const [answer] = await stage.say(personal, SET_UP);
    const check = findButton(answer, /^Check tenant/);
    const data = { ...check.data, app: seedApps.fullyRight };
    await stage.press(personal, { ...check, data }, answer?.id);
    const report = (await stage.read(personal)).find(({ id }) => id === answer?.id);
    await stage.press(personal, findButton(report, "Share"), answer?.id);
    return (await stage.read(personal)).at(-1) as Shown;
  }

  /** What must not be read where nobody has ticked it: tenant, client id, a part of the app's name. */
  const listSecrets = () => {
    const { tenantId } = stage.log.find("turn").at(-1)?.fields ?? {};
    return [String(tenantId), seedApps.fullyRight, "all granted"];
  };

  const ticks: Record<string, [show: string | undefined, hidden: number[], state: boolean]> = {
    nothing: [undefined, [0, 1, 2], false],
    "what no box stands for": ["false", [0, 1, 2], false],
    "the state alone": ["state", [0, 1, 2], true],
    "the names alone": ["names", [], false],
    "both of them": ["names,state", [], true],
  };
  for (const [name, [show, hidden, isState]] of Object.entries(ticks))
    it(`shows of the tenant what is ticked: ${name}`, async () => {
      const form = await openReportForm();

      await postIn(personal, form, /^Post in Permissions$/, show === undefined ? {} : { show });

      const json = JSON.stringify((await seenIn(guest)).at(-1)?.attachments);
      const canaries = listSecrets();
      assert.deepEqual(
        canaries.map((canary) => !json.includes(canary)),
        canaries.map((_, index) => hidden.includes(index)),
      );
      assert.equal(/Needed: 3/.test(json), isState);
    });

  it("shows grants only for those who may check the tenant", async () => {
    const { apps } = (await stage.api("GET", "tenant")) as {
      apps: { isApi: boolean; grants: { id: string; value: string }[] }[];
    };
    const own = apps.find(({ isApi }) => isApi)?.grants ?? [];
    const read = own.find(({ value }) => value === "Directory.Read.All");
    await stage.api("DELETE", `tenant/grants/${read?.id}?value=Directory.Read.All`);
    const seat = { conversation: "a:1sandbox-teams-admin", as: "teams-admin" };
    await allowBasic(seat);
    const form = await openForm(seat);
    const more = { clientId: seedApps.fullyRight, show: "state" };

    const outcome = await postIn(seat, form, /^Post in Permissions$/, more);

    assert.deepEqual(await seenIn(guest), []);
    assert.match(textOf(outcome), /^An administrator has to allow this once$/m);
  });

  it("brings a later check to the card that shows the state", async () => {
    const form = await openReportForm();
    await postIn(personal, form, /^Post in Permissions$/, { show: "state" });
    const { apps } = (await stage.api("GET", "tenant")) as {
      apps: { clientId: string; grants: { id: string; value: string }[] }[];
    };
    const held = apps.find(({ clientId }) => clientId === seedApps.fullyRight)?.grants ?? [];
    const send = held.find(({ value }) => value === "Mail.Send");
    await stage.api("DELETE", `tenant/grants/${send?.id}?value=Mail.Send`);

    await openReportForm();

    const card = await stage.await(guest, /Mail\.Send \(Application\): Missing/);
    assert.match(textOf(card), /^Permissions are missing$/m);
  });

  const wrong: Record<string, [data: object, title: RegExp]> = {
    "a private channel": [
      { team: teamId, channel: "19:contoso-it-approvals@thread.tacv2" },
      /Consentry cannot post there/,
    ],
    "a channel of another team": [
      { team: teamId, channel: "19:contoso-finance@thread.tacv2" },
      /Consentry cannot post there/,
    ],
    "a team without Consentry": [
      { team: "f7a3c1d2-8b54-4e6a-9c1f-2d7e8a906b11", channel: "19:contoso-finance@thread.tacv2" },
      /Consentry is not there/,
    ],
    "somebody else's chat": [{ chat: german.conversation }, /You are not in that place/],
    "a chat that nobody has heard of": [{ chat: "19:nowhere@thread.v2" }, /Consentry is not there/],
  };
  for (const [name, [place, title]] of Object.entries(wrong))
    it(`posts nothing in ${name}`, async () => {
      await stage.say(german, "hallo");
      const form = await openForm();
      const { verb, data } = findButton(form, /^Post in Permissions$/);
      const { team: _team, channel: _channel, ...rest } = data;
      const before = await Promise.all([channel, german].map(seenIn));

      const outcome = await stage.press(personal, { verb, data: { ...rest, ...place } }, form.id);

      assert.match(textOf(outcome), title);
      assert.deepEqual(await Promise.all([channel, german].map(seenIn)), before);
    });

  it("lets no guest share", async () => {
    const [answer] = await stage.say(guest, `@Consentry ${SET_UP}`);

    const refusal = await stage.press(guest, findButton(answer, /^(Share|Partager)$/), answer?.id);

    assert.doesNotMatch(textOf(refusal), /Permissions\nP/);
    assert.equal((await seenIn(guest)).length, 1);
  });

  it("posts anew where the message was taken away", async () => {
    await postIn(personal, await openForm(), /^Post in Permissions$/);
    await stage.api("POST", "reset", {});

    const outcome = await postIn(personal, await openForm(), /^Post in Permissions$/);

    assert.match(textOf(outcome), /^Shared$/m);
    assert.equal((await seenIn(guest)).length, 1);
  });

  it("takes the name off the card when a person's data is deleted", async () => {
    await postIn(personal, await openForm(), /^Post in Permissions$/);

    const [asked] = await stage.say(personal, "delete my data");
    await stage.press(personal, { verb: "forget", data: { answer: "delete" } }, asked?.id);

    const [shown] = await seenIn(guest);
    assert.match(textOf(shown), /Not kept up to date any more since/);
    assert.ok(!JSON.stringify(shown).includes("Priya"));
  });
});
