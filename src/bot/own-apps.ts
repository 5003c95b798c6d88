import type { Selection } from "../core/advisor/index.ts";
import { splitByRegistration } from "../core/scope/index.ts";
import { drawOwnApps, type View } from "../core/view/index.ts";
import type { Tools } from "./route.ts";
import type { Turn } from "./turn.ts";

/** Which app a selection of Consentry's own scopes belongs to, whatever client id a card sends. */
export type OwnApp =
  | { readonly kind: "one"; readonly clientId: string }
  | { readonly kind: "choice"; readonly view: View };

/**
 * Consentry's own scopes belong to its own apps: the wrong one would be asked for all that it registers.
 * @returns undefined for any other product
 */
export function findOwnApp(
  turn: Turn,
  { ownAppId, api, world }: Tools,
  asked: {
    readonly selection: Selection;
    readonly purpose: "consent" | "verify" | "request" | "watch";
  },
): OwnApp | undefined {
  const clientIds = { bot: ownAppId, api: api.clientId };
  const [first, ...others] = splitByRegistration(asked.selection);
  if (!first) return undefined;
  if (others.length === 0) return { kind: "one", clientId: clientIds[first.registration] };
  return { kind: "choice", view: drawOwnApps(world, turn.language, { ...asked, clientIds }) };
}
