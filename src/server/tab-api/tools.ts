import type { Language } from "../../core/local-text.ts";
import type { TabOutput } from "../../core/tab-api/index.ts";
import type { World } from "../../core/view/index.ts";
import type { TenantJobs } from "../../flows/agenda/index.ts";
import type { Approvals } from "../../flows/approvals/index.ts";
import type {
  Consents,
  Results,
  ServiceAccounts,
  SettingsKeeper,
  SignIns,
} from "../../flows/index.ts";
import type { JobAccess } from "../../flows/job-access/index.ts";
import type { Outbox } from "../../flows/outbox/index.ts";
import type { Watches } from "../../flows/watches/index.ts";
import type {
  AuditTrail,
  Clock,
  Directory,
  Log,
  Person,
  PersonTokens,
  VerifyToken,
  Workplace,
} from "../../ports/index.ts";

/** What somebody did in the Catalog, as the bot understands it. */
export type TabAsk =
  | { readonly kind: "text"; readonly text: string; readonly earlier: string | undefined }
  | { readonly kind: "code"; readonly code: string }
  | {
      readonly kind: "press";
      readonly verb: string;
      readonly data: Readonly<Record<string, unknown>>;
    };

/** Somebody who asks from the tab. */
export interface Asker extends Person {
  readonly name: string;
  readonly language: Language;
}

/** What the guard and the handlers of the tab's API work with, and the pages of a sign-in. */
export interface TabTools {
  readonly verifyToken: VerifyToken;
  readonly tokens: Pick<PersonTokens, "acquire">;
  readonly workplace: Workplace;
  readonly signIns: Pick<SignIns, "link" | "start" | "finish">;
  readonly settings: Pick<SettingsKeeper, "read" | "change" | "setLabel">;
  readonly results: Pick<Results, "list">;
  readonly places: {
    /** Ids of the groups behind the teams in which Consentry is installed. */
    listTeams(tenantId: string): Promise<readonly string[]>;
  };
  readonly consents: Pick<Consents, "open">;
  /** Reads with Consentry's own permissions. */
  readonly directory: Pick<Directory, "readApp">;
  /** Answers as the bot does in the chat. */
  readonly answer: (ask: Asker & { readonly input: TabAsk }) => Promise<TabOutput<"ask">>;
  /** Deletes all that is kept about a person. */
  readonly forget: (person: Person) => Promise<void>;
  /** Forgets a person's sign-in, and the questions that wait for one. */
  readonly signOut: (person: Person) => Promise<void>;
  readonly serviceAccounts: Pick<ServiceAccounts, "find" | "disconnect">;
  readonly approvals: Pick<Approvals, "find" | "list" | "decide" | "withdraw">;
  readonly watches: Pick<Watches, "find" | "list" | "look" | "snooze" | "stop">;
  /** How the work goes that nobody asks for, in a tenant. */
  readonly jobs: {
    readTenant(tenantId: string): Promise<TenantJobs>;
    readonly letters: Pick<Outbox, "listDead" | "revive" | "discard">;
  };
  readonly clock: Clock;
  readonly jobAccess: Pick<JobAccess, "list">;
  /** The audit log, for administrators. */
  readonly audit: AuditTrail;
  readonly world: World;
  readonly appIds: {
    readonly botId: string;
    readonly apiId: string;
    readonly teamsAppId: string | null;
  };
  /** What the operator has set for all tenants. */
  readonly operator: {
    readonly allowedApps: "*" | readonly string[];
    readonly domains: readonly string[];
  };
  readonly log: Log;
}
