import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { acceptAndHold } from "../support/held-redirect.ts";
import { type Replicas, startReplicas } from "../support/replicas.ts";
import { jonas, mei, talkOfRequests } from "../support/request-talk.ts";
import { startTableProxy, type TableProxy } from "../support/table-proxy.ts";
import {
  findButton,
  findOAuthCard,
  linksOf,
  personal,
  type Seat,
  type Shown,
  talkTo,
  textOf,
} from "../support/talk.ts";

/** An app of the sandbox tenant. */
const nothingGranted = "a0570001-5a4d-4b0c-8e01-c0ffee000001";
const GREEN = /^Consent granted$/m;
const SET_UP = "IMAP and Mail Send, other sender";

/** Browsers that come back with one state, and activities that come to every replica. */
const VISITORS = 30;
const ACTIVITIES = 10;

/** What the table does with the answers to commits. */
const TABLES: Readonly<Record<string, (proxy: TableProxy) => void>> = {
  "on a table that answers": (proxy) => {
    proxy.rule = () => "pass";
  },
  "on a table that loses every fourth answer": (proxy) => {
    proxy.rule = ({ isBatch, number }) => (isBatch && number % 4 === 0 ? "lose-answer" : "pass");
  },
};

describe("three replicas behind one address", function () {
  this.timeout(60_000);
  let proxy: TableProxy;
  let replicas: Replicas;
  before(async () => {
    proxy = await startTableProxy();
    replicas = await startReplicas({ tablePort: proxy.port });
  });
  after(async () => {
    await replicas?.stop();
    await proxy?.stop();
  });
  beforeEach(async () => {
    await replicas.reset();
  });
  afterEach(() => {
    replicas.balancer.copies = () => false;
  });

  const saidIn = async (seat: Seat) =>
    (await replicas.read(seat)).filter(({ from }) => from.kind === "bot");
  const countOf = (lines: ReturnType<Replicas["find"]>, wanted: string) =>
    lines.filter(({ outcome }) => outcome === wanted).length;
  const titled = (shown: readonly Shown[], pattern: RegExp) =>
    shown.filter((one) => one.attachments && pattern.test(textOf(one))).length;
  const lost = () => replicas.find("a commit has landed, and its answer was lost").length;

  /** Asks for a link, and gives what a browser would open after consent. */
  async function accept(): Promise<{ readonly id: string; readonly callback: string }> {
    const [answer] = await replicas.say(personal, SET_UP);
    const { s } = findButton(answer, "Grant consent").data;
    const data = { s, app: nothingGranted };
    const card = await replicas.press(personal, { verb: "consent", data }, answer?.id);
    const [link = ""] = linksOf(card).filter((one) => one.includes("client_id="));
    return { id: answer?.id ?? "", callback: await acceptAndHold(link) };
  }

  for (const [name, spoil] of Object.entries(TABLES))
    describe(name, () => {
      beforeEach(() => spoil(proxy));

      it("handle an activity once that comes to all of them", async () => {
        const [before, answered] = [lost(), (await saidIn(personal)).length];
        replicas.balancer.copies = (body) => body.includes("IMAP");
        const sent = replicas.balancer.passed.length;

        for (let turn = 0; turn < ACTIVITIES; turn++) await replicas.say(personal, SET_UP);

        const deliveries = replicas.balancer.passed
          .slice(sent)
          .filter(({ path }) => path === "/api/messages");
        const said = (await saidIn(personal)).slice(answered);
        print(`${deliveries.length} deliveries of ${ACTIVITIES} activities`, {
          answers: said.length,
          "answers of the table lost": lost() - before,
        });
        assert.equal(deliveries.length, 3 * ACTIVITIES);
        assert.equal(said.length, ACTIVITIES);
        assert.deepEqual(new Set(deliveries.map(({ status }) => status)), new Set([200]));
      });

      it("let one of many redeem a state, and tell the others so", async () => {
        const before = replicas.find("a consent callback came").length;
        const [told, lostBefore] = [replicas.find("a consent was told").length, lost()];
        const { id, callback } = await accept();
        const passed = replicas.balancer.passed.length;

        const pages = await Promise.all(Array.from({ length: VISITORS }, () => fetch(callback)));
        const texts = await Promise.all(pages.map((page) => page.text()));
        const green = await replicas.await(personal, GREEN, id);
        await until(() => replicas.find("a consent was told").length > told);
        await until(() => replicas.find("a consent callback came").length - before >= VISITORS);
        await replicas.await(personal, /^This link was used already$/m);

        const came = replicas.find("a consent callback came").slice(before);
        const by = new Set(replicas.balancer.passed.slice(passed).map(({ target }) => target));
        const { verdict, verbs } = await replicas.audit();
        print(`${VISITORS} browsers on one state`, {
          replicas: by.size,
          won: countOf(came, "redeemed"),
          "told so": countOf(came, "replayed"),
          "answers of the table lost": lost() - lostBefore,
        });
        assert.equal(by.size, 3);
        assert.deepEqual(new Set(pages.map(({ status }) => status)), new Set([200]));
        assert.equal(new Set(texts).size, 1);
        assert.equal(countOf(came, "redeemed"), 1);
        assert.equal(countOf(came, "replayed"), VISITORS - 1);
        assert.ok(green.isEdited);
        assert.equal(titled(await saidIn(personal), /^This link was used already$/m), 1);
        assert.equal(verdict, "intact");
        assert.equal(verbs.slice(-3).filter((verb) => verb === "consent.redeemed").length, 1);
      });

      it("answer a follow-up wherever it comes", async () => {
        const from = replicas.balancer.passed.length;
        await replicas.say(personal, SET_UP);

        const [answer] = await replicas.say(personal, "and for POP?");

        const by = new Set(replicas.balancer.passed.slice(from).map(({ target }) => target));
        assert.ok(by.size > 1, "one replica heard all of it");
        assert.match(textOf(answer), /POP/);
      });
    });

  describe("with two people who decide at once", () => {
    const approve = /^(Approve|Genehmigen)$/;

    for (const [name, spoil] of Object.entries(TABLES))
      it(`take one decision ${name}, and tell the other`, async () => {
        spoil(proxy);
        const stage = { ...replicas, address: `${replicas.balancer.origin}/` };
        const talk = talkOfRequests(stage);
        for (const seat of [personal, jonas, mei]) await replicas.say(seat, "help");
        await talk.set({ isTwoPerson: false, channel: null }, { approvers: [] });
        await talk.ask();
        const seats = [jonas, mei];
        const cards = await Promise.all(seats.map((seat) => talk.receive(seat)));
        const steps = await Promise.all(
          cards.map((card, index) =>
            replicas.press(seats[index] ?? jonas, findButton(card, approve), card.id),
          ),
        );
        const from = replicas.balancer.passed.length;

        const answers = await Promise.all(
          steps.map((step, index) => {
            const { verb, data } = findButton(step, approve);
            const button = { verb, data: { ...data, comment: "" } };
            return replicas.press(seats[index] ?? jonas, button, cards[index]?.id);
          }),
        );

        const by = new Set(replicas.balancer.passed.slice(from).map(({ target }) => target));
        await replicas.await(personal, /◐ Approved/);
        const { verdict, verbs } = await replicas.audit();
        const late = answers.filter(({ value }) =>
          /decided before you pressed|schon entschieden/.test(JSON.stringify(value)),
        );
        const opened = verbs.lastIndexOf("approval.asked");
        const decided = verbs.slice(opened).filter((verb) => verb === "approval.approved").length;
        print("two decisions at once", {
          replicas: by.size,
          taken: decided,
          "told that it was decided": late.length,
        });
        assert.ok(by.size > 1, "one replica heard both");
        assert.deepEqual([decided, late.length, verdict], [1, 1, "intact"]);
      });
  });

  describe("with somebody who signs in", () => {
    const question = "check tenant for AutoStore IMAP with another sender";
    const ask = async (text: string) => {
      const before = (await replicas.read(personal)).length;
      await loud().say(personal, text);
      return (await replicas.read(personal))
        .slice(before)
        .filter(({ from }) => from.kind === "bot");
    };
    /** A client that leaves each sign-in to the person. */
    const loud = () => talkTo(replicas.address, { isSilent: false });
    const offerIn = (said: readonly Shown[]) =>
      said.map(findOAuthCard).find((one) => one !== undefined);
    const exchange = async (id = "") =>
      replicas.invoke(personal, "signin/tokenExchange", {
        id,
        connectionName: "",
        token: await replicas.giveToken(personal),
      });
    /** From now on everything comes to that replica alone. */
    const goTo = (index: number) => {
      const { origin } = replicas.running[index] ?? { origin: "" };
      replicas.balancer.targets = [origin];
    };
    afterEach(() => {
      replicas.balancer.targets = replicas.running.map(({ origin }) => origin);
    });

    it("know a sign-in of one on another, and a sign-out on all", async () => {
      goTo(0);
      const offer = offerIn(await ask(question));
      await exchange(offer?.id);
      goTo(1);
      const known = await ask(question);
      goTo(2);
      const [out] = await ask("sign out");
      const after: (string | undefined)[] = [];
      for (const index of [0, 1, 2]) {
        goTo(index);
        after.push(offerIn(await ask(question))?.id);
      }

      assert.ok(offer);
      assert.equal(offerIn(known), undefined);
      assert.match(textOf(known[0]), /which app/);
      assert.match(textOf(out), /You are signed out/);
      assert.equal(after.filter((id) => id !== undefined).length, 3);
    });

    it("answer a question once, whichever clients of the person sign in", async () => {
      const offer = offerIn(await ask(question));
      const before = (await saidIn(personal)).length;

      const answers = await Promise.all(Array.from({ length: 9 }, () => exchange(offer?.id)));

      assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
      assert.equal((await saidIn(personal)).length - before, 1);
    });

    it("go on with a question that waits while each is restarted", async () => {
      const offer = offerIn(await ask(question));
      const old = [...replicas.running];
      await Promise.all(old.map(() => replicas.start()));
      for (const replica of old) await replica.stop();
      const before = (await saidIn(personal)).length;

      const { status } = await exchange(offer?.id);

      const said = (await saidIn(personal)).slice(before);
      assert.deepEqual([status, said.length], [200, 1]);
      assert.match(textOf(said[0]), /which app/);
    });
  });

  // The last of them: it leaves a replica behind whose clock is ahead.
  describe("one of which is killed", () => {
    it("lose nothing, and leave nobody waiting", async () => {
      proxy.rule = () => "pass";
      const [victim] = replicas.running;
      assert.ok(victim);
      await replicas.signIn(personal);
      const { id, callback } = await accept();
      // From now on the directory takes longer than anybody waits.
      await replicas.api("POST", "faults", {
        match: { service: "graph" },
        delayMs: 60_000,
        times: 0,
      });
      replicas.balancer.targets = [victim.origin];
      await fetch(callback);
      const verify = {
        verb: "verify",
        s: "1~autostore.sender_other.source_imap",
        app: nothingGranted,
      };
      await replicas.submit(personal, verify);
      const working = await replicas.await(personal, /^Still working/);
      replicas.balancer.targets = replicas.running.map(({ origin }) => origin);
      const [answered, sent] = [(await saidIn(personal)).length, replicas.balancer.passed.length];
      let batches = 0;
      proxy.rule = ({ isBatch }) => {
        if (isBatch && ++batches === 9) process.kill(victim.pid, "SIGKILL");
        return "pass";
      };

      await Promise.allSettled(
        Array.from({ length: ACTIVITIES }, () => replicas.say(personal, SET_UP)),
      );

      const left = replicas.balancer.passed.slice(sent).filter(({ status }) => status === 0);
      await victim.kill();
      await replicas.api("DELETE", "faults");
      // Its clock is ahead, so that what has a time is due there.
      const fresh = await replicas.start(9 * 60_000);
      for (const one of left) await replicas.balancer.repeat(one, fresh.origin);
      const green = await replicas.await(personal, GREEN, id);
      const broken = await replicas.await(personal, /That did not work/, working.id);
      const said = (await saidIn(personal)).slice(answered);
      const [answers, apologies] = [titled(said, /IMAP/), titled(said, /That did not work/)];
      const { verdict, verbs } = await replicas.audit();
      print("one of three killed", {
        activities: ACTIVITIES,
        "left by it": left.length,
        answers,
        apologies,
        "consents granted": verbs.filter((verb) => verb === "consent.settled").length,
      });
      assert.ok(green.isEdited && broken.isEdited);
      assert.ok(answers >= ACTIVITIES - left.length);
      assert.ok(answers + apologies >= ACTIVITIES);
      assert.ok(answers + apologies <= ACTIVITIES + left.length);
      assert.equal(verdict, "intact");
      const due = await replicas.store.list(replicas.tenantId, { from: "due|", to: "due|~" });
      assert.deepEqual(
        due.filter(({ rk }) => rk.includes("|answer|")),
        [],
      );
    });
  });
});

/** Figures of a race, for whoever runs it. */
function print(name: string, figures: Readonly<Record<string, number>>): void {
  const words = Object.entries(figures).map(([what, count]) => `${count} ${what}`);
  process.stdout.write(`      ${name}: ${words.join(", ")}\n`);
}

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo() && tries < 800; tries++) await wait(10);
}
