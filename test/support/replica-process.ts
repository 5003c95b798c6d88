// One replica of the product in a process of its own, on a simulated tenant that lives in another process.
// It is told what to start on, says where it listens, writes its log to stdout, and ends when its parent does.
import { setTimeout as delay } from "node:timers/promises";
import { loadCatalogue, loadSettings } from "../../src/config/index.ts";
import { findCloud } from "../../src/core/cloud/index.ts";
import type { Account } from "../../src/joint.ts";
import { openSettledStore } from "../../src/open-settled-store.ts";
import { startReplica } from "../../src/start-replica.ts";
import { createLog } from "../../src/telemetry/index.ts";

/** What a replica is started on. */
export interface ReplicaTask {
  /** Its settings; it shares the store with the others by them. */
  readonly environment: Readonly<Record<string, string>>;
  readonly account: Account;
  /** Where the simulated services are. */
  readonly sandbox: string;
  /** Milliseconds by which its clock is ahead. */
  readonly ahead: number;
}

/** What it says to its parent. */
export type ReplicaSays =
  | { readonly kind: "ready"; readonly origin: string }
  | { readonly kind: "failed"; readonly why: string }
  | { readonly kind: "stopped" };

const say = (said: ReplicaSays) => process.send?.(said);
process.once("disconnect", () => process.exit());
process.once("message", (task: ReplicaTask) => {
  start(task).catch((error: Error) => say({ kind: "failed", why: error.stack ?? error.message }));
});

async function start({ environment, account, sandbox: origin, ahead }: ReplicaTask) {
  const settings = loadSettings({ environment });
  const clock = { now: () => Date.now() + ahead };
  const log = createLog({ level: "info", clock, write: (line) => process.stdout.write(line) });
  const store = await openSettledStore(settings, { log });
  const cloud = findCloud("sandbox", { origin, tenantId: account.tenantId });
  const replica = await startReplica({
    settings,
    log,
    clock,
    ids: { next: () => crypto.randomUUID() },
    store,
    catalogue: await loadCatalogue(),
    cloud,
    account,
    redirects: { [cloud.loginBase]: origin, [cloud.graphBase]: origin },
    // A hundredth of the time: what the product waits for is a directory that lags by hundredths too.
    sleep: (milliseconds, signal) =>
      delay(milliseconds / 100, undefined, signal ? { signal } : {}).catch(() => undefined),
    ticks: () => performance.now() * 100,
  });
  process.once("message", () => void replica.stop().then(() => say({ kind: "stopped" })));
  say({ kind: "ready", origin: replica.origin });
}
