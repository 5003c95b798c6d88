import type { CloudAdapter } from "botbuilder";
import type { Courier, Log, Store } from "../ports.ts";
import { type AdapterOptions, createAdapter } from "./adapter.ts";
import { createCourier, createGoTo, type GoTo } from "./courier.ts";
import { createReferences, type References } from "./references.ts";

/** What the adapter needs, and where conversations are kept. */
export interface MessengerOptions extends AdapterOptions {
  readonly store: Store;
  readonly log: Log;
}

/** The one adapter of the product, and what speaks through it outside turns. */
export interface Messenger {
  readonly adapter: CloudAdapter;
  readonly references: References;
  readonly courier: Courier;
  readonly goTo: GoTo;
}

/** Makes the adapter, its memory of conversations, and the courier over both. */
export function createMessenger(options: MessengerOptions): Messenger {
  const { appId, store, log } = options;
  const adapter = createAdapter(options);
  const references = createReferences(store);
  const ways = { appId, adapter, references, log };
  return { adapter, references, courier: createCourier(ways), goTo: createGoTo(ways) };
}
