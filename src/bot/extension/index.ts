// Knows the message extension: its commands, its dialogs, previews of links; one row an invoke and command.
// Must not know how answers look on the wire, nor ask Teams or Graph: it works where the bot is no member.
// A new invoke is a row of extensionRoutes, a new command a row of extensionCommands and of the manifest.
import type { Turn } from "../turn.ts";
import { dialogs } from "./dialogs.ts";
import { anonymousLink, link } from "./link.ts";
import type { ExtensionRoute } from "./route.ts";
import { SEARCH_PARAMETER, search } from "./search.ts";
import { select } from "./select.ts";

export { extensionCommands } from "./commands.ts";
export { SEARCH_PARAMETER };

/** Every route of the message extension. */
export const extensionRoutes: readonly ExtensionRoute[] = [
  search,
  select,
  ...dialogs,
  link,
  anonymousLink,
];

/** The route of an invoke; undefined where nothing is offered. */
export function findExtensionRoute({ invoke, command }: Turn): ExtensionRoute | undefined {
  return extensionRoutes.find(
    (route) =>
      route.invoke === invoke && (route.command === undefined || route.command === command),
  );
}
