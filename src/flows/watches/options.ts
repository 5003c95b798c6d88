import type { World } from "../../core/view/index.ts";
import type { Clock, Courier, Directory, Ids, Ledger, Log, Store } from "../../ports/index.ts";
import type { Letters } from "../outbox/index.ts";
import type { SettingsKeeper } from "../settings.ts";

/** What the life of a watch needs. */
export interface WatchesOptions {
  readonly world: World;
  readonly store: Store;
  readonly ledger: Ledger;
  /** The tenant as the jobs may read it. */
  readonly directory: Pick<Directory, "readApp">;
  readonly courier: Pick<Courier, "post" | "edit" | "tell">;
  /** For the hours between two looks. */
  readonly settings: Pick<SettingsKeeper, "read">;
  readonly letters: Letters;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** Id of the Teams app, for links to its tab; null where it is not known. */
  readonly teamsAppId: string | null;
  /** Days after which somebody is to look at the fence around mailboxes again. @default 90 */
  readonly fenceDays?: number;
}
