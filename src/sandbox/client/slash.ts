/**
 * Reads `/consentry who needs it`: a message to the app alone.
 * https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/agent-slash-commands
 * @returns what follows the name, or undefined for any other text
 */
export function readSlash(text: string, appName: string): string | undefined {
  const [, name = "", rest = ""] = /^\/(\S+)(?:\s+([\s\S]*))?$/.exec(text.trimStart()) ?? [];
  return name.toLowerCase() === appName.toLowerCase() ? rest : undefined;
}
