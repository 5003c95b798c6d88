import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { acceptAndHold } from "../support/held-redirect.ts";
import { createKeptFile, type KeptFile } from "../support/kept-file.ts";
import {
  findButton,
  linksOf,
  personal,
  type Shown,
  type Stage,
  startStage,
  textOf,
} from "../support/talk.ts";

/** An app of the sandbox tenant. */
const nothingGranted = "a0570001-5a4d-4b0c-8e01-c0ffee000001";

/** How many browsers come back with one state. */
const VISITORS = 20;

describe("callbacks that come at once", () => {
  let kept: KeptFile;
  let stage: Stage;
  beforeEach(async () => {
    kept = createKeptFile();
    stage = await startStage({ environment: kept.environment });
  });
  afterEach(async () => {
    await stage?.stop();
    kept?.remove();
  });

  /** A preview with two links: application permissions on Graph, a delegated one on Outlook. */
  async function preview() {
    const [answer] = await stage.say(personal, "IMAP and Mail Send, other sender");
    const { s } = findButton(answer, "Grant consent").data;
    const data = { s, app: nothingGranted };
    const card = await stage.press(personal, { verb: "consent", data }, answer?.id);
    const links = linksOf(card).filter((one) => one.includes("client_id="));
    return { id: answer?.id ?? "", links };
  }

  /** Opens all addresses before any of them is answered, and gives the statuses. */
  async function openAtOnce(addresses: readonly string[]): Promise<readonly number[]> {
    const pages = await Promise.all(addresses.map((address) => fetch(address)));
    await Promise.all(pages.map((page) => page.text()));
    return pages.map(({ status }) => status);
  }

  const outcomesOf = () =>
    stage.log.find("a consent callback came").map((one) => one.fields.outcome);
  const toldOf = () => stage.log.find("a consent was told").map((one) => one.fields.outcome);

  /** Waits until so many outcomes are told, and a little for what should not follow. */
  async function settle(count: number): Promise<readonly Shown[]> {
    for (let tries = 0; toldOf().length < count && tries < 400; tries++) await wait(10);
    await wait(100);
    return (await stage.read(personal)).filter(({ from }) => from.kind === "bot");
  }

  const count = (texts: readonly unknown[], wanted: unknown) =>
    texts.filter((one) => one === wanted).length;
  const reads = (shown: readonly Shown[], pattern: RegExp) =>
    shown.filter((one) => pattern.test(one.attachments ? textOf(one) : (one.text ?? ""))).length;

  it(`lets one of ${VISITORS} redeem, settles once, tells once`, async () => {
    const { id, links } = await preview();
    const callback = await acceptAndHold(links[0] ?? "");

    const statuses = await openAtOnce(Array.from({ length: VISITORS }, () => callback));
    const shown = await settle(1);
    await stage.stop();
    const { requests, audit, verdict } = await kept.read();

    assert.deepEqual(new Set(statuses), new Set([200]));
    assert.equal(count(outcomesOf(), "redeemed"), 1);
    assert.equal(count(outcomesOf(), "replayed"), VISITORS - 1);
    assert.deepEqual(audit, ["consent.opened", "consent.redeemed", "consent.settled granted"]);
    assert.equal(verdict, "intact");
    assert.deepEqual(
      requests.map(({ outcome, links: [first] }) => [outcome?.kind, first?.status]),
      [["granted", "settled"]],
    );
    assert.equal(reads(shown, /^This link was used already$/m), 1);
    assert.match(textOf(shown.find((one) => one.id === id)), /^Consent granted$/m);
    assert.deepEqual(
      stage.log.lines.filter(({ level }) => level === "error"),
      [],
    );
  });

  it("settles both links of a request, and tells once", async () => {
    const { id, links } = await preview();
    const callbacks = [await acceptAndHold(links[0] ?? ""), await acceptAndHold(links[1] ?? "")];

    await openAtOnce(callbacks);
    const shown = await settle(1);
    await stage.stop();
    const { requests, audit, verdict } = await kept.read();

    assert.deepEqual(
      requests.map(({ outcome, links: both }) => [outcome?.kind, both.map((one) => one.status)]),
      [["granted", ["settled", "settled"]]],
    );
    assert.equal(count(audit, "consent.redeemed"), 2);
    assert.equal(count(audit, "consent.settled granted"), 2);
    assert.equal(verdict, "intact");
    assert.match(textOf(shown.find((one) => one.id === id)), /^Consent granted$/m);
    // The line that rings; the card is the other one that says it.
    assert.equal(reads(shown, /^Consent granted(\. App: .*)?$/m), 2);
  });

  for (const [name, order] of Object.entries({ first: [1, 0], last: [0, 1] }))
    it(`keeps what one link got when the other is refused ${name}`, async () => {
      const { id, links } = await preview();
      const state = new URL(links[0] ?? "").searchParams.get("state") ?? "";
      const accepted = await acceptAndHold(links[1] ?? "");
      const refused = `${stage.address}consent/callback?${new URLSearchParams({
        error: "access_denied",
        error_subcode: "cancel",
        state,
      })}`;
      const addresses = [accepted, refused];

      for (const [index, link] of order.entries()) {
        await openAtOnce([addresses[link] ?? ""]);
        await settle(index + 1);
      }

      const shown = (await stage.read(personal)).find((one) => one.id === id);
      assert.match(textOf(shown), /^Consent granted in part$/m);
    });

  it(`refuses ${VISITORS} states that were changed, and tells nobody`, async () => {
    const { id, links } = await preview();
    const address = new URL(await acceptAndHold(links[0] ?? ""));
    const state = address.searchParams.get("state") ?? "";
    const before = await stage.read(personal);
    const changed = Array.from({ length: VISITORS }, (_, index) => {
      address.searchParams.set("state", `${state.slice(0, 40 + index)}${state.slice(41 + index)}`);
      return address.href;
    });

    const statuses = await openAtOnce(changed);

    assert.deepEqual(new Set(statuses), new Set([200]));
    assert.equal(outcomesOf().length, 0);
    assert.deepEqual(await stage.read(personal), before);
    assert.ok(before.some((one) => one.id === id));
  });
});
