import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { AppError } from "../../src/core/errors.ts";
import type { Store } from "../../src/ports/index.ts";
import { openStore } from "../../src/store/index.ts";
import { tenantId } from "../support/activities.ts";
import { createConsentStage, homeScope, partsOf, readingOf } from "../support/consent-stage.ts";
import { acceptAndHold } from "../support/held-redirect.ts";
import { createKeptFile, type KeptFile, type KeptRequest } from "../support/kept-file.ts";
import { type ProductProcess, startProcess } from "../support/product-process.ts";
import {
  findButton,
  linksOf,
  type Pressed,
  personal,
  type Shown,
  talkTo,
  textOf,
} from "../support/talk.ts";

/** Apps of the sandbox tenant. */
const nothingGranted = "a0570001-5a4d-4b0c-8e01-c0ffee000001";
const allGranted = "a0570006-5a4d-4b0c-8e06-c0ffee000006";

const GREEN = /^Consent granted$/m;
const APOLOGY = /^That did not work$/m;

/** Changes a limit of a process that runs: from then on its files grow no more, or do again. */
function limitFiles(pid: number, bytes: "0" | "unlimited"): boolean {
  const words = ["-c", 'prlimit --pid "$1" --fsize="$2":', "sh", String(pid), bytes];
  return spawnSync("sh", words).status === 0;
}

describe("a disk that is full while the product runs", () => {
  let kept: KeptFile;
  let product: ProductProcess;
  let talk: ReturnType<typeof talkTo>;
  before(function () {
    // util-linux has it; elsewhere the disk cannot be filled and emptied under a process.
    if (!limitFiles(process.pid, "unlimited")) this.skip();
  });
  beforeEach(async () => {
    kept = createKeptFile();
    product = await startProcess(kept.environment);
    talk = talkTo(product.address);
  });
  afterEach(async () => {
    await product?.end("SIGTERM");
    kept?.remove();
  });

  const fill = () => assert.ok(limitFiles(product.pid, "0"));
  const empty = () => assert.ok(limitFiles(product.pid, "unlimited"));
  const logged = (message: string) =>
    product.lines().filter((line) => line.message === message && line.level !== "info");

  interface Asked {
    readonly answer: Shown | undefined;
    readonly s: unknown;
  }

  async function ask(): Promise<Asked> {
    const [answer] = await talk.say(personal, "IMAP and Mail Send, other sender");
    return { answer, s: findButton(answer, "Grant consent").data.s };
  }

  const preview = ({ answer, s }: Asked): Promise<Pressed> =>
    talk.press(personal, { verb: "consent", data: { s, app: nothingGranted } }, answer?.id);
  const linksIn = (card: Pressed) => linksOf(card).filter((one) => one.includes("client_id="));

  it("mints no link, apologizes once, and mints one later", async () => {
    const asked = await ask();
    fill();
    const messages = (await talk.read(personal)).length;

    const refused = await preview(asked);

    const after = await talk.read(personal);
    empty();
    const later = await preview(asked);
    await product.end("SIGTERM");
    const { requests, audit, verdict } = await kept.read();
    assert.match(textOf(refused), APOLOGY);
    assert.match(textOf(refused), /ERR_STORE_FAILED/);
    assert.deepEqual(linksIn(refused), []);
    assert.equal(after.length, messages);
    assert.ok(after.every((one) => !one.attachments || !GREEN.test(textOf(one))));
    assert.equal(linksIn(later).length, 2);
    assert.deepEqual([requests.length, audit, verdict], [1, ["consent.opened"], "intact"]);
    assert.deepEqual(
      logged("turn failed").map(({ code }) => code),
      ["ERR_STORE_FAILED"],
    );
  });

  it("asks a browser to reload, and redeems it then", async () => {
    const asked = await ask();
    const callback = await acceptAndHold(linksIn(await preview(asked))[0] ?? "");
    fill();

    const down = await fetch(callback);

    const page = await down.text();
    const meanwhile = await talk.read(personal);
    empty();
    const up = await fetch(callback);
    const green = await talk.await(personal, GREEN, asked.answer?.id);
    await product.end("SIGTERM");
    const { audit, verdict } = await kept.read();
    assert.deepEqual([down.status, down.headers.get("retry-after")], [503, "30"]);
    assert.match(page, /Please reload this page in a minute/);
    assert.ok(meanwhile.every((one) => !one.attachments || !GREEN.test(textOf(one))));
    assert.equal(up.status, 200);
    assert.ok(green.isEdited);
    assert.deepEqual(audit, ["consent.opened", "consent.redeemed", "consent.settled granted"]);
    assert.equal(verdict, "intact");
  });

  it("is not green for what could not be written down", async () => {
    const asked = await ask();
    const callback = await acceptAndHold(linksIn(await preview(asked))[0] ?? "");
    // Long enough for the disk to be full once the directory has been read.
    await talk.api("POST", "faults", { match: { service: "graph" }, delayMs: 400 });
    await fetch(callback);
    fill();

    for (let tries = 0; logged("a consent was not proved").length === 0 && tries < 200; tries++)
      await new Promise((resolve) => setTimeout(resolve, 25));

    const meanwhile = await talk.read(personal);
    empty();
    assert.equal(logged("a consent was not proved").length, 1);
    assert.ok(meanwhile.every((one) => !one.attachments || !GREEN.test(textOf(one))));
  });

  it("still answers what needs no store", async () => {
    const { answer, s } = await ask();
    fill();

    const [help] = await talk.say(personal, "help");
    const [other] = await talk.say(personal, "Does Mail.Send need admin consent?");
    const data = { s, clientId: allGranted };
    const report = await talk.press(personal, { verb: "verify", data }, answer?.id);

    assert.match(textOf(help), /^How to ask Consentry$/m);
    assert.match(textOf(other), /Mail\.Send/);
    assert.match(textOf(report), /^Everything that is needed is granted$/m);
    assert.deepEqual(logged("turn failed"), []);
  });
});

/** After that time a proof that nobody hears of is started again. */
const PROOF_MS = 5 * 60_000;

describe("a store that fails between redeemed and settled", () => {
  it("is asked again by the next sweep", async () => {
    const store = await openFailingStore();
    const stage = await createConsentStage({ store });
    const { id, state } = await stage.open();
    stage.directory.answer({ kind: "read", value: readingOf(partsOf(homeScope)) });
    store.failAfter(1);
    await stage.comeBack({ admin_consent: "True", tenant: tenantId, state: state(0) });
    const outcomeOf = async () => {
      const row = await store.get(tenantId, `consent|${id}`);
      return (row?.value as KeptRequest | undefined)?.outcome?.kind;
    };
    const down = [await outcomeOf(), stage.courier.brought.length];
    store.failAfter(Number.POSITIVE_INFINITY);
    stage.clock.advance(PROOF_MS);

    await stage.visit();
    await stage.consents.idle();

    assert.deepEqual(down, [undefined, 0]);
    assert.equal(await outcomeOf(), "granted");
    assert.equal(await stage.auditVerdict(), "intact");
    await stage.store.close();
  });
});

/** A store whose commits fail, as on a full disk, after so many that succeed. */
interface FailingStore extends Store {
  failAfter(commits: number): void;
}

async function openFailingStore(): Promise<FailingStore> {
  const store = await openStore({ file: ":memory:" });
  let left = Number.POSITIVE_INFINITY;
  return {
    get: (pk, rk) => store.get(pk, rk),
    list: (pk, range) => store.list(pk, range),
    commit: async (pk, ops) => {
      if (left-- <= 0) throw new AppError("ERR_STORE_FAILED", "The disk is full.");
      await store.commit(pk, ops);
    },
    close: () => store.close(),
    failAfter: (commits) => {
      left = commits;
    },
  };
}
