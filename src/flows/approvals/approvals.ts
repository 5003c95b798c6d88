import type { ApprovalRequest } from "../../core/approval/index.ts";
import type { Language } from "../../core/local-text.ts";
import type { CardPlace, Person } from "../../ports/index.ts";

/** What somebody asks approval for. */
export interface ApprovalDraft {
  readonly tenantId: string;
  readonly requester: { readonly id: string; readonly name: string | null };
  readonly language: Language;
  /** Code of a selection that leads to cases only. */
  readonly selection: string;
  readonly app: ApprovalRequest["app"];
  readonly comment: string;
  readonly wantedUntil: number | null;
  /** The card of the requester, which shows the request from now on; null in the tab. */
  readonly card: (CardPlace & { readonly isPersonal: boolean }) | null;
}

/** What came of asking. */
export type AskOutcome =
  | {
      readonly kind: "asked";
      readonly request: ApprovalRequest;
      /** Where it was promised to: names of people, or the channel; empty people where nobody can be reached. */
      readonly sentTo: {
        readonly channel: string | null;
        readonly people: readonly string[];
        readonly isMailed: boolean;
      };
    }
  /** The same person already waits for the same set-up and app. */
  | { readonly kind: "waiting"; readonly request: ApprovalRequest };

/** Who decides, as a verified token says. */
export interface Decider extends Person {
  readonly name: string;
  /** Whether the settings of the tenant, now, let this person decide. */
  readonly mayDecide: boolean;
}

/** What somebody decides. A decline says why; an approval may. */
export type Verdict =
  | { readonly kind: "approve"; readonly comment: string }
  | { readonly kind: "decline"; readonly reason: string };

/** What came of deciding. Losers of a race are told who won. */
export type DecideOutcome =
  /** `isLast` is false where a second person has to approve. */
  | { readonly kind: "decided"; readonly request: ApprovalRequest; readonly isLast: boolean }
  | {
      readonly kind: "refused";
      readonly request: ApprovalRequest;
      /**
       * `own` request; `same-person` has approved it already; `not-approver`; `not-requester` takes back what
       * somebody else asked for; `ended` or decided before.
       */
      readonly why: "own" | "same-person" | "not-approver" | "not-requester" | "ended";
    }
  | { readonly kind: "unknown" };

/** For whom a card is drawn: what it offers depends on that. */
export type ApprovalRole = "requester" | "approver" | "channel";

/** A message that shows a request. */
export interface ApprovalCard extends CardPlace {
  readonly role: ApprovalRole;
  /** In whose own chat it stands; none where several read it. */
  readonly personId?: string | undefined;
  /** @default that of the request for its requester, else that of Settings */
  readonly language?: Language | undefined;
}

/** The life of requests for approval. */
export interface Approvals {
  /** @throws AppError ERR_STORE_FAILED, and then nobody is asked */
  ask(draft: ApprovalDraft): Promise<AskOutcome>;
  decide(who: Decider, requestId: string, verdict: Verdict): Promise<DecideOutcome>;
  /** Only the requester may, and only while it is pending or approved. */
  withdraw(who: Person, requestId: string): Promise<DecideOutcome>;
  find(tenantId: string, requestId: string): Promise<ApprovalRequest | undefined>;
  /** The newest first. */
  list(tenantId: string, filter: ApprovalFilter): Promise<readonly ApprovalRequest[]>;
  /** A message shows the request: it is kept true from now on. `role` says for whom it is drawn. */
  keepCard(request: Pick<ApprovalRequest, "tenantId" | "id">, card: ApprovalCard): Promise<void>;
  /**
   * Looks at the directory now: what it shows makes an approved request granted, a granted one verified.
   * @returns the request as it stands then; undefined for one that is unknown
   */
  look(tenantId: string, requestId: string): Promise<ApprovalRequest | undefined>;
}

/** Which requests are listed. */
export interface ApprovalFilter {
  /** Entra object id of who asked. @default everybody */
  readonly requesterId?: string;
  /** Only pending and approved ones. */
  readonly isOpen?: boolean;
  /** @default 50 */
  readonly limit?: number;
}
