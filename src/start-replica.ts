// One process of the product on a store and a cloud that it is given: opened, listening, sweeping, ended.
// start.ts gives it what a machine of its own has; any number of them may stand behind one address.
import { setTimeout as delay } from "node:timers/promises";
import { prepareCards } from "./cards/index.ts";
import type { Catalogue } from "./core/catalogue/index.ts";
import { prepareSearch } from "./core/search/index.ts";
import { prepareUnderstanding } from "./core/understanding/index.ts";
import { joinRims } from "./join.ts";
import type { Joint } from "./joint.ts";
import type { Log } from "./ports/index.ts";
import { createServer, type ProductServer } from "./server/index.ts";
import { captureConsole } from "./telemetry/index.ts";

/** What a replica is started on. It closes the store when it stops. */
export interface ReplicaOptions extends Omit<Joint, "publicUrl" | "sleep"> {
  /** @default real time */
  readonly sleep?: Joint["sleep"];
  /** Something that shares the server: mounted on it before it listens, and ended together with it. */
  readonly lodger?: Lodger | undefined;
}

/** See {@link ReplicaOptions.lodger}. */
export interface Lodger {
  mount(server: ProductServer["restify"]): void;
  /** The replica answers from now on; its jobs start afterwards. */
  settle(replica: Omit<Replica, "stop">): Promise<void>;
  stop(): Promise<void>;
}

/** A replica that answers. */
export interface Replica {
  /** Where it listens itself: `http://127.0.0.1:3978`. */
  readonly origin: string;
  /** Where browsers find the product, without a slash at the end. */
  readonly publicUrl: string;
  /** Does what is due by now, instead of at the next round. Resolves once it has begun all of it. */
  lookNow(): Promise<void>;
  /** Ends what is running and closes the store. */
  stop(): Promise<void>;
}

/**
 * Starts a replica.
 * @throws AppError ERR_CONFIG_INVALID when the port is taken
 */
export async function startReplica(options: ReplicaOptions): Promise<Replica> {
  const { settings, log, clock, ids, sleep = sleepForReal, store, catalogue, lodger } = options;
  const { HOST, PORT, PROXY_HOPS: proxyHops, REQUESTS_PER_SECOND: rate } = settings;
  prepareUnderstanding(catalogue);
  const server = createServer({ clock, ids, log, proxyHops, rate });
  lodger?.mount(server.restify);
  const origin = toOrigin(HOST, await server.listen(HOST, PORT));
  const publicUrl = settings.PUBLIC_URL ?? origin;
  const releaseConsole = captureConsole({ log, clock });
  const joined = joinRims({ ...options, sleep, publicUrl });
  server.open(joined);
  const reached = { origin, publicUrl, lookNow: joined.jobs.round };
  await lodger?.settle(reached);
  // The start neither waits for what an earlier process left, nor fails by it.
  joined.jobs.start();
  prepareLater(catalogue, log);
  return {
    ...reached,
    stop: async () => {
      // While what it says can still be said.
      await Promise.all([joined.bot.stop(), joined.jobs.stop()]);
      joined.shares.stop();
      // Together: open event streams of the lodger would hold the server.
      await Promise.all([server.stop(), lodger?.stop(), joined.consents.stop()]);
      await joined.idle();
      await store.close();
      releaseConsole();
    },
  };
}

function toOrigin(host: string, port: number): string {
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Cards are parsed once the product listens; a turn that is faster parses its own. */
function prepareLater(catalogue: Catalogue, log: Log): void {
  setImmediate(() => {
    prepareSearch(catalogue);
    prepareCards().catch((error: Error) =>
      log.error("a card is broken", { detail: error.message }),
    );
  });
}

/** Ends early when the signal does; what waited looks at the signal afterwards. */
async function sleepForReal(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, signal ? { signal } : {}).catch((error: Error) => {
    if (error.name !== "AbortError") throw error;
  });
}
