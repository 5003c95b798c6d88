import type { Clock } from "../../ports/index.ts";
import type { Person } from "../directory/people.ts";
import { type Conversation, conversations, isMember, type Place } from "./conversations.ts";

/** A card or file of a message, as Bot Framework writes it. */
export interface Attachment {
  readonly contentType: string;
  readonly content?: unknown;
  readonly contentUrl?: string;
  readonly name?: string;
}

/** What a message says, apart from where and when. */
export interface Content {
  readonly text?: string;
  readonly textFormat?: string;
  readonly attachments?: readonly Attachment[];
  readonly suggestedActions?: unknown;
}

export interface Message {
  readonly id: string;
  readonly place: Place;
  /** Undefined for the bot. */
  readonly author?: Person;
  /** Who alone sees it, besides the bot. */
  readonly audience?: Person;
  readonly content: Content;
  /** Milliseconds since 1970. */
  readonly sentAt: number;
  readonly isEdited: boolean;
  /** A person deleted it: it keeps its place, and says nothing any more. */
  readonly isWithdrawn?: true;
  /** What came of a file that the bot offered with it. */
  readonly fileAnswer?: FileAnswer;
  /** Grows with each change of what somebody sees. */
  readonly revision: number;
}

/**
 * What a person sees of a message that Teams answers with a token of theirs: nothing while it tries, the
 * button once that failed, nothing again when they are signed in.
 */
export type SignInState = "silent" | "shown" | "done";

export type FileAnswer = "accept" | "decline";

/** What just happened; pages look again when they hear of it. */
export type WorldEvent =
  | {
      readonly kind: "changed" | "typing";
      readonly conversationId: string;
      /** Id of who alone sees what changed. */
      readonly personId?: string;
    }
  | { readonly kind: "reset" };

/** What is to be said, where, and by whom; an id where Teams has told it already. */
export interface NewMessage extends Pick<Message, "place" | "author" | "audience" | "content"> {
  readonly id?: string;
}

/** https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages */
const privateLifeMs = 24 * 60 * 60_000;

/** All messages of the sandbox and what each person sees of them. In memory only. */
export class World {
  readonly #clock: Clock;
  readonly #messages = new Map<string, Message>();
  /** Cards that an invoke response put in the place of a message, for one person. */
  readonly #views = new Map<string, Map<string, unknown>>();
  /** How far people have come with messages that sign them in. */
  readonly #signIns = new Map<string, Map<string, SignInState>>();
  /** Activities that are no messages but may be replied to: invokes, submits, updates. */
  readonly #activities = new Set<string>();
  readonly #installed = new Set<Conversation>();
  readonly #listeners = new Set<(event: WorldEvent) => void>();
  #lastId = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** An id as Teams gives them: the time in milliseconds, never the same twice. */
  nextId(): string {
    this.#lastId = Math.max(this.#clock.now(), this.#lastId + 1);
    return String(this.#lastId);
  }

  /** Adds a message; in a channel one without thread becomes a new post. */
  add(message: NewMessage): Message {
    const id = message.id ?? this.nextId();
    const { conversation } = message.place;
    const threadId =
      conversation.type === "channel" ? (message.place.threadId ?? id) : message.place.threadId;
    const place: Place = threadId === undefined ? { conversation } : { conversation, threadId };
    const { content } = message;
    const added: Message = {
      id,
      place,
      content,
      sentAt: this.#clock.now(),
      isEdited: false,
      revision: 1,
      ...(message.author ? { author: message.author } : {}),
      ...(message.audience ? { audience: message.audience } : {}),
    };
    this.#change(added);
    return added;
  }

  /** Replaces what a message says, for everybody: views that single people had of it end. */
  update(message: Message, content: Content): void {
    this.#forget(message);
    const { fileAnswer: _answered, ...rest } = message;
    this.#change({ ...rest, content, isEdited: true, revision: message.revision + 1 });
  }

  remove(message: Message): void {
    this.#messages.delete(message.id);
    this.#forget(message);
    this.#announce(message);
  }

  /** A person takes a message away: what was said in reply to it stays where it is. */
  withdraw(message: Message): void {
    this.#forget(message);
    const revision = message.revision + 1;
    this.#change({ ...message, content: {}, isWithdrawn: true, revision });
  }

  /** Keeps what a person answered to a file that the bot offers. */
  setFileAnswer(message: Message, fileAnswer: FileAnswer): void {
    this.#change({ ...message, fileAnswer, revision: message.revision + 1 });
  }

  /** Shows one person another card in the place of a message, until the bot updates the message. */
  setView(message: Message, person: Person, card: unknown): void {
    const views = this.#views.get(message.id) ?? new Map<string, unknown>();
    this.#views.set(message.id, views.set(person.id, card));
    this.#change({ ...message, revision: message.revision + 1 });
  }

  /** Undefined for a message that signs nobody in by itself. */
  signInOf(message: Message, person: Person): SignInState | undefined {
    if (!isSilentSignIn(message.content)) return undefined;
    return this.#signIns.get(message.id)?.get(person.id) ?? "silent";
  }

  setSignIn(message: Message, person: Person, state: SignInState): void {
    const states = this.#signIns.get(message.id) ?? new Map<string, SignInState>();
    this.#signIns.set(message.id, states.set(person.id, state));
    this.#change({ ...message, revision: message.revision + 1 });
  }

  /** What was withdrawn is still found, what is past its time is not. */
  find(id: string): Message | undefined {
    const message = this.#messages.get(id);
    return message && this.#isThere(message) ? message : undefined;
  }

  /** The messages of a conversation, or of one of its threads, oldest first, as that person sees them. */
  read({ conversation, threadId }: Place, person: Person): readonly Message[] {
    if (!isMember(conversation, person)) return [];
    return [...this.#messages.values()]
      .filter(({ place }) => place.conversation === conversation)
      .filter(({ place }) => threadId === undefined || place.threadId === threadId)
      .filter(({ audience }) => !audience || audience === person)
      .filter((message) => this.#isThere(message))
      .map((message) => this.#seenBy(message, person));
  }

  remember(activityId: string): void {
    this.#activities.add(activityId);
  }

  /** True when a reply to that id has something to stand under. */
  knows(activityId: string): boolean {
    return this.find(activityId) !== undefined || this.#activities.has(activityId);
  }

  install(conversation: Conversation): void {
    this.#installed.add(conversation);
  }

  isInstalled(conversation: Conversation): boolean {
    return this.#installed.has(conversation);
  }

  showTyping(conversation: Conversation): void {
    this.#tell({ kind: "typing", conversationId: conversation.id });
  }

  /** Forgets all messages; the bot stays a member of its conversations. */
  reset(): void {
    this.#messages.clear();
    this.#views.clear();
    this.#signIns.clear();
    this.#activities.clear();
    this.#tell({ kind: "reset" });
  }

  /** Calls back on each change. @returns what ends that. */
  listen(listener: (event: WorldEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #forget({ id }: Message): void {
    this.#views.delete(id);
    this.#signIns.delete(id);
  }

  #change(message: Message): void {
    this.#messages.set(message.id, message);
    this.#announce(message);
  }

  #announce({ audience, place }: Message): void {
    const personId = audience ? { personId: audience.id } : {};
    this.#tell({ kind: "changed", conversationId: place.conversation.id, ...personId });
  }

  /** Messages for one person end by themselves. */
  #isThere({ audience, sentAt }: Message): boolean {
    return !audience || this.#clock.now() - sentAt < privateLifeMs;
  }

  #seenBy(message: Message, person: Person): Message {
    const card = this.#views.get(message.id)?.get(person.id);
    if (card === undefined) return message;
    const attachments = [{ contentType: adaptiveCard, content: card }];
    return { ...message, content: { attachments } };
  }

  #tell(event: WorldEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

/** Whether a message holds nothing but an OAuth card that names what a token is exchanged for. */
function isSilentSignIn({ text, attachments = [] }: Content): boolean {
  const [card, ...others] = attachments;
  if (text || !card || others.length > 0 || card.contentType !== oauthCard) return false;
  const { content } = card;
  return (
    typeof content === "object" &&
    content !== null &&
    "tokenExchangeResource" in content &&
    Boolean(content.tokenExchangeResource)
  );
}

/** Content type of a card that signs somebody in. */
export const oauthCard = "application/vnd.microsoft.card.oauth";

/** Content type of an Adaptive Card, in attachments and invoke responses. */
export const adaptiveCard = "application/vnd.microsoft.card.adaptive";

/** The personal chat of somebody with the bot. */
export function findPersonalChat(person: Person): Conversation | undefined {
  return conversations.find((one) => one.type === "personal" && isMember(one, person));
}
