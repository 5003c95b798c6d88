/** What the sandbox's API answers, as far as the page uses it. */

export interface Person {
  readonly id: string;
  readonly alias: string;
  readonly name: string;
  readonly title: string;
  readonly locale: string;
}

export interface Conversation {
  readonly id: string;
  readonly type: "personal" | "groupChat" | "channel";
  readonly name: string;
  readonly team?: { readonly id: string; readonly name: string };
  readonly members: readonly { readonly id: string; readonly name: string }[];
}

export interface Bot {
  readonly id: string;
  readonly name: string;
}

export interface Attachment {
  readonly contentType: string;
  readonly content?: unknown;
  readonly name?: string;
}

export interface Message {
  readonly id: string;
  readonly threadId?: string;
  readonly from: { readonly kind: "bot" | "person"; readonly id: string; readonly name: string };
  readonly text?: string;
  readonly textFormat?: string;
  readonly attachments?: readonly Attachment[];
  readonly suggestedActions?: { readonly actions?: readonly SuggestedAction[] };
  readonly sentAt: string;
  readonly isEdited: boolean;
  readonly revision: number;
}

export interface SuggestedAction {
  readonly type: string;
  readonly title: string;
  readonly value: unknown;
}

export interface InvokeResponse {
  readonly status: number;
  readonly body?: {
    readonly statusCode?: number;
    readonly type?: string;
    readonly value?: unknown;
  };
}

/** What somebody does: a text, a card's data, or an invoke. */
export type Deed =
  | { readonly type: "message"; readonly text: string }
  | { readonly type: "message"; readonly value: object; readonly replyToId: string }
  | {
      readonly type: "invoke";
      readonly name: string;
      readonly value: unknown;
      readonly replyToId: string;
    };

/** What became of it. */
export type Outcome =
  | { readonly kind: "done"; readonly invokeResponse?: InvokeResponse }
  | { readonly kind: "refused"; readonly message: string };
