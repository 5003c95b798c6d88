import type { TenantReading } from "../../core/grant/index.ts";
import type { World } from "../../core/view/index.ts";
import type {
  Clock,
  Courier,
  Directory,
  Ids,
  Ledger,
  Log,
  Op,
  Seal,
  Store,
} from "../../ports/index.ts";
import type { ConsentRecord } from "./record.ts";

/** What the life of a consent request needs. */
export interface ConsentsOptions {
  readonly world: World;
  readonly store: Store;
  readonly ledger: Ledger;
  readonly directory: Directory;
  readonly courier: Pick<Courier, "update" | "tell">;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** Hears what a proof has read, whatever it proved. */
  readonly hear?: (tenantId: string, reading: TenantReading) => void;
  /** What has to stand in the commit that settles a request, so that others hear of it whatever ends in between. */
  readonly promise?: (settled: ConsentRecord) => readonly Op[];
  /** Waits that many milliseconds, or less where the signal ends it. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

/** What it takes to read and change requests. */
export type RequestsOptions = Pick<ConsentsOptions, "store" | "ledger" | "clock" | "log">;
