import { z } from "zod";
import { AppError } from "../../core/errors.ts";
import { answerInvoke, type Reply } from "../reply.ts";
import type { Tools } from "../route.ts";
import type { Turn } from "../turn.ts";
import { insertByCode } from "./insert.ts";
import type { ExtensionRoute } from "./route.ts";

/** What a line of the list carries. */
const Tap = z.union([
  z.strictObject({ subject: z.string().min(1).max(2100) }),
  z.strictObject({ hint: z.literal("none") }),
]);

/** Inserts the card of the line that was chosen. */
export const select: ExtensionRoute = {
  name: "select",
  invoke: "composeExtension/selectItem",
  who: "anyone",
  scope: null,
  run: (turn, tools) => answerTap(turn, tools),
};

function answerTap(turn: Turn, tools: Tools): Reply {
  const { success, data } = Tap.safeParse(turn.input);
  if (!success) throw new AppError("ERR_ACTION_INPUT", "a chosen line does not fit");
  if ("subject" in data) return insertByCode(turn, data.subject, tools);
  const text = tools.world.texts(turn.language)("search.none.text");
  return answerInvoke({ kind: "message", text });
}
