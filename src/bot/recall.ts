import { z } from "zod";
import { formatSelection, parseSelection } from "../core/advisor/index.ts";
import type { Catalogue } from "../core/catalogue/index.ts";
import { ACTIONS, type Earlier } from "../core/understanding/index.ts";
import type { Recalls } from "../flows/index.ts";
import type { Recall } from "../ports/index.ts";
import { personOf, type Turn } from "./turn.ts";

/** What a person said last, for the time of one turn. */
export interface TurnRecall extends Recall {
  /** Keeps what this turn has said, for the next, wherever that is heard. */
  keep(): Promise<void>;
}

/** Reads what a turn may refer to. Only words refer to something: a card carries its whole question. */
export async function openRecall(recalls: Recalls, turn: Turn): Promise<TurnRecall> {
  const { tenantId, conversationId } = turn;
  const talk = { tenantId, personId: personOf(turn), conversationId };
  const before = turn.kind === "message" ? await recalls.read(talk) : undefined;
  let said = before;
  return {
    get: () => said,
    set: (text) => {
      said = text;
    },
    keep: async () => {
      if (said !== undefined && said !== before) await recalls.write(talk, said);
    },
  };
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

/** What this person said last in this conversation; nothing where another version wrote it. */
export function recallEarlier({ recall, catalogue }: Remembering): Earlier | undefined {
  const text = recall.get();
  const { data: remembered } = Remembered.safeParse(text === undefined ? text : parseText(text));
  if (!remembered) return undefined;
  const { s, ...rest } = remembered;
  const selection = parseSelection(catalogue, s);
  return selection && { ...rest, selection };
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Keeps what the next sentence may refer to. An answer about no set-up changes nothing. */
export function rememberEarlier(recall: Recall, earlier: Earlier): void {
  const { selection, action, askBack } = earlier;
  if (selection.length === 0 && action === undefined) return;
  recall.set(JSON.stringify({ s: formatSelection(selection), action, askBack }));
}
