import { writeSync } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { casesOfSelection, parseSelection, requirePermissions } from "../src/core/advisor/index.ts";
import { planConsent } from "../src/core/consent/index.ts";
import { type Consents, createConsents } from "../src/flows/index.ts";
import { createSeal } from "../src/identity/index.ts";
import { createAuditKey, createLedger, openStore } from "../src/store/index.ts";
import { TENANT_ID } from "./setup.ts";
import { median, quantile } from "./statistics.ts";
import { formatNumber, formatTable } from "./table.ts";
import { buildWorld } from "./world.ts";

/** Two links: delegated permissions on one resource, application permissions on the other. */
const SELECTION = "1~autostore.sender_other.source_imap";
/** What a commit adds to the log of the database, more or less: row, deadline, audit line, end. */
const PAYLOAD = Buffer.alloc(16 * 1024, 1);

/**
 * Times the commit that opens a consent request, on a file, beside a bare write that is synced to the
 * same disk.
 * @returns lines to print
 */
export async function measureStore(count: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "consentry-bench-store-"));
  const store = await openStore({ file: join(folder, "store.sqlite") });
  const bare = await open(join(folder, "bare"), "w");
  try {
    const clock = { now: () => Date.now() };
    const ids = { next: () => crypto.randomUUID() };
    const key = createAuditKey(["a key for the bench, of no use elsewhere"]);
    const ledger = createLedger({ store, key, clock, ids });
    const asked = await openMany({ store, ledger, clock, ids }, count, async () => {
      writeSync(bare.fd, PAYLOAD);
      await bare.datasync();
    });
    return describe(asked);
  } finally {
    await bare.close();
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

type Tools = Pick<Parameters<typeof createConsents>[0], "store" | "ledger" | "clock" | "ids">;

interface Run {
  /** In ms, as is `bare`. */
  readonly spent: number;
  readonly bare: number;
}

async function openMany(
  tools: Tools,
  count: number,
  sync: () => Promise<void>,
): Promise<readonly Run[]> {
  const { consents, draft } = createFlow(tools);
  const runs: Run[] = [];
  for (let turn = -Math.ceil(count / 10); turn < count; turn += 1) {
    const start = performance.now();
    await consents.open(draft);
    const opened = performance.now();
    await sync();
    if (turn >= 0) runs.push({ spent: opened - start, bare: performance.now() - opened });
  }
  return runs;
}

type Draft = Parameters<Consents["open"]>[0];

/** Opening needs no directory and brings nothing to anybody. */
function createFlow(tools: Tools): { consents: Consents; draft: Draft } {
  const world = buildWorld("http://127.0.0.1:3978");
  const nothing = () => undefined;
  const consents = createConsents({
    ...tools,
    world,
    directory: {
      readApp: async () => ({ kind: "unreachable" }),
      findApps: async () => ({ kind: "unreachable" }),
    },
    courier: { update: async () => false, tell: async () => false },
    seal: createSeal(["a key for the bench, of no use elsewhere"]),
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    sleep: async () => undefined,
  });
  const cases = casesOfSelection(world.catalogue, parseSelection(world.catalogue, SELECTION) ?? []);
  const needs = requirePermissions(world.catalogue, cases);
  const draft: Draft = {
    tenantId: TENANT_ID,
    personId: "a1d1f6a0-6c1e-4b57-8f0e-2d9a51c0f101",
    personName: "Priya Raman",
    card: { conversationId: "19:bench", activityId: "1700000000000", isPersonal: false },
    language: "en",
    clientId: "c11e9700-0000-4000-8000-000000000002",
    appName: "Contoso Mail",
    selection: SELECTION,
    parts: planConsent(needs, world.cloud),
    reading: null,
  };
  return { consents, draft };
}

function describe(runs: readonly Run[]): string {
  const spent = runs.map((run) => run.spent);
  const row = [
    "open a consent request",
    String(runs.length),
    formatNumber(median(spent), 2),
    formatNumber(quantile(spent, 0.95), 2),
    formatNumber(median(runs.map(({ bare }) => bare)), 2),
    formatNumber(median(runs.map((run) => run.spent / run.bare)), 2),
  ];
  const head = ["store on a file", "n", "p50 ms", "p95 ms", "synced write p50", "p50 ratio"];
  return formatTable(head, [row]);
}
