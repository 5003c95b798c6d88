import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { decideOn } from "../support/browser-person.ts";
import { acceptAndHold } from "../support/held-redirect.ts";
import { createKeptFile, type KeptFile } from "../support/kept-file.ts";
import { type ProductProcess, startProcess } from "../support/product-process.ts";
import {
  channel,
  findButton,
  linksOf,
  personal,
  type Seat,
  type Stage,
  startStage,
  talkTo,
  textOf,
} from "../support/talk.ts";

/** An app of the sandbox tenant, the same in each. */
const nothingGranted = "a0570001-5a4d-4b0c-8e01-c0ffee000001";

const GREEN = /^Consent granted$/m;
const SETTLED = ["consent.opened", "consent.redeemed", "consent.settled granted"];

type Talk = ReturnType<typeof talkTo>;

describe("a product that is started again on its file", () => {
  let kept: KeptFile;
  let stage: Stage | undefined;
  let product: ProductProcess | undefined;
  beforeEach(() => {
    kept = createKeptFile();
  });
  afterEach(async () => {
    await stage?.stop();
    await product?.end("SIGKILL");
    [stage, product] = [undefined, undefined];
    kept?.remove();
  });

  const start = async (sleep?: () => Promise<void>) =>
    startStage({ environment: kept.environment, ...(sleep && { sleep }) });

  /** Asks for a set-up and a link, and gives the links of the preview. */
  async function preview(talk: Talk, seat: Seat = personal) {
    const mention = seat === personal ? "" : "@Consentry ";
    const [answer] = await talk.say(seat, `${mention}IMAP and Mail Send, other sender`);
    const { s } = findButton(answer, "Grant consent").data;
    const data = { s, app: nothingGranted };
    const card = await talk.press(seat, { verb: "consent", data }, answer?.id);
    const links = linksOf(card).filter((one) => one.includes("client_id="));
    return { id: answer?.id ?? "", links };
  }

  /**
   * An old link as a browser sees it now. The names of Microsoft's pages and of the product outlive a
   * restart; the ports of a sandbox do not.
   */
  async function moveLink(talk: Talk, link: string): Promise<string> {
    const old = new URL(link);
    const now = new URL((await preview(talk)).links[0] ?? "");
    old.host = now.host;
    old.searchParams.set("redirect_uri", now.searchParams.get("redirect_uri") ?? "");
    return old.href;
  }

  const moveCallback = (address: string, talk: Talk) =>
    new URL(`consent/callback${new URL(address).search}`, talk.address).href;

  for (const [name, seat] of Object.entries({ "a chat": personal, "a channel": channel }))
    it(`redeems a link from before, made in ${name}`, async () => {
      const first = await start();
      stage = first;
      const { id, links } = await preview(first, seat);
      await first.stop();
      stage = await start();
      const link = await moveLink(stage, links[0] ?? "");

      const page = await decideOn(link, "global-admin", "accept");

      // Its card went with the old tenant, so the person is told in a message.
      const told = await stage.await(personal, GREEN);
      const again = await fetch(page.address);
      await stage.await(personal, /^This link was used already$/m);
      await stage.stop();
      const { requests, audit, verdict } = await kept.read();
      assert.deepEqual([page.status, again.status], [200, 200]);
      assert.match(textOf(told), /AutoStore \(nothing granted\)/);
      assert.notEqual(told.id, id);
      assert.deepEqual(
        requests.map(({ outcome }) => outcome?.kind),
        ["granted", undefined],
      );
      assert.deepEqual(audit.toSorted(), ["consent.opened", ...SETTLED].toSorted());
      assert.equal(verdict, "intact");
      assert.deepEqual(
        stage.log.lines.filter(({ level }) => level === "error"),
        [],
      );
    });

  it("settles at start what was redeemed and not proved", async () => {
    const first = await start(async () => wait(20));
    stage = first;
    const { links } = await preview(first);
    const callback = await acceptAndHold(links[0] ?? "");
    await first.api("POST", "faults", { match: { service: "graph" }, status: 503, times: 0 });
    await fetch(callback);
    await first.stop();
    const before = await kept.read();
    const gate = Promise.withResolvers<void>();
    stage = await start(() => gate.promise);
    // The grant of a tenant that is gone is given again, before the directory is read for it.
    await acceptAndHold((await preview(stage)).links[0] ?? "");

    gate.resolve();

    await stage.await(personal, GREEN);
    await stage.stop();
    const after = await kept.read();
    assert.deepEqual(
      before.requests.map(({ outcome, links: [one] }) => [outcome, one?.status]),
      [[null, "checking"]],
    );
    assert.deepEqual(before.audit, SETTLED.slice(0, 2));
    assert.equal(after.requests[0]?.outcome?.kind, "granted");
    assert.equal(after.verdict, "intact");
  });

  it("takes up what a killed process left", async () => {
    product = await startProcess(kept.environment);
    const talk = talkTo(product.address);
    const open = await preview(talk);
    const half = await preview(talk);
    const openCallback = await acceptAndHold(open.links[0] ?? "");
    const halfCallback = await acceptAndHold(half.links[0] ?? "");
    await talk.api("POST", "faults", { match: { service: "graph" }, status: 503, times: 0 });
    const page = await fetch(halfCallback);
    await product.end("SIGKILL");
    const before = await kept.read();
    const gate = Promise.withResolvers<void>();
    stage = await start(() => gate.promise);
    await acceptAndHold((await preview(stage)).links[0] ?? "");
    gate.resolve();

    const late = await fetch(moveCallback(openCallback, stage));
    const twice = await fetch(moveCallback(halfCallback, stage));

    for (let tries = 0; stage.log.find("a consent was told").length < 2 && tries < 400; tries++)
      await wait(10);
    await stage.stop();
    const after = await kept.read();
    assert.deepEqual([page.status, late.status, twice.status], [200, 200, 200]);
    assert.equal(before.verdict, "intact");
    assert.deepEqual(
      before.requests.map(({ links: [one] }) => one?.status),
      ["open", "checking"],
    );
    assert.deepEqual(
      after.requests.slice(0, 2).map(({ outcome }) => outcome?.kind),
      ["granted", "granted"],
    );
    assert.equal(after.audit.filter((line) => line === "consent.redeemed").length, 2);
    assert.equal(after.verdict, "intact");
  });

  it("takes no state from before once its key is gone", async () => {
    const first = await start();
    stage = first;
    const { links } = await preview(first);
    const callback = await acceptAndHold(links[0] ?? "");
    await first.stop();
    const SECRET_STATE_KEY = "another secret for as long as a test takes";
    stage = await startStage({ environment: { ...kept.environment, SECRET_STATE_KEY } });

    const page = await fetch(moveCallback(callback, stage));

    assert.equal(page.status, 200);
    assert.equal(stage.log.find("a consent callback carried no state of ours").length, 1);
    assert.deepEqual(stage.log.find("a consent callback came"), []);
  });
});
