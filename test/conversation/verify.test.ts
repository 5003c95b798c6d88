import assert from "node:assert/strict";
import { seedApps } from "../../src/sandbox/directory/seed.ts";
import {
  channel,
  findButton,
  german,
  personal,
  type Seat,
  type Stage,
  startStage,
  textOf,
} from "../support/talk.ts";

interface Asked {
  readonly service: string;
  readonly path: string;
}

describe("checking a tenant", () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  beforeEach(() => stage.reset());
  after(() => stage?.stop());

  /** Asks for a set-up and checks an app against it. */
  async function check(app: string, text = "IMAP and Mail Send, other sender", seat = personal) {
    const mention = seat.conversation === channel.conversation ? "@Consentry " : "";
    const [answer] = await stage.say(seat, mention + text);
    const form = await stage.press(
      seat,
      findButton(answer, /^(Check tenant|Mandanten)/),
      answer?.id,
    );
    const { verb, data } = findButton(form, /^(Check this app|Diese App)/);
    const report = await stage.press(seat, { verb, data: { ...data, app } }, answer?.id);
    return { answer, form, report };
  }

  const graphRequests = async () =>
    ((await stage.api("GET", "requests")) as Asked[]).filter(({ service }) => service === "graph");

  const states: Record<keyof typeof seedApps, [title: RegExp, detail: RegExp, text?: string]> = {
    fullyRight: [/^Everything that is needed is granted/, /Needed: 3\. Granted: 3\./],
    nothingGranted: [/missing/i, /Needed: 3\. Granted: 0\./],
    delegatedInstead: [/missing/i, /other type/i],
    ghostGrants: [/^Everything that is needed is granted/, /no longer requested: 2/],
    perPerson: [/missing/i, /single people|person/i, "IMAP and Mail Send, same user"],
    widerThanNeeded: [/./, /Besides: granted and not needed [1-9]/],
    incompleteRegistration: [/missing/i, /registration/i],
    vendor: [/^Check tenant: which app\?/, /No app of this tenant|does not have/],
  };
  for (const [name, [title, detail, text]] of Object.entries(states))
    it(`tells what is so with the app ${name}`, async () => {
      const { report } = await check(seedApps[name as keyof typeof seedApps], text);

      assert.match(textOf(report), title);
      assert.match(textOf(report), detail);
    });

  it("takes four requests for one app, the first time too", async () => {
    const before = (await graphRequests()).length;

    await check(seedApps.fullyRight);

    assert.equal((await graphRequests()).length - before, 4);
  });

  it("names who may grant, and the command for what Graph cannot tell", async () => {
    const { report } = await check(seedApps.nothingGranted);

    assert.match(textOf(report), /Global Administrator/);
    assert.match(textOf(report), /Test-ServicePrincipalAuthorization -Identity '[0-9a-f-]{36}'/);
  });

  it("sees at once what was taken away", async () => {
    const first = await check(seedApps.fullyRight);
    const { apps } = (await stage.api("GET", "tenant")) as {
      apps: { clientId: string; grants: { id: string; value: string }[] }[];
    };
    const held = apps.find(({ clientId }) => clientId === seedApps.fullyRight)?.grants ?? [];
    const send = held.find(({ value }) => value === "Mail.Send");
    await stage.api("DELETE", `tenant/grants/${send?.id}?value=Mail.Send`);

    const again = findButton(first.report, /Check again/);
    const second = await stage.press(personal, again, first.answer?.id);

    assert.match(textOf(second), /Granted: 2\.[\s\S]*Missing: 1\./);
  });

  it("offers what the tenant has used before", async () => {
    await check(seedApps.fullyRight);

    const { form } = await check(seedApps.fullyRight);

    assert.ok(findButton(form, "AutoStore (all granted)"));
  });

  it("shows a report in a channel to one person only", async () => {
    await stage.signIn(personal);

    const { answer, report } = await check(seedApps.fullyRight, undefined, channel);

    const other = { ...channel, as: "teams-admin" };
    const seen = (await stage.read(other)).find(({ id }) => id === answer?.id);
    assert.match(textOf(report), /Everything that is needed is granted/);
    assert.deepEqual([seen?.isEdited, textOf(seen)], [false, textOf(answer)]);
  });

  it("names no app of the tenant in a message for a channel", async () => {
    await check(seedApps.fullyRight);

    const seat: Seat = channel;
    const [form] = await stage.say(seat, "@Consentry verify scenario 2");

    assert.match(textOf(form), /Check tenant: which app\?/);
    assert.ok(!textOf(form).includes("AutoStore (all granted)"));
  });

  it("speaks the person's language", async () => {
    const { report } = await check(
      seedApps.fullyRight,
      "IMAP und Mail Send, anderer Absender",
      german,
    );

    assert.match(textOf(report), /erteilt/);
    assert.ok(!/Granted|Missing/.test(textOf(report).replaceAll("AutoStore (all granted)", "")));
  });

  /** Takes from Consentry's own app what it reads with. @returns its client id */
  async function takeRights(): Promise<string> {
    const { apps } = (await stage.api("GET", "tenant")) as {
      apps: { isBot: boolean; clientId: string; grants: { id: string; value: string }[] }[];
    };
    const own = apps.find(({ isBot }) => isBot);
    await stage.api("DELETE", `tenant/grants/${own?.grants[0]?.id}?value=Directory.Read.All`);
    await stage.api("POST", "tenant/revocations", { subject: own?.clientId });
    return own?.clientId ?? "?";
  }

  it("leaves open what neither Consentry nor the person may list", async () => {
    await takeRights();

    const { report } = await check(seedApps.fullyRight);

    assert.match(textOf(report), /^Not everything could be read$/m);
    assert.match(
      textOf(report),
      /^Delegated grants: Microsoft did not show this\. Either .*Directory\.Read\.All\.$/m,
    );
    assert.match(textOf(report), /Needed: 3\. Granted: 2\..* Missing: 0\. Not known: 1\./);
    assert.match(textOf(report), /^IMAP\.AccessAsUser\.All\nDelegated\nNot known$/m);
  });

  it("needs no right of Consentry where the person may list", async () => {
    await takeRights();

    const { report } = await check(seedApps.fullyRight, "IMAP and Mail Send, other sender", german);

    assert.match(textOf(report), /^Everything that is needed is granted$/m);
  });

  it("says what to grant where nobody may read", async () => {
    const own = await takeRights();
    await stage.api("POST", "faults", { match: { service: "graph" }, status: 403, times: 0 });

    const { answer, report } = await check(seedApps.fullyRight);

    assert.match(textOf(report), /Directory\.Read\.All/);
    assert.match(textOf(report), new RegExp(own));
    await stage.api("DELETE", "faults");
    const again = await stage.press(personal, findButton(report, "Try again"), answer?.id);
    assert.match(textOf(again), /^Not everything could be read$/m);
  });
});
