import { z } from "zod";
import { formatSelection, parseSelection } from "../core/advisor/index.ts";
import { createBoundedMap } from "../core/bounded-map.ts";
import type { Catalogue } from "../core/catalogue/index.ts";
import { ACTIONS, type Earlier } from "../core/understanding/index.ts";
import type { Recall } from "../ports/index.ts";
import { personOf, type Turn } from "./turn.ts";

/** Recall in memory. What it forgets costs the person one more sentence. @default 5000 talks */
export function createRecall(limit = 5_000): Recall {
  return createBoundedMap<string>(limit);
}

const Remembered = z.object({
  s: z.string(),
  action: z.enum(ACTIONS).optional(),
  askBack: z.string().optional(),
});

interface Remembering {
  readonly recall: Recall;
  readonly catalogue: Catalogue;
}

/** What this person said last in this conversation. */
export function recallEarlier(turn: Turn, { recall, catalogue }: Remembering): Earlier | undefined {
  const text = recall.get(toKey(turn));
  if (text === undefined || text === FORGOTTEN) return undefined;
  const { s, ...rest } = Remembered.parse(JSON.parse(text));
  const selection = parseSelection(catalogue, s);
  return selection && { ...rest, selection };
}

/** Keeps what the next sentence may refer to. An answer about no set-up changes nothing. */
export function rememberEarlier(turn: Turn, recall: Recall, earlier: Earlier): void {
  const { selection, action, askBack } = earlier;
  if (selection.length === 0 && action === undefined) return;
  const value = { s: formatSelection(selection), action, askBack };
  recall.set(toKey(turn), JSON.stringify(value));
}

/** Forgets what this person said last in this conversation. */
export function forgetEarlier(turn: Turn, recall: Recall): void {
  recall.set(toKey(turn), FORGOTTEN);
}

/** A Recall has no way to delete. */
const FORGOTTEN = "";

function toKey(turn: Turn): string {
  return JSON.stringify([turn.tenantId, turn.conversationId, personOf(turn)]);
}
