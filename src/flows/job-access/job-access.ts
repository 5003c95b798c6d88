import { createBoundedMap } from "../../core/bounded-map.ts";
import { JOB_AREAS, type JobArea, type JobObstacle } from "../../core/job-access/index.ts";
import type { Person } from "../../ports/index.ts";
import { describeError } from "../../telemetry/index.ts";
import type { Deliverer, Letter } from "../outbox/index.ts";
import { forgetSteward } from "../steward.ts";
import { deliverNotice } from "./deliver.ts";
import type { JobAccessOptions } from "./options.ts";
import { readAccess, toAccessOp } from "./record.ts";

/** What keeps the jobs of a tenant from their work, as Settings shows it. */
export interface LostAccess {
  readonly area: JobArea;
  readonly why: JobObstacle;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** Whether jobs may do their work. */
export interface JobAccess {
  /**
   * Writes down what an answer told, once: with an audit line, and a letter to the administrators. Never
   * throws: whoever asked Graph has an answer, whatever becomes of this.
   * @param why null where the answer says that nothing is in the way
   */
  note(tenantId: string, area: JobArea, why: JobObstacle | null): Promise<void>;
  list(tenantId: string): Promise<readonly LostAccess[]>;
  /** Delivers letters of topic `jobs`. */
  readonly deliver: Deliverer;
  forget(person: Person): Promise<void>;
}

/** Milliseconds for which a process does not look again whether what it heard is written down. */
const KNOWN_MS = 60_000;

/** Makes it. What was heard stands in rows `jobs|access|<area>`. */
export function createJobAccess(options: JobAccessOptions): JobAccess {
  const { store, log, clock, tenants } = options;
  const known = createBoundedMap<{ readonly why: JobObstacle | null; readonly until: number }>(
    2000,
  );
  return {
    note: async (tenantId, area, why) => {
      const key = `${tenantId} ${area}`;
      const last = known.get(key);
      const isKnown = last?.why === why && last.until > clock.now();
      if (isKnown || !tenants.includes(tenantId)) return;
      try {
        await write(options, { tenantId, area, why });
        known.set(key, { why, until: clock.now() + KNOWN_MS });
      } catch (error) {
        log.warn("lost access was not written down", { tenantId, ...describeError(error) });
      }
    },
    list: async (tenantId) => {
      const found = await Promise.all(
        JOB_AREAS.map(async (area) => ({
          area,
          ...(await readAccess({ store }, tenantId, area)).record,
        })),
      );
      return found.flatMap(({ area, why, since }) => (why === null ? [] : [{ area, why, since }]));
    },
    deliver: (tenantId, about) => deliverNotice(options, tenantId, about),
    forget: (person) => forgetSteward({ store }, person),
  };
}

interface Heard {
  readonly tenantId: string;
  readonly area: JobArea;
  readonly why: JobObstacle | null;
}

async function write(options: JobAccessOptions, { tenantId, area, why }: Heard): Promise<void> {
  const { ledger, letters, clock } = options;
  const entry = {
    verb: why === null ? "jobs.resumed" : "jobs.stopped",
    actor: "system",
    object: `jobs:${area}`,
    ...(why !== null && { details: { why } }),
  };
  await ledger.record(tenantId, entry, async () => {
    const found = await readAccess(options, tenantId, area);
    const { record } = found;
    if (record.why === why) return undefined;
    // Another reason in the middle of it is the same loss.
    const isNew = record.why === null || why === null;
    const since = isNew ? clock.now() : record.since;
    return [toAccessOp(area, found, { ...record, why, since }), letters.toOp(toLetter(area))];
  });
}

function toLetter(area: JobArea): Letter {
  return { topic: "jobs", about: { area }, lane: `jobs|${area}`, isPing: false };
}
