import type { World } from "../../core/view/index.ts";
import type { Clock, Courier, Ledger, Log, Store } from "../../ports/index.ts";
import type { Letters } from "../outbox/index.ts";
import type { SettingsKeeper } from "../settings.ts";

/** What noting and telling lost access works with. */
export interface JobAccessOptions {
  readonly world: World;
  readonly store: Store;
  readonly ledger: Ledger;
  readonly letters: Pick<Letters, "toOp">;
  readonly settings: Pick<SettingsKeeper, "read">;
  readonly courier: Pick<Courier, "post">;
  readonly teamsAppId: string | null;
  /** Tenants whose people may talk to Consentry: of others nothing is kept. */
  readonly tenants: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
}
