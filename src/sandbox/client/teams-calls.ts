import { read, send, toConversationPath } from "./api.ts";
import type { Extension } from "./extension-model.ts";
import type { InvokeResponse, Outcome, TeamsSwitches, Unfurled } from "./model.ts";

/** What Teams' clients do besides talking, over the sandbox's API. */

const base = "/sandbox/api";

/** Who does it, and where. */
export interface Seat {
  readonly as: string;
  readonly conversation: string;
}

export function readExtension(as: string): Promise<Extension> {
  return read(`${base}/extension?as=${encodeURIComponent(as)}`);
}

/** An invoke of the message extension; with a message, an action on that. */
export interface ExtensionCall {
  readonly name: string;
  readonly value: object;
  readonly messageId?: string;
}

export function askExtension({ as, conversation }: Seat, call: ExtensionCall): Promise<Outcome> {
  const path = `${toConversationPath(conversation)}/extension`;
  return toOutcome(send("POST", path, { as, ...call }));
}

/** A link as a card; none where the app has none for it. */
export async function unfurl({ as, conversation }: Seat, url: string): Promise<Unfurled> {
  const path = `${toConversationPath(conversation)}/unfurls`;
  return (await send("POST", path, { as, url })) as Unfurled;
}

export function answerFile(
  as: string,
  messageId: string,
  action: "accept" | "decline",
): Promise<Outcome> {
  const path = `${base}/messages/${encodeURIComponent(messageId)}/file`;
  return toOutcome(send("PUT", path, { as, action }));
}

export function withdraw(as: string, messageId: string): Promise<Outcome> {
  const path = `${base}/messages/${encodeURIComponent(messageId)}`;
  return toOutcome(send("DELETE", `${path}?as=${encodeURIComponent(as)}`));
}

export function readTeamsSwitches(): Promise<TeamsSwitches> {
  return read(`${base}/teams`);
}

/** What is left out stays. */
export async function changeTeamsSwitches(change: Partial<TeamsSwitches>): Promise<void> {
  await send("PUT", `${base}/teams`, change);
}

/** Lets time pass for what Teams keeps and ends. */
export async function letTimePass(minutes: number): Promise<void> {
  await send("POST", `${base}/teams/time`, { minutes });
}

async function toOutcome(answer: Promise<unknown>): Promise<Outcome> {
  try {
    return { kind: "done", ...((await answer) as { invokeResponse?: InvokeResponse }) };
  } catch (error) {
    return { kind: "refused", message: error instanceof Error ? error.message : String(error) };
  }
}
