/** A command of the app's message extension, as its manifest has it. */
export interface ExtensionCommand {
  readonly id: string;
  readonly type: "query" | "action";
  readonly title: string;
  readonly description: string;
  readonly initialRun: boolean;
  readonly fetchTask: boolean;
  readonly context: readonly string[];
  readonly parameters: readonly {
    readonly name: string;
    readonly title: string;
    readonly description: string;
  }[];
}

export interface Extension {
  readonly commands: readonly ExtensionCommand[];
  /** Whose links become cards. */
  readonly domains: readonly string[];
}

/** Searches of the box. */
export function listQueries({ commands }: Extension): readonly ExtensionCommand[] {
  return commands.filter(({ type, context }) => type === "query" && context.includes("compose"));
}

/** Dialogs that the box opens, or a message. */
export function listActions(
  { commands }: Extension,
  place: "compose" | "message",
): readonly ExtensionCommand[] {
  return commands.filter(
    ({ type, context, fetchTask }) => type === "action" && fetchTask && context.includes(place),
  );
}

/** How many results a client asks for at a time. */
export const pageSize = 25;

/**
 * Value of `composeExtension/query`.
 * https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/search-commands/respond-to-search#receive-user-requests
 */
export function toQueryValue(command: ExtensionCommand, text: string, skip: number) {
  const name = command.parameters[0]?.name ?? "query";
  const parameter = text === "" ? { name: "initialRun", value: "true" } : { name, value: text };
  return {
    commandId: command.id,
    parameters: [parameter],
    queryOptions: { skip, count: pageSize },
  };
}
