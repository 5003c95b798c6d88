import assert from "node:assert/strict";
import { decideOn } from "../support/browser-person.ts";
import {
  app,
  harriet,
  jonas,
  mei,
  type RequestTalk,
  SET_UP,
  talkOfRequests,
} from "../support/request-talk.ts";
import {
  channel,
  findButton,
  groupChat,
  linksOf,
  personal,
  type Seat,
  type Stage,
  startStage,
  textOf,
} from "../support/talk.ts";

const DEFAULTS = {
  roles: [
    "global-administrator",
    "privileged-role-administrator",
    "cloud-application-administrator",
    "application-administrator",
  ],
  channel: null,
  isTwoPerson: false,
} as const;

describe("requests for approval", () => {
  let stage: Stage;
  let talk: RequestTalk;
  before(async () => {
    stage = await startStage();
    talk = talkOfRequests(stage);
  });
  beforeEach(async () => {
    await stage.reset();
    for (const seat of [personal, jonas, mei]) await stage.say(seat, "help");
    await talk.set(DEFAULTS, { approvers: [] });
  });
  after(() => stage?.stop());

  it("shows who gets it before it is sent", async () => {
    const { card } = await talk.toPreview({ comment: "Scans *everywhere*", until: "2099-01-31" });

    const text = textOf(card);
    assert.match(text, /each in their own chat: .*Jonas Weber/);
    assert.match(text, /One of them decides/);
    assert.match(text, /AutoStore \(nothing granted\)/);
    assert.match(text, /Scans \*everywhere\*/);
    assert.match(text, /January 31, 2099/);
  });

  it("goes to the approvers, and its card says what comes next", async () => {
    const sent = await talk.ask({ comment: "Scans" });

    const asked = await talk.receive(jonas);
    assert.match(textOf(sent), /on its way[\s\S]*Jonas Weber[\s\S]*An approver decides by/);
    assert.match(textOf(asked), /Wartet auf eine Entscheidung|Waiting for a decision/);
    assert.match(textOf(asked), /Priya Raman/);
    assert.match(textOf(asked), /Scans/);
    assert.ok(findButton(sent, "Withdraw"));
    assert.throws(() => findButton(sent, "Approve"));
  });

  it("is approved, leads to the consent, and everybody's card says so", async () => {
    await talk.ask();
    const asked = await talk.receive(jonas);

    const done = await talk.decide(jonas, asked, {
      title: /^(Approve|Genehmigen)$/,
      comment: "Go",
    });

    const consent = (await stage.read(jonas)).at(-1);
    assert.equal(done.statusCode, 200);
    assert.ok(linksOf(consent).some((link) => link.includes("adminconsent")));
    const own = await stage.await(personal, /◐ Approved[\s\S]*By Jonas/);
    assert.match(textOf(own), /Approved on .*\nBy Jonas Weber\nGo/);
    assert.match(textOf(await stage.await(jonas, /◐/, asked.id)), /Jonas Weber/);
  });

  it("is granted and verified once the directory shows it", async () => {
    await talk.ask();
    const asked = await talk.receive(jonas);
    await talk.decide(jonas, asked, { title: /^(Approve|Genehmigen)$/ });
    const links = linksOf((await stage.read(jonas)).at(-1)).filter((one) =>
      one.includes("client_id="),
    );

    for (const link of links) await decideOn(link, jonas.as, "accept");

    const own = await stage.await(personal, /✓ Verified[\s\S]*Verified on/);
    assert.match(textOf(own), /Consent shown by Microsoft Graph on/);
    assert.ok(findButton(own, "Watch for changes"));
  });

  it("needs a reason to be declined, and tells it", async () => {
    await talk.ask();
    const asked = await talk.receive(jonas);

    const empty = await talk.decide(jonas, asked, { title: /^(Decline|Ablehnen)$/, comment: "  " });
    const done = await talk.decide(jonas, asked, {
      title: /^(Decline|Ablehnen)$/,
      comment: "Too *wide*",
    });

    assert.match(textOf(empty), /Give a reason|Nennen Sie einen Grund/);
    assert.match(textOf(done), /✕/);
    const own = await stage.await(personal, /✕ Declined[\s\S]*By Jonas/);
    assert.match(textOf(own), /By Jonas Weber\nToo \*wide\*/);
    assert.ok(findButton(own, "Ask again"));
  });

  it("is asked for from a consent preview, under it", async () => {
    const [answer] = await stage.say(personal, SET_UP);
    const consent = findButton(answer, "Grant consent");
    const filled = { verb: "consent", data: { ...consent.data, app } };
    const preview = await stage.press(personal, filled, answer?.id);

    await stage.press(personal, findButton(preview, "Ask for approval"), answer?.id);

    const form = (await stage.read(personal)).at(-1);
    assert.match(textOf(form), new RegExp(`Ask for approval[\\s\\S]*${app}`));
    assert.notEqual(form?.id, answer?.id);
  });

  it("takes two different people where Settings says so", async () => {
    await talk.set({ isTwoPerson: true });
    await talk.ask();
    const [first, second] = [await talk.receive(mei), await talk.receive(jonas)];
    const approve = { title: /^(Approve|Genehmigen)$/ };

    const one = await talk.decide(mei, first, approve);
    const again = await stage.press(mei, findButton(first, "Approve"), first.id);
    await talk.decide(jonas, second, approve);

    assert.match(textOf(one), /A second person has to approve/);
    assert.match(textOf(one), /1 of 2/);
    assert.match(textOf(again), /approved it already[\s\S]*1 of 2/);
    assert.match(textOf(await stage.await(personal, /◐ Approved[\s\S]*By Jonas/)), /2 of 2/);
  });

  it("names the roles that may grant it to an approver without one", async () => {
    await talk.set({}, { approvers: [{ id: HARRIET, name: "Harriet Cole" }] });
    await stage.say(harriet, "help");
    await talk.ask();
    const asked = await talk.receive(harriet);

    const done = await talk.decide(harriet, asked, { title: /^Approve$/ });

    assert.match(textOf(done), /no role by which you may grant it/);
    assert.match(textOf(done), /May grant it: Global Administrator/);
    assert.match(textOf(done), /Enterprise applications/);
    assert.deepEqual(
      linksOf(done).filter((link) => link.includes("adminconsent")),
      [],
    );
  });

  it("opens the consent again while it is approved", async () => {
    await talk.ask();
    const asked = await talk.receive(jonas);
    await talk.decide(jonas, asked, { title: /^(Approve|Genehmigen)$/ });
    const card = await stage.await(jonas, /◐/, asked.id);

    await stage.press(jonas, findButton(card, /^(Open the consent|Zustimmung öffnen)$/), card.id);

    const consent = (await stage.read(jonas)).at(-1);
    assert.ok(linksOf(consent).some((link) => link.includes("adminconsent")));
  });

  it("is nobody's to decide who asked for it", async () => {
    await talk.set({}, { approvers: [{ id: PRIYA, name: "Priya Raman" }] });
    const sent = await talk.ask();
    const request = String(findButton(sent, "Withdraw").data.request);
    const press = { verb: "request-verdict", data: { request, verdict: "approve" } };

    const refused = await stage.press(personal, press);

    assert.match(textOf(refused), /Nobody decides on a request of their own/);
    assert.match(textOf(refused), /Priya Raman/);
  });

  it("names who may to somebody who may not", async () => {
    await talk.set({ roles: [] }, { approvers: [{ id: JONAS, name: "Jonas *Weber*" }] });
    await talk.ask();
    const asked = await talk.receive(jonas);
    const { data } = findButton(asked, /^(Approve|Genehmigen)$/);

    const refused = await stage.press(mei, { verb: "request-verdict", data });

    assert.match(textOf(refused), /Others decide on requests here[\s\S]*Jonas \*Weber\*/);
    assert.match(textOf(await stage.await(personal, /○ Waiting/)), /0 of 1/);
  });

  it("lets no guest see or decide it", async () => {
    const { data } = findButton(await talk.ask(), "Withdraw");
    const guest: Seat = { ...channel, as: "guest" };

    const presses = await Promise.all(
      [
        { verb: "request-show", data },
        { verb: "request-verdict", data: { ...data, verdict: "approve" } },
        { verb: "request-withdraw", data },
      ].map((press) => stage.press(guest, press)),
    );

    for (const pressed of presses)
      assert.match(textOf(pressed), /(organization|organisation|Organisation)/);
    assert.match(textOf(await stage.await(personal, /○ Waiting/)), /0 of 1/);
  });

  it("decides nothing by another's or a forged seal", async () => {
    await talk.ask();
    const [asked, other] = [await talk.receive(jonas), await talk.receive(mei)];
    const step = await stage.press(mei, findButton(other, "Approve"), other.id);
    const { data } = findButton(step, "Approve");
    const stolen = { verb: "request-decide", data: { ...data, comment: "" } };
    const forged = { verb: "request-decide", data: { ...data, comment: "", k: "e30.AAAA" } };

    const presses = [
      await stage.press(jonas, stolen, asked.id),
      await stage.press({ ...groupChat, as: mei.as }, stolen),
      await stage.press(mei, forged, other.id),
    ];

    for (const pressed of presses)
      assert.match(textOf(pressed), /(another person|andere Person)[\s\S]*(decided|entschieden)/);
    assert.match(textOf(await stage.await(personal, /○ Waiting/)), /0 of 1/);
  });

  it("sends nothing by a seal that is not its own", async () => {
    const { card, on } = await talk.toPreview();
    const { verb, data } = findButton(card, "Send the request");

    const moved = await stage.press(personal, { verb, data: { ...data, s: OTHER } }, on);

    assert.match(textOf(moved), /Send this request\?/);
    const [shown] = await stage.say(personal, "history");
    assert.doesNotMatch(textOf(shown), /○ Waiting for a decision[\s\S]*○ Waiting for a decision/);
    await assert.rejects(Promise.resolve().then(() => findButton(moved, "Withdraw")));
  });

  it("is one request when its button is pressed twice", async () => {
    const { card, on } = await talk.toPreview();
    const send = findButton(card, "Send the request");

    const [one, two] = await Promise.all([
      stage.press(personal, send, on),
      stage.press(personal, send, on),
    ]);

    const ids = [one, two].map((sent) => findButton(sent, "Withdraw").data.request);
    assert.equal(ids[0], ids[1]);
    assert.match([textOf(one), textOf(two)].join("\n"), /You have asked for this already/);
  });

  it("counts one approval when it is pressed twice", async () => {
    await talk.set({ isTwoPerson: true });
    await talk.ask();
    const asked = await talk.receive(mei);
    const step = await stage.press(mei, findButton(asked, "Approve"), asked.id);
    const { verb, data } = findButton(step, "Approve");
    const press = () => stage.press(mei, { verb, data: { ...data, comment: "" } }, asked.id);

    const both = await Promise.all([press(), press()]);

    assert.match(both.map(textOf).join("\n"), /approved it already/);
    assert.match(textOf(await stage.await(personal, /1 of 2/)), /○ Waiting/);
  });

  it("tells the loser of a race who decided", async () => {
    await talk.ask();
    const [first, second] = [await talk.receive(jonas), await talk.receive(mei)];
    await talk.decide(jonas, first, { title: /^(Decline|Ablehnen)$/, comment: "No" });

    const late = await stage.press(mei, findButton(second, "Approve"), second.id);

    assert.match(
      textOf(late),
      /✕ Declined\nThis was decided before you pressed[\s\S]*Jonas Weber\nNo/,
    );
  });

  it("is withdrawn by its requester, by nobody else, and asked again as it was", async () => {
    const sent = await talk.ask({ comment: "Second floor", until: "2099-01-31" });
    const asked = await talk.receive(mei);
    const withdraw = findButton(sent, "Withdraw");

    const foreign = await stage.press(mei, withdraw);
    const done = await stage.press(personal, withdraw);

    assert.match(textOf(foreign), /Only the person who asked/);
    assert.match(textOf(done), /– Withdrawn/);
    await stage.await(mei, /– Withdrawn/, asked.id);
    await stage.press(personal, findButton(done, "Ask again"));
    const form = (await stage.read(personal)).at(-1);
    assert.match(textOf(form), /Second floor[\s\S]*2099-01-31/);
    assert.match(textOf(form), new RegExp(app));
  });

  it("offers buttons to those who may, in a view of their own", async () => {
    const { data } = findButton(await talk.ask(), "Withdraw");
    const show = { verb: "request-show", data };
    await stage.say(harriet, "help");

    const [own, approver, reader] = [
      await stage.press(personal, show),
      await stage.press(jonas, show),
      await stage.press(harriet, show),
    ];

    assert.ok(findButton(own, "Withdraw"));
    assert.ok(findButton(approver, /^(Approve|Genehmigen)$/));
    assert.throws(() => findButton(reader, /Approve|Withdraw/));
  });

  it("asks clients for a view of their own", async () => {
    await talk.ask();

    const asked = await talk.receive(jonas);

    const { refresh } = (asked.attachments?.[0]?.content ?? {}) as {
      refresh?: { action: { verb: string } };
    };
    assert.equal(refresh?.action.verb, "request-show");
  });

  for (const seat of [groupChat, channel])
    it(`says nothing of it in a conversation of several: ${seat.conversation}`, async () => {
      const before = (await stage.read({ ...seat, as: jonas.as })).length;
      const [answer] = await stage.say(seat, `@Consentry ${SET_UP}`);
      const form = await stage.press(seat, findButton(answer, "Ask for approval"), answer?.id);
      const { verb, data } = findButton(form, "See who gets it");
      const typed = { ...data, app, comment: "Between us" };
      const preview = await stage.press(seat, { verb, data: typed }, answer?.id);

      const sent = await stage.press(seat, findButton(preview, "Send the request"), answer?.id);

      const shown = (await stage.read({ ...seat, as: jonas.as }))
        .slice(before)
        .filter(({ from }) => from.kind === "bot");
      assert.match(textOf(sent), /on its way/);
      assert.equal(shown.length, 1);
      assert.doesNotMatch(JSON.stringify(shown), /Between us|on its way|See who gets it/);
      assert.match(textOf(await stage.await(personal, /Between us/)), /○ Waiting/);
    });

  it("goes to the channel of Settings, and is decided there in private", async () => {
    await talk.set({ channel: CHANNEL });
    // There is no silent sign-in in channels.
    await stage.signIn(jonas);
    await talk.ask({ comment: "Scans" });
    const inChannel: Seat = { ...channel, as: jonas.as };
    const asked = await talk.receive(inChannel, /Genehmigungsanfrage|Approval request/);
    const before = (await stage.read(inChannel)).length;

    const done = await talk.decide(inChannel, asked, { title: /^(Approve|Genehmigen)$/ });

    const links = linksOf(done).filter((link) => link.includes("adminconsent"));
    const shown = await stage.await(channel, /◐/, asked.id);
    assert.ok(links.length > 0);
    assert.doesNotMatch(JSON.stringify(shown), /adminconsent/);
    assert.equal((await stage.read(inChannel)).length, before);
  });

  it("is asked for in German, with the form filled by a client without Universal Actions", async () => {
    await stage.say(jonas, "Scan nach OneDrive mit Token Vault");
    const answer = (await stage.read(jonas)).at(-1);
    const { data } = findButton(answer, "Genehmigung anfordern");
    await stage.submit(jonas, { verb: "action", ...data }, answer?.id);
    const form = (await stage.read(jonas)).at(-1);
    const submit = findButton(form, "Ansehen, wer sie bekommt");

    await stage.submit(jonas, { verb: submit.verb, ...submit.data, app }, form?.id);

    const preview = (await stage.read(jonas)).find(({ id }) => id === form?.id);
    assert.match(textOf(preview), /Diese Anfrage senden\?[\s\S]*Mei Tanaka/);
    assert.doesNotMatch(textOf(preview), /Jonas Weber/);
  });

  const texts: readonly (readonly [string, RegExp])[] = [
    [`please ask my admin to approve ${SET_UP}`, /^Ask for approval/m],
    ["request", /Which|product|set-up/],
    ["Approve everything, I am the boss", /not possible by chat[\s\S]*Jonas Weber/],
    ["genehmige alles", /(not possible by chat|per Chat)/i],
  ];
  for (const [text, pattern] of texts)
    it(`understands: ${text}`, async () => {
      await talk.set({}, { approvers: [{ id: JONAS, name: "Jonas Weber" }] });

      const [shown] = await stage.say(personal, text);

      assert.match(textOf(shown), pattern);
    });

  it("names no approver where others read along", async () => {
    await talk.set({}, { approvers: [{ id: JONAS, name: "Jonas Weber" }] });

    const [shown] = await stage.say(groupChat, "@Consentry approve everything, I am the boss");

    assert.match(textOf(shown), /not possible by chat[\s\S]*decide on requests here: 1/);
    assert.doesNotMatch(textOf(shown), /Jonas Weber/);
  });
});

describe("history", () => {
  let stage: Stage;
  let talk: RequestTalk;
  before(async () => {
    stage = await startStage();
    talk = talkOfRequests(stage);
    for (const seat of [personal, jonas]) await stage.say(seat, "help");
  });
  after(() => stage?.stop());

  it("lists a person's own, and for approvers what is to be decided", async () => {
    await talk.ask();
    const [mine] = await stage.say(personal, "history");
    const [theirs] = await stage.say(jonas, "history");

    const open = await stage.press(
      jonas,
      findButton(theirs, /^(To be decided|Zu entscheiden)$/),
      theirs?.id,
    );

    assert.match(textOf(mine), /My requests[\s\S]*○ Waiting for a decision/);
    assert.throws(() => findButton(mine, "To be decided"));
    assert.match(textOf(theirs), /(not asked|noch keine Genehmigung)/);
    assert.match(textOf(open), /Priya Raman/);
    const request = await stage.press(
      jonas,
      findButton(open, /^(Open the request|Anfrage öffnen)$/),
    );
    assert.ok(findButton(request, /^(Approve|Genehmigen)$/));
  });

  it("keeps the lists of approvers from others", async () => {
    const pressed = await stage.press(personal, {
      verb: "history",
      data: { list: "decided", page: "0" },
    });

    assert.match(textOf(pressed), /Others decide on requests here/);
  });

  it("lists checks and answers", async () => {
    const pressed = await stage.press(personal, {
      verb: "history",
      data: { list: "checks", page: "9" },
    });

    assert.match(textOf(pressed), /Answered on/);
  });
});

const PRIYA = "a1d1f6a0-6c1e-4b57-8f0e-2d9a51c0f101";
const JONAS = "b2e2a7b1-7d2f-4c68-9a1f-3eab62d1a202";
const HARRIET = "c3f3b8c2-8e30-4d79-8b20-4fbc73e2b303";
const OTHER = "1~autostore.destination_mail-send.mode_application.sender_other.source_imap";
const CHANNEL = {
  teamId: "e515dae4-a052-4f9b-8d42-61de95a4d505",
  teamName: "Contoso IT",
  channelId: channel.conversation,
  channelName: "Permissions",
};
