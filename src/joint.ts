// What the product is joined from, as types: start.ts gives it, join.ts and open-identity.ts take it.
import type { Settings } from "./config/index.ts";
import type { Catalogue } from "./core/catalogue/index.ts";
import type { Cloud } from "./core/cloud/index.ts";
import type { Clock, Ids, Log, Store } from "./ports/index.ts";

/** What the rims are joined from. */
export interface Joint {
  readonly settings: Settings;
  readonly log: Log;
  readonly clock: Clock;
  /** What the tokens of others are issued and end by. @default clock */
  readonly tokenClock?: Clock;
  readonly ids: Ids;
  /** Waits that many milliseconds, or less where the signal ends it. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** The clock that `sleep` goes by, in milliseconds from any beginning. @default the process's own */
  readonly ticks?: () => number;
  readonly store: Store;
  readonly catalogue: Catalogue;
  readonly cloud: Cloud;
  readonly account: Account;
  readonly publicUrl: string;
  /** Public origin -> where it really leads; empty outside the sandbox. */
  readonly redirects: Readonly<Record<string, string>>;
}

/** The two app registrations of the product. Secrets are used where nothing better is set. */
export interface Account {
  readonly tenantId: string;
  readonly appId: string;
  readonly appSecret: string;
  /** The API's, through which people sign in. */
  readonly apiId: string;
  readonly apiSecret: string;
  /** Id of the Teams app; null where it is not set. */
  readonly teamsAppId: string | null;
}
