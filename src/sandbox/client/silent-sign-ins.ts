import type { Conversation, Message, Outcome, SignInState, TriedState } from "./model.ts";
import { findSilentAsk, type SignInAsk, signInSilently, type TokenAnswer } from "./sign-in.ts";

/** Where somebody reads. */
export interface ReadingSeat {
  readonly conversation: Conversation;
  readonly as: string;
}

export interface SilentDeeds {
  getToken(as: string): Promise<TokenAnswer>;
  /** @param message the one that asks */
  invoke(seat: ReadingSeat, message: Message, ask: Asked): Promise<Outcome>;
  keep(messageId: string, as: string, state: TriedState): Promise<void>;
  /** Another message is to be shown, or one less. */
  changed(): void;
}

/** An invoke by its name. */
export interface Asked {
  readonly name: string;
  readonly value: unknown;
}

/** Signs the person who reads in where a message asks for it, without showing the message. */
export interface SilentSignIns {
  /** The messages that are to be shown. */
  pass(messages: readonly Message[], seat: ReadingSeat): readonly Message[];
}

export function createSilentSignIns(deeds: SilentDeeds): SilentSignIns {
  const states = new Map<string, SignInState>();
  const start = async (message: Message, ask: SignInAsk, seat: ReadingSeat) => {
    const key = toKey(message, ask, seat);
    states.set(key, "silent");
    const state = await run(deeds, { message, ask, seat });
    states.set(key, state);
    await keep(deeds, message, { as: seat.as, state });
    deeds.changed();
  };
  return {
    pass: (messages, seat) =>
      messages.filter((message) => {
        const ask = findSilentAsk(message, seat.conversation);
        if (!ask) return true;
        const state = toState(message, states.get(toKey(message, ask, seat)));
        if (state === undefined) void start(message, ask, seat);
        return state === "shown";
      }),
  };
}

function toKey({ id }: Message, { exchange }: SignInAsk, { as }: ReadingSeat): string {
  return JSON.stringify([id, exchange?.id, as]);
}

/** Undefined where nothing was tried here; `silent` of another page may be one that was left. */
function toState({ signIn }: Message, own: SignInState | undefined): SignInState | undefined {
  if (signIn === "done" || own === undefined) return signIn === "silent" ? undefined : signIn;
  return own;
}

interface Try {
  readonly message: Message;
  readonly ask: SignInAsk;
  readonly seat: ReadingSeat;
}

async function run(deeds: SilentDeeds, { message, ask, seat }: Try): Promise<TriedState> {
  try {
    return await signInSilently(ask, {
      getToken: () => deeds.getToken(seat.as),
      invoke: (name, value) => deeds.invoke(seat, message, { name, value }),
    });
  } catch {
    // No token service, no bot: the person can still press the button.
    return "shown";
  }
}

interface Kept {
  readonly as: string;
  readonly state: TriedState;
}

async function keep(deeds: SilentDeeds, { id }: Message, { as, state }: Kept): Promise<void> {
  try {
    await deeds.keep(id, as, state);
  } catch {
    // The bot may have deleted the message meanwhile; this page remembers it anyway.
  }
}
