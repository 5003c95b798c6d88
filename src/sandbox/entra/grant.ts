import type { Client } from "./authority.ts";
import type { Fields } from "./fields.ts";
import type { TokenTraits } from "./tokens.ts";

/** A token request once its app is verified: the parameters, and what they say about the token. */
export interface Grant {
  readonly client: Client;
  readonly fields: Fields;
  readonly traits: TokenTraits;
}
