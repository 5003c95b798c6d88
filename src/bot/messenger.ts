import type { CloudAdapter } from "botbuilder";
import type { Audiences, Clock, Courier, Log, Store } from "../ports/index.ts";
import { type AdapterOptions, createAdapter } from "./adapter.ts";
import { createAudiences } from "./audiences.ts";
import { createCourier, createGoTo, type GoTo } from "./courier.ts";
import { createReferences, type References } from "./references.ts";

/** What the adapter needs, and where conversations are kept. */
export interface MessengerOptions extends AdapterOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

/** The one adapter of the product, and what speaks through it outside turns. */
export interface Messenger {
  readonly adapter: CloudAdapter;
  readonly references: References;
  readonly courier: Courier;
  readonly audiences: Audiences;
  readonly goTo: GoTo;
}

/** Makes the adapter, its memory of conversations, and the courier over both. */
export function createMessenger(options: MessengerOptions): Messenger {
  const { appId, store, clock, log } = options;
  const adapter = createAdapter(options);
  const references = createReferences(store);
  const ways = { appId, adapter, references, log };
  const audiences = createAudiences({ ...ways, clock });
  return { adapter, references, audiences, courier: createCourier(ways), goTo: createGoTo(ways) };
}
