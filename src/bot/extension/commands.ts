import type { ExtensionCommandId } from "./route.ts";

/** A command of the message extension as the manifest offers it. */
interface ExtensionCommand {
  /** `extension.<id>.title` and `extension.<id>.does` are the keys of what people read. */
  readonly id: ExtensionCommandId;
  readonly type: "query" | "action";
  /** Where Teams offers it: the compose box, the box at the top, the menu of a message. */
  readonly context: readonly ("compose" | "commandBox" | "message")[];
}

/** Every command of the message extension. */
export const extensionCommands: readonly ExtensionCommand[] = [
  { id: "search", type: "query", context: ["compose", "commandBox"] },
  { id: "compose", type: "action", context: ["compose"] },
  { id: "explain", type: "action", context: ["message"] },
];
