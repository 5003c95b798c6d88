import type { View } from "../core/view/index.ts";

/** A message of the bot that can be changed later. */
export interface CardPlace {
  readonly tenantId: string;
  readonly conversationId: string;
  /** Id of the message; empty where there is none to change. */
  readonly activityId: string;
  /** Of a message for one person alone: the id of that person for the bot, `29:…`. */
  readonly targetedTo?: string | undefined;
}

/** Where something is posted. */
export type PostPlace =
  /** A new post in a standard channel of a team; `teamId` is that of the group behind the team. */
  | {
      readonly kind: "channel";
      readonly tenantId: string;
      readonly teamId: string;
      readonly channelId: string;
    }
  /** A chat, or the thread of a channel: `19:…;messageid=…`. */
  | { readonly kind: "conversation"; readonly tenantId: string; readonly conversationId: string }
  /** A person's own chat with the bot, by Entra object id; there is none where they never opened it. */
  | { readonly kind: "person"; readonly tenantId: string; readonly personId: string };

/** What came of posting. Everything is an outcome: whoever posts decides what to say. */
export type PostOutcome =
  /** In channels the conversation is the thread that the post begins, for a person their chat. */
  | { readonly kind: "posted"; readonly conversationId: string; readonly activityId: string }
  /** Teams does not know the place any more. */
  | { readonly kind: "gone" }
  /** Consentry is not there. */
  | { readonly kind: "not-installed" }
  /** Teams does not let it be posted there. */
  | { readonly kind: "refused" }
  /** Nothing was posted: try again after so many seconds. */
  | { readonly kind: "busy"; readonly seconds: number }
  /** Nothing was sent. */
  | { readonly kind: "unreached" }
  /** It may stand there or not, so it is not to be sent again without somebody having looked. */
  | { readonly kind: "unknown" };

/** Brings views to people outside a turn. */
export interface Courier {
  /**
   * Posts a view for everybody in a place. Never repeated where its outcome is not known.
   * @param form the whole card, or its summary as one line of text @default "card"
   */
  post(place: PostPlace, view: View, form?: "card" | "line"): Promise<PostOutcome>;
  /**
   * Puts a view in the place of a card, and tells what is in the way.
   * @returns `gone` where there is no such message for Consentry any more; `unreached` may do later
   */
  edit(place: CardPlace, view: View): Promise<"done" | "gone" | "unreached">;
  /** Puts a view in the place of a card. @returns false where the message is gone or unreachable */
  update(place: CardPlace, view: View): Promise<boolean>;
  /**
   * Says something in a person's own chat with the bot.
   * @param form the whole card, or its summary as one line of text
   * @returns false where there is no such chat, or it cannot be reached
   */
  tell(
    person: { readonly tenantId: string; readonly personId: string },
    view: View,
    form: "card" | "line",
  ): Promise<boolean>;
}

/** Somebody who is in a team or a chat, as Teams tells a bot that is there too. */
export interface Attendee {
  /** Entra object id, lower case; null where Teams does not name it. */
  readonly personId: string | null;
  readonly name: string;
  /** True for people of other organizations too. */
  readonly isGuest: boolean;
}

/** Where people read: a team, by the group behind it, or a chat. */
export type AudiencePlace =
  | { readonly kind: "team"; readonly tenantId: string; readonly teamId: string }
  | { readonly kind: "chat"; readonly tenantId: string; readonly conversationId: string };

/** What came of asking Teams who is somewhere. */
export type AudienceAnswer<Value> =
  | { readonly kind: "read"; readonly value: Value }
  /** Consentry is not there, or the place is gone. */
  | { readonly kind: "not-installed" }
  | { readonly kind: "unreachable" };

/** Who reads what is posted, as the Bot Connector tells. */
export interface Audiences {
  /** Everybody there, up to a bound; kept for some minutes. */
  list(
    place: AudiencePlace,
  ): Promise<AudienceAnswer<{ readonly people: readonly Attendee[]; readonly isCut: boolean }>>;
  /** One person there, asked anew each time; undefined for somebody who is not there. */
  find(place: AudiencePlace, personId: string): Promise<AudienceAnswer<Attendee | undefined>>;
}

/** Where Teams lets a bot put a file, once the person has agreed; `fileConsent/invoke` tells it. */
export interface FilePlace {
  /** The key to the place: nothing else is asked for there. */
  readonly uploadUrl: string;
  readonly contentUrl: string;
  readonly name: string;
  readonly uniqueId: string;
  readonly fileType: string;
}

/** Puts files into the OneDrive of people who have agreed to it. */
export interface Files {
  /** @returns false where the place is none of the cloud's, refuses the file, or cannot be reached */
  put(uploadUrl: string, text: string): Promise<boolean>;
}
