import type { ApprovalRequest } from "../../core/approval/index.ts";
import type { Catalogue } from "../../core/catalogue/index.ts";
import type { Language } from "../../core/local-text.ts";
import type { View } from "../../core/view/index.ts";
import type {
  Clock,
  Courier,
  Directory,
  Ids,
  Ledger,
  Log,
  RoleHolders,
  Store,
} from "../../ports/index.ts";
import type { Outbox } from "../outbox/index.ts";
import type { SettingsKeeper } from "../settings.ts";
import type { ApprovalRole } from "./approvals.ts";

/** Draws a request as it is, for whom it is shown to. */
export type DrawApproval = (
  language: Language,
  request: ApprovalRequest,
  role: ApprovalRole,
) => View;

/** What the life of a request for approval needs. */
export interface ApprovalsOptions {
  readonly catalogue: Catalogue;
  readonly draw: DrawApproval;
  readonly store: Store;
  readonly ledger: Ledger;
  /** Makes the rows of letters; whoever delivers them has {@link ApprovalsFlow}'s `deliver`. */
  readonly letters: Pick<Outbox, "toOp">;
  readonly settings: Pick<SettingsKeeper, "read">;
  readonly roleHolders: Pick<RoleHolders, "list">;
  /** The tenant as Consentry itself may read it. */
  readonly directory: Pick<Directory, "readApp">;
  readonly courier: Pick<Courier, "post" | "edit">;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}
