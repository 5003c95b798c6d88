import type { Person } from "../directory/people.ts";
import { issueForPerson } from "../entra/issue.ts";
import { EntraRefusal } from "../entra/refusal.ts";
import { readScopes } from "../entra/scopes.ts";
import { tokenLifetime } from "../keys.ts";
import { requireBotClient } from "./bot-call.ts";
import type { Connection, TokenServiceOptions } from "./options.ts";

/** Whose token it is, as bots name people, and through which connection they signed in. */
export interface Slot {
  readonly userId: string;
  readonly connection: Connection;
  readonly channelId: string;
}

/** Who has signed in. */
export interface SignIn {
  readonly person: Person;
  readonly amr: readonly string[];
}

/** A token as the service hands it out. */
export interface UserToken {
  readonly channelId: string;
  readonly connectionName: string;
  readonly token: string;
  /** ISO 8601 */
  readonly expiration: string;
}

/** The sign-ins that the service keeps for the bot's people. */
export interface UserTokens {
  /** Signs in and gives the first token. @throws EntraRefusal, and then nothing is kept */
  put(slot: Slot, signIn: SignIn): Promise<UserToken>;
  /** A token that holds for five minutes at least; undefined without sign-in, or when it ended. */
  get(slot: Slot): Promise<UserToken | undefined>;
  /** A token for another resource of the same sign-in; undefined where that is not granted. */
  getFor(slot: Slot, resourceUrl: string): Promise<UserToken | undefined>;
  has(slot: Slot): boolean;
  delete(slot: Slot): void;
}

interface Kept extends SignIn {
  readonly token: UserToken;
}

/** Milliseconds before its end at which a token is renewed. */
const margin = 5 * 60_000;

export function createUserTokens(options: TokenServiceOptions): UserTokens {
  const kept = new Map<string, Kept>();
  const put = async (slot: Slot, signIn: SignIn) => {
    const token = await issue(options, { slot, signIn, scopes: slot.connection.scopes });
    kept.set(toKey(slot), { ...signIn, token });
    return token;
  };
  return {
    put,
    get: async (slot) => {
      const known = kept.get(toKey(slot));
      if (!known) return undefined;
      const isFresh = Date.parse(known.token.expiration) - options.authority.now() > margin;
      if (isFresh) return known.token;
      const renewed = await orUndefined(put(slot, known));
      if (!renewed) kept.delete(toKey(slot));
      return renewed;
    },
    getFor: async (slot, resourceUrl) => {
      const signIn = kept.get(toKey(slot));
      if (!signIn) return undefined;
      const scopes = `${resourceUrl.replace(/\/$/, "")}/.default`;
      return orUndefined(issue(options, { slot, signIn, scopes }));
    },
    has: (slot) => kept.has(toKey(slot)),
    delete: (slot) => void kept.delete(toKey(slot)),
  };
}

function toKey({ userId, connection, channelId }: Slot): string {
  return JSON.stringify([userId, connection.name, channelId]);
}

interface Wanted {
  readonly slot: Slot;
  readonly signIn: SignIn;
  readonly scopes: string;
}

async function issue(options: TokenServiceOptions, { slot, signIn, scopes }: Wanted) {
  const { authority } = options;
  const client = requireBotClient(options);
  const { person, amr } = signIn;
  const issued = await issueForPerson(authority, {
    client,
    person,
    amr,
    scopes: readScopes(authority, client.application, scopes),
    isClientInfoWanted: false,
  });
  return {
    channelId: slot.channelId,
    connectionName: slot.connection.name,
    token: issued.access_token,
    expiration: new Date(authority.now() + tokenLifetime * 1000).toISOString(),
  };
}

/** A sign-in that Entra no longer honours counts as none. */
async function orUndefined(token: Promise<UserToken>): Promise<UserToken | undefined> {
  try {
    return await token;
  } catch (error) {
    if (error instanceof EntraRefusal) return undefined;
    throw error;
  }
}
