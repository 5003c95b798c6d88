import type { TabRouteName } from "../../core/tab-api/index.ts";
import type { Clock, Identity } from "../../ports/index.ts";
import { createTokenBucket } from "../token-bucket.ts";
import { type Refusal, refuse } from "./call.ts";

/** How often a person may ask. Each check gives a refusal to somebody who asks too often. */
export interface Limits {
  /** Of requests of any kind. */
  readonly checkRate: (identity: Identity) => Refusal | undefined;
  /** Of requests that leave a line in the audit log, which is kept for long. */
  readonly checkRecords: (name: TabRouteName, identity: Identity) => Refusal | undefined;
}

/** Requests a second that one person may send for long, and at once: a page asks for several things. */
const RATE = 10;
const BURST = 40;

/** Routes that write to the audit log each time, however little has changed. */
const RECORDED: ReadonlySet<TabRouteName> = new Set<TabRouteName>([
  "consentLinks",
  "deleteMyData",
  "exportAudit",
  "snoozeWatch",
]);
/** Seconds from one such request to the next, for long, and how many may come at once. */
const RECORD_SECONDS = 20;
const RECORD_BURST = 5;

/** Makes the checks; they count each person by themselves. */
export function createLimits(clock: Clock): Limits {
  const isAllowed = createTokenBucket({ clock, rate: RATE, burst: BURST });
  const isRecordAllowed = createTokenBucket({
    clock,
    rate: 1 / RECORD_SECONDS,
    burst: RECORD_BURST,
  });
  return {
    checkRate: (identity) => (isAllowed(toName(identity)) ? undefined : refuse("throttled")),
    checkRecords: (name, identity) =>
      !RECORDED.has(name) || isRecordAllowed(toName(identity))
        ? undefined
        : refuse("throttled", { seconds: RECORD_SECONDS }),
  };
}

function toName({ tenantId, personId }: Identity): string {
  return `${tenantId} ${personId}`;
}
