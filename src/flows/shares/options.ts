import type { World } from "../../core/view/index.ts";
import type {
  Audiences,
  Clock,
  Courier,
  Directory,
  Ids,
  Ledger,
  Log,
  Store,
} from "../../ports/index.ts";
import type { SettingsKeeper } from "../settings.ts";

/** What the life of a share needs. */
export interface SharesOptions {
  readonly world: World;
  readonly store: Store;
  readonly ledger: Ledger;
  /** The tenant as Consentry itself may read it. */
  readonly directory: Pick<Directory, "readApp">;
  readonly courier: Pick<Courier, "post" | "edit">;
  readonly audiences: Pick<Audiences, "find">;
  /** For labels of packs, and for how long shares are kept. */
  readonly settings: Pick<SettingsKeeper, "read">;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}
