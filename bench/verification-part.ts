import type { TenantReading } from "../src/core/grant/index.ts";
import { createDirectory, toKnownResources } from "../src/graph/index.ts";
import { createAppToken, createCredential, createEgress } from "../src/identity/index.ts";
import type { Directory, DirectoryAnswer } from "../src/ports/index.ts";
import { startChild } from "./child.ts";
import { APP_ID, APP_SECRET, TENANT_ID } from "./setup.ts";
import { median, quantile } from "./statistics.ts";
import { formatNumber, formatTable } from "./table.ts";
import type { TenantReport, TenantRequest } from "./tenant.ts";
import { buildWorld } from "./world.ts";

export interface VerificationOptions {
  /** Readings of each row of the table. */
  readonly reads: number;
  readonly isVerbose: boolean;
}

/** The sandbox's app that has all it needs; its client id is the same in every sandbox. */
const CLIENT_ID = "a0570006-5a4d-4b0c-8e06-c0ffee000006";
/** How many requests a reading takes, and how many of them are asked for at once. */
const [REQUESTS, ROUND] = [4, 2];
/** What each request to Microsoft Graph takes longer, in ms. */
const DELAYS = [0, 100] as const;

/** Reads an app of the simulated tenant, and asks the same four requests bare. @returns lines to print */
export async function measureVerification(options: VerificationOptions): Promise<string> {
  const file = new URL(import.meta.resolve("./tenant.ts"));
  const tenant = await startChild<TenantRequest, TenantReport>(file, {
    told: {},
    isVerbose: options.isVerbose,
  });
  try {
    const origin = `http://127.0.0.1:${tenant.port}`;
    const rows: string[][] = [];
    for (const delayMs of DELAYS) {
      await tenant.ask({ delayMs });
      for (const [kind, runs] of Object.entries(await readAll(origin, options.reads)))
        rows.push([`${kind}, ${delayMs} ms a request`, ...describe(runs)]);
    }
    return formatTable(HEAD, rows);
  } finally {
    await tenant.kill();
  }
}

const HEAD = ["reading an app", "n", "p50 ms", "p95 ms", "bare p50", "p50 ratio", "requests", ""];

/** One reading beside the same requests without the product. */
interface Run {
  /** In ms, as is `bare`. */
  readonly spent: number;
  readonly bare: number;
  readonly requests: number;
  readonly isRead: boolean;
}

type Runs = Readonly<Record<"first in a tenant" | "later", Run[]>>;

/** A new product for each first reading: it gets a token and the lists of the resource apps, too. */
async function readAll(origin: string, reads: number): Promise<Runs> {
  const runs: Runs = { "first in a tenant": [], later: [] };
  for (let turn = -WARM; turn < reads; turn += 1) {
    const product = openProduct(origin);
    const first = await readOnce(product);
    const later = await readOnce(product);
    if (turn < 0) continue;
    runs["first in a tenant"].push(first);
    runs.later.push(later);
  }
  return runs;
}

const WARM = 3;

interface Product {
  readonly directory: Directory;
  /** Requests to Microsoft Graph since the last look, as they were sent. */
  take(): readonly Request[];
}

function openProduct(origin: string): Product {
  const { cloud, catalogue } = buildWorld(origin);
  const { loginBase, graphBase } = cloud;
  const egress = createEgress(cloud, { [loginBase]: origin, [graphBase]: origin });
  const clock = { now: () => Date.now() };
  let sent: Request[] = [];
  const fetch: typeof egress.fetch = (address, init) => {
    sent.push(new Request(address.replace(graphBase, origin), init));
    return egress.fetch(address, init);
  };
  const credential = createCredential({ secret: APP_SECRET, cloud, egress, clock });
  const directory = createDirectory({
    token: createAppToken({ appId: APP_ID, credential, cloud, egress, clock }),
    egress: { fetch },
    cloud,
    clock,
    ids: { next: () => crypto.randomUUID() },
    sleep: async () => undefined,
    resources: toKnownResources(catalogue.facts),
  });
  const take = () => {
    const taken = sent;
    sent = [];
    return taken;
  };
  return { directory, take };
}

async function readOnce({ directory, take }: Product): Promise<Run> {
  const begin = performance.now();
  const answer = await directory.readApp(TENANT_ID, CLIENT_ID);
  const spent = performance.now() - begin;
  const requests = take();
  const bare = await fetchBare(requests);
  return { spent, bare, requests: requests.length, isRead: isWhole(answer) };
}

function isWhole(answer: DirectoryAnswer<TenantReading>): boolean {
  return answer.kind === "read" && answer.value.gaps.length === 0 && answer.value.grants.length > 0;
}

/** The least that anybody needs: the same requests in two rounds, and their JSON. */
async function fetchBare(requests: readonly Request[]): Promise<number> {
  const begin = performance.now();
  for (let at = 0; at < requests.length; at += ROUND)
    await Promise.all(
      requests.slice(at, at + ROUND).map(async (request) => (await fetch(request)).json()),
    );
  return performance.now() - begin;
}

function describe(runs: readonly Run[]): string[] {
  const wrong = runs.filter(({ requests, isRead }) => requests !== REQUESTS || !isRead).length;
  if (wrong > 0)
    return [...Array(6).fill("-"), `VOID: ${wrong} readings were not whole or not four`];
  const spent = runs.map((run) => run.spent);
  return [
    String(runs.length),
    formatNumber(median(spent), 1),
    formatNumber(quantile(spent, 0.95), 1),
    formatNumber(median(runs.map(({ bare }) => bare)), 1),
    formatNumber(median(runs.map((run) => run.spent / run.bare)), 2),
    formatNumber(median(runs.map(({ requests }) => requests))),
    "",
  ];
}
