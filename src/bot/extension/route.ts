import type { ExtensionInvoke } from "../extension-invokes.ts";
import type { Reply } from "../reply.ts";
import type { Route, Tools } from "../route.ts";
import type { Turn } from "../turn.ts";

/** Ids of the commands of the message extension, as the manifest has them. */
export type ExtensionCommandId = "search" | "compose" | "explain";

/**
 * What answers an invoke of the message extension, of a dialog, or of a link. It is answered each time it is
 * delivered, where the bot may not be a member: it changes nothing and asks neither Teams nor Microsoft Graph.
 */
export interface ExtensionRoute extends Route {
  /** As logs name it: `query:search`, `dialog:compose`, `link`. */
  readonly name: string;
  readonly invoke: ExtensionInvoke;
  /** The one command whose invokes it answers. @default all of that name */
  readonly command?: ExtensionCommandId;
  run(turn: Turn, tools: Tools): Reply | Promise<Reply>;
}
