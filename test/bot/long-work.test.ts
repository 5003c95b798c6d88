import assert from "node:assert/strict";
import type { Apps } from "../../src/flows/index.ts";
import { tenantId } from "../support/activities.ts";
import { createFakeAlarm, type FakeAlarm } from "../support/alarm.ts";
import { type BotStage, startBotStage } from "../support/bot.ts";
import { buildReading } from "../support/grants.ts";
import { createFakePersonTokens } from "../support/people.ts";
import type { Sent } from "../support/simulated-channel.ts";
import {
  forBotAlone,
  inChannel,
  listPublic,
  OWN_CHAT,
  pressOf,
  startTargetedStage,
} from "../support/targeted.ts";

const S = "1~autostore.destination_mail-send.sender_other.source_imap";
const inGroup = {
  conversation: { id: "19:group@thread.v2", conversationType: "groupChat", tenantId },
};
const APP = { s: S, app: "AutoStore" };
const submit = { text: undefined, replyToId: "m-card", value: { verb: "verify", ...APP } };
const press = {
  ...pressOf("verify", APP),
  value: { action: { type: "Action.Execute", verb: "verify", data: APP } },
};

type Found = Awaited<ReturnType<Apps["find"]>>;

/** Searches in a tenant that answer when a test says so, in the order in which they were asked. */
function createSlowSearch() {
  const asked: PromiseWithResolvers<Found>[] = [];
  const next = async (index: number) => {
    while (!asked[index]) await new Promise((resolve) => setTimeout(resolve, 2));
    return asked[index];
  };
  return {
    count: () => asked.length,
    find: () => {
      const search = Promise.withResolvers<Found>();
      asked.push(search);
      return search.promise;
    },
    answer: async (index = 0, name = "AutoStore") => {
      const { app } = buildReading();
      const reading = buildReading({ app: { ...app, name } });
      (await next(index)).resolve({ kind: "known", reading });
    },
    fail: async () => (await next(0)).reject(new TypeError("broken")),
  };
}

describe("work that takes longer than a turn", () => {
  let stage: BotStage;
  let alarm: FakeAlarm;
  let search: ReturnType<typeof createSlowSearch>;
  let before: number;
  beforeEach(async () => {
    alarm = createFakeAlarm();
    search = createSlowSearch();
    const apps = {
      find: search.find,
      register: async () => {},
      list: async () => [],
    } as unknown as Apps;
    stage = await startTargetedStage({ alarm: alarm.alarm, appsOf: () => apps });
    before = stage.channel.sent.length;
  });
  afterEach(() => stage?.stop());

  const sent = () => stage.channel.sent.slice(before);
  const shapes = (list: readonly Sent[] = sent()) =>
    list.map(({ method, path }) => `${method} ${decodeURIComponent(path.split("/v3/")[1] ?? "")}`);
  const textOf = ({ body }: Sent) => body.text ?? JSON.stringify(body.attachments);
  /** Delivers, and lets the turn take too long. */
  const deliverSlowly = async (deed: object) => {
    const [outbound] = await Promise.all([stage.deliver({ ...deed }), alarm.ring()]);
    return outbound;
  };
  const until = async (count: number) => {
    for (let tries = 0; sent().length < count && tries < 1_000; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 5));
    // Whatever else would come has time to come.
    await new Promise((resolve) => setTimeout(resolve, 30));
    return sent();
  };
  const PERSONAL = `conversations/${OWN_CHAT}/activities`;

  it("is announced, and its result takes that message's place", async () => {
    await deliverSlowly({ ...submit, replyToId: undefined });
    const announced = sent().map(textOf);
    await search.answer();
    const [first, second, ...others] = await until(2);

    assert.match(announced[0] ?? "", /^Still working/);
    assert.equal(first?.method, "POST");
    assert.equal(second?.method, "PUT");
    assert.match(second.path, /\/activities\/m\d+$/);
    assert.match(textOf(second), /AutoStore/);
    assert.deepEqual(others, []);
    assert.equal(stage.log.find("turn").at(-1)?.fields.isLate, true);
  });

  it("takes its message away where it replaces a card", async () => {
    await deliverSlowly(submit);
    await search.answer();

    const [announced, replaced, removed, ...others] = await until(3);

    assert.match(announced ? textOf(announced) : "", /^Still working/);
    assert.deepEqual(shapes(replaced ? [replaced] : []), [`PUT ${PERSONAL}/m-card`]);
    assert.match(shapes(removed ? [removed] : [])[0] ?? "", /^DELETE .*\/m\d+$/);
    assert.deepEqual(others, []);
  });

  it("answers a press in time, and puts the result on the card", async () => {
    const { body } = await deliverSlowly(press);
    await search.answer();
    const all = await until(1);

    assert.match(JSON.stringify(body), /activity\.message.*Still working/);
    assert.deepEqual(shapes(all), [`PUT ${PERSONAL}/m-card`]);
  });

  it("says what replaces nothing any more in a message of its own", async () => {
    await deliverSlowly(press);
    await deliverSlowly({ ...press, value: { ...press.value } });
    await search.answer(0, "First app");
    const [first] = await until(1);
    await search.answer(1, "Second app");
    const [, second] = await until(2);

    assert.equal(first?.method, "POST");
    assert.match(first ? textOf(first) : "", /First app/);
    assert.deepEqual(shapes(second ? [second] : []), [`PUT ${PERSONAL}/m-card`]);
    assert.match(second ? textOf(second) : "", /Second app/);
  });

  it("keeps the places of two questions", async () => {
    const question = { ...submit, replyToId: undefined };
    await deliverSlowly(question);
    await deliverSlowly(question);
    await search.answer(1, "Second app");
    await until(3);
    await search.answer(0, "First app");
    const [, , second, first] = await until(4);

    assert.match(second?.path ?? "", new RegExp(`/m${before + 2}$`));
    assert.match(second ? textOf(second) : "", /Second app/);
    assert.match(first?.path ?? "", new RegExp(`/m${before + 1}$`));
    assert.match(first ? textOf(first) : "", /First app/);
  });

  it("runs once, however often Teams delivers it meanwhile", async () => {
    const question = { ...submit, replyToId: undefined, id: "1795287009999" };
    await deliverSlowly(question);
    await stage.deliver(question);
    await search.answer();
    await stage.deliver(question);

    const all = await until(2);

    assert.equal(search.count(), 1);
    assert.equal(all.length, 2);
  });

  it("ends as a fault with the id of its turn", async () => {
    await deliverSlowly({ ...submit, replyToId: undefined });
    await search.fail();
    const [, second, ...others] = await until(2);

    assert.equal(second?.method, "PUT");
    assert.match(second ? textOf(second) : "", /That did not work.*correlation-1/);
    assert.deepEqual(others, []);
    assert.equal(stage.log.find("turn failed").length, 1);
  });

  it("tells what is private in the person's own chat", async () => {
    await deliverSlowly({ ...submit, ...inGroup });
    await search.answer();
    const all = await until(3);

    const own = all.filter(({ path }) => path.includes(encodeURIComponent(OWN_CHAT)));
    const others = all.filter((one) => !own.includes(one));
    assert.match(own.map(textOf).join(), /AutoStore/);
    assert.match(others.map(textOf)[0] ?? "", /in your own chat with me if it is for you alone/);
    assert.equal(others.at(-1)?.method, "PUT");
    assert.match(others.at(-1)?.body.text ?? "", /^This is for you alone: it stands/);
    assert.doesNotMatch(others.map(textOf).join(), /AutoStore/);
  });

  it("says nothing to a group of what one of them pressed", async () => {
    await deliverSlowly({ ...press, ...inGroup });
    await search.answer();
    const all = await until(1);

    assert.deepEqual(shapes(all), [`POST ${PERSONAL}`]);
    assert.match(all.map(textOf).join(), /AutoStore/);
  });

  it("S63 stays with one person where the question was for the bot alone", async () => {
    await deliverSlowly({ ...submit, ...inChannel, ...forBotAlone, replyToId: undefined });
    await search.answer();
    const all = await until(2);

    assert.deepEqual(
      all.map(({ method }) => method),
      ["POST", "PUT"],
    );
    assert.match(all.map(textOf).at(-1) ?? "", /AutoStore/);
    assert.deepEqual(listPublic(all), []);
    assert.equal(all.filter(({ path }) => path.includes("isTargetedActivity=true")).length, 2);
  });

  it("is said anew where its message is gone", async () => {
    await deliverSlowly({ ...submit, replyToId: undefined });
    stage.channel.answer(({ method }) => ({ status: method === "PUT" ? 404 : 200 }));
    await search.answer();
    const all = await until(3);

    assert.deepEqual(
      all.map(({ method }) => method),
      ["POST", "PUT", "POST"],
    );
    assert.match(all.map(textOf).at(-1) ?? "", /AutoStore/);
  });

  it("is told that the product stops, and nothing after it", async () => {
    await deliverSlowly({ ...submit, replyToId: undefined });

    await Promise.all([stage.bot.stop(), alarm.ring()]);
    await search.answer();
    const all = await until(2);

    assert.equal(all.length, 2);
    assert.match(all.map(textOf).at(-1) ?? "", /was stopped before this was finished/);
  });

  it("lets the product stop where nobody can be told", async () => {
    await deliverSlowly({ ...submit, replyToId: undefined });
    stage.references.find = () => Promise.reject(new Error("the store is gone"));

    await assert.doesNotReject(Promise.all([stage.bot.stop(), alarm.ring()]));

    await search.answer();
    assert.equal(stage.log.find("a late answer failed").length, 1);
  });

  it("ends before the product does, where it can", async () => {
    await deliverSlowly({ ...submit, replyToId: undefined });

    await Promise.all([stage.bot.stop(), search.answer()]);

    assert.match(sent().map(textOf).at(-1) ?? "", /AutoStore/);
    assert.equal(stage.log.find("turn failed").length, 0);
  });
});

describe("a press whose person turns out to be signed out after its turn", () => {
  let stage: BotStage;
  after(() => stage?.stop());

  it("is asked to sign in, and the question waits", async () => {
    const { alarm, ring } = createFakeAlarm();
    const known = Promise.withResolvers<undefined>();
    const tokens = { ...createFakePersonTokens(), find: () => known.promise };
    stage = await startBotStage({ alarm, tokens });
    await stage.deliver({ text: "hello" });
    const before = stage.channel.sent.length;

    await Promise.all([stage.deliver(press), ring()]);
    known.resolve(undefined);
    while (stage.channel.sent.length === before) await new Promise((done) => setTimeout(done, 5));

    const card = stage.channel.sent.at(-1)?.body.attachments?.[0];
    assert.equal(card?.contentType, "application/vnd.microsoft.card.oauth");
    assert.match(JSON.stringify(card), /"tokenExchangeResource":\{"id":"[\w-]{36}"/);
  });
});
