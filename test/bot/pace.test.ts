import assert from "node:assert/strict";
import { createPacer, type Pacer } from "../../src/bot/pace.ts";
import { createPatience, type Patience } from "../../src/bot/patience.ts";
import { createVirtualTime, type VirtualTime } from "../support/virtual-time.ts";

const LIMITS = [
  [7, 1_000],
  [8, 2_000],
  [60, 30_000],
  [1_800, 3_600_000],
] as const;

const HOUR = 3_600_000;
const post = (conversation: string) => ({
  method: "POST",
  url: `https://smba.example/v3/conversations/${encodeURIComponent(conversation)}/activities`,
});

/** Whether so many of those times, which ascend, lie in a window of that width. */
function exceeds(times: readonly number[], count: number, width: number): boolean {
  return times.some((time, index) => {
    const later = times[index + count];
    return later !== undefined && later - time < width;
  });
}

describe("createPacer", () => {
  let time: VirtualTime;
  let pacer: Pacer;
  beforeEach(() => {
    time = createVirtualTime();
    pacer = createPacer(time);
  });

  interface Gone {
    readonly name: string;
    readonly at: number;
  }

  /** Sends one; what is busy is noted as that. */
  const send = async (gone: Gone[], going: ReturnType<typeof post>, name: string) => {
    const patience: Patience = createPatience(2 * HOUR);
    await pacer.enter(going, patience, false);
    gone.push({ name, at: time.ticks() });
  };

  const seeds = [1, 7, 42, 1234];
  for (const seed of seeds)
    it(`never exceeds a window, whatever comes: ${seed}`, async () => {
      const random = createRandom(seed);
      const gone: Gone[] = [];
      const pending: Promise<void>[] = [];
      const chats = ["a:1", "a:2", "19:x@thread.v2"];

      for (let index = 0; index < 700; index += 1) {
        const chat = chats[Math.floor(random() ** 3 * chats.length)] ?? "a:1";
        pending.push(send(gone, post(chat), chat));
        if (random() < 0.1) await time.pass(Math.floor(random() ** 4 * 20_000));
      }
      await time.until(Promise.all(pending));

      assert.equal(gone.length, 700);
      assert.equal(
        exceeds(
          gone.map(({ at }) => at),
          50,
          1_000,
        ),
        false,
      );
      for (const chat of chats) {
        const times = gone.filter(({ name }) => name === chat).map(({ at }) => at);
        for (const [count, width] of LIMITS) assert.equal(exceeds(times, count, width), false);
      }
    });

  it("lets through what the windows allow, at once", async () => {
    const gone: Gone[] = [];

    for (let index = 0; index < 8; index += 1) void send(gone, post("a:1"), String(index));
    await time.pass(999);
    const first = gone.length;
    await time.pass(1);

    assert.deepEqual([first, gone.length], [7, 8]);
  });

  it("S64 holds 1800 in an hour", async () => {
    const gone: Gone[] = [];
    const all = Array.from({ length: 1_900 }, (_none, index) =>
      send(gone, post("a:1"), String(index)),
    );

    await time.until(Promise.all(all));

    const times = gone.map(({ at }) => at);
    assert.equal(exceeds(times, 1_800, HOUR), false);
    assert.ok((times[1_799] ?? 0) < HOUR && (times[1_800] ?? 0) >= HOUR);
  });

  it("S64 keeps the order of a conversation", async () => {
    const gone: Gone[] = [];
    const all = Array.from({ length: 40 }, (_none, index) => send(gone, post("a:1"), `${index}`));

    await time.until(Promise.all(all));

    assert.deepEqual(
      gone.map(({ name }) => name),
      all.map((_none, index) => `${index}`),
    );
  });

  it("S64 lets no conversation wait for another", async () => {
    const gone: Gone[] = [];

    for (let index = 0; index < 40; index += 1) void send(gone, post("a:1"), "crowd");
    await time.pass(100);
    void send(gone, post("a:2"), "other");
    await time.pass(0);

    assert.deepEqual(gone.at(-1), { name: "other", at: 100 });
  });

  it("takes a channel and its threads for one", async () => {
    const gone: Gone[] = [];

    for (let index = 0; index < 8; index += 1)
      void send(gone, post(`19:c@thread.tacv2;messageid=${index}`), "channel");
    await time.pass(500);

    assert.equal(gone.length, 7);
  });

  it("keeps making conversations within the same rates", async () => {
    const create = { method: "POST", url: "https://smba.example/v3/conversations" };
    const gone: Gone[] = [];

    for (let index = 0; index < 8; index += 1) void send(gone, create, "create");
    await time.pass(500);

    assert.equal(gone.length, 7);
  });

  it("reads members at twice the rate, beside what is sent", async () => {
    const read = { method: "GET", url: "https://smba.example/v3/conversations/a%3A1/members/29:p" };
    const gone: Gone[] = [];

    for (let index = 0; index < 20; index += 1) void send(gone, read, "read");
    void send(gone, post("a:1"), "send");
    await time.pass(500);

    assert.deepEqual([gone.length, gone.filter(({ name }) => name === "send").length], [15, 1]);
  });

  it("S64 lets no more than 50 a second through altogether", async () => {
    const gone: Gone[] = [];

    for (let index = 0; index < 60; index += 1) void send(gone, post(`a:${index}`), "one");
    await time.pass(999);

    assert.equal(gone.length, 50);
  });

  it("says at once that it takes longer than the patience", async () => {
    for (let index = 0; index < 60; index += 1) void send([], post("a:1"), "crowd");
    await time.pass(20_000);

    const late = pacer.enter(post("a:1"), createPatience(5_000), false);

    await assert.rejects(late, { code: "ERR_TEAMS_BUSY", seconds: 10 });
    assert.equal(time.ticks(), 20_000);
  });

  it("sends nothing where Teams asked to wait, elsewhere all", async () => {
    const gone: Gone[] = [];
    pacer.pause(post("a:1"), 3_000);

    void send(gone, post("a:1"), "paused");
    void send(gone, post("a:2"), "other");
    await time.until(time.sleep(4_000));

    assert.deepEqual(gone, [
      { name: "other", at: 0 },
      { name: "paused", at: 3_000 },
    ]);
  });

  it("holds back what waited already when Teams asks to wait", async () => {
    const gone: Gone[] = [];
    for (let index = 0; index < 8; index += 1) void send(gone, post("a:1"), String(index));
    await time.pass(500);

    pacer.pause(post("a:1"), 4_000);
    await time.until(time.sleep(10_000));

    assert.deepEqual(gone.at(-1), { name: "7", at: 4_500 });
  });

  it("takes a repetition before what waits", async () => {
    const gone: Gone[] = [];
    pacer.pause(post("a:1"), 1_000);
    for (let index = 0; index < 3; index += 1) void send(gone, post("a:1"), String(index));
    await time.pass(500);

    const repeated = pacer
      .enter(post("a:1"), createPatience(5_000), true)
      .then(() => gone.push({ name: "repeated", at: time.ticks() }));
    await time.until(repeated);

    // The first is at the door already.
    assert.deepEqual(
      gone.map(({ name }) => name),
      ["0", "repeated", "1", "2"],
    );
  });

  it("stops everything once many conversations are told to wait", async () => {
    const gone: Gone[] = [];
    for (const chat of ["a:1", "a:2", "a:3"]) pacer.pause(post(chat), 2_000);

    void send(gone, post("a:4"), "bystander");
    await time.until(time.sleep(3_000));

    assert.deepEqual(gone, [{ name: "bystander", at: 2_000 }]);
  });

  it("believes no pause of days", async () => {
    const gone: Gone[] = [];
    pacer.pause(post("a:1"), 48 * HOUR);

    await time.until(send(gone, post("a:1"), "late"));

    assert.deepEqual(gone, [{ name: "late", at: 15 * 60_000 }]);
  });
});

/** Numbers from 0 to 1, the same for each seed. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}
