import type { Catalogue } from "../catalogue/index.ts";
import type { Cloud } from "../cloud/index.ts";
import type { Language } from "../local-text.ts";
import type { PermissionType } from "../permission/index.ts";
import type { Kind } from "../understanding/index.ts";

/** Every card, each with its template `/cards/<name>.json`. */
export const CARD_NAMES = [
  "welcome",
  "help",
  "wizard",
  "clarify",
  "answer",
  "compare",
  "reverse",
  "lookup",
  "explain",
  "troubleshoot",
  "action",
  "consent-form",
  "app-choice",
  "app-confirm",
  "consent-preview",
  "consent-outcome",
  "verify-form",
  "grant-report",
  "shared",
  "export",
  "changed",
  "share-form",
  "share-outcome",
  "watch-form",
  "watch-list",
  "watch-notice",
  "directory-problem",
  "paste-error",
  "sign-in",
  "error",
  "out-of-scope",
  "refuse",
  "request-form",
  "request-preview",
  "request",
  "request-step",
  "history",
] as const;
/** The name of a card and of its template. */
export type CardName = (typeof CARD_NAMES)[number];

/** A JSON value. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

/** Typed data of a card, and what it says in other forms. */
export interface View {
  readonly card: CardName;
  /** Everything the template binds; strings are final text, already escaped for Markdown. */
  readonly data: { readonly [key: string]: Json };
  /** One line for notifications and screen readers. */
  readonly summary: string;
  /** Everything the card says, permissions and buttons included, as plain text. */
  readonly text: string;
}

/** Gives a text by key; `{name}` in it is replaced from `values`. */
export type Texts = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** What drawing needs besides the question. Built once at start. */
export interface World {
  readonly catalogue: Catalogue;
  readonly cloud: Cloud;
  readonly texts: (language: Language) => Texts;
  /** Address of this server as a browser sees it, without a slash at the end. */
  readonly publicUrl: string;
  /** App id of the bot: links lead into its chat. */
  readonly botId: string;
}

/** A permission as the command line and exports name it. */
export interface PermissionLine {
  readonly permission: string;
  readonly type: PermissionType;
  /** Display name of the resource app: "Microsoft Graph". */
  readonly resource: string;
}

/** An answer in every form: facts for programs, a view for people. */
export interface Answer {
  readonly kind: Kind;
  readonly ids: readonly string[];
  readonly askBack: string | null;
  readonly configured: readonly PermissionLine[];
  readonly addedOnApproval: readonly PermissionLine[];
  readonly errata: readonly string[];
  /** Canonical code of the selection, empty where there is none. */
  readonly selection: string;
  readonly view: View;
}
