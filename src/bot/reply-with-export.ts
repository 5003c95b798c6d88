import type { ExportStep } from "./export-steps.ts";
import { type Reply, replace, sayTo } from "./reply.ts";
import type { Turn } from "./turn.ts";

/**
 * Shows an export: in a message of its own first, so that the answer stays; then in its place. In a
 * conversation of several it is shown to the person who pressed alone, since the card is everybody's.
 */
export function replyWithExport(turn: Turn, { view, file }: ExportStep, format?: string): Reply {
  const isPressedOn = format !== undefined && turn.kind !== "message" && turn.place === "personal";
  return { ...(isPressedOn ? replace(view) : sayTo(turn, view)), ...(file && { file }) };
}
