import { z } from "zod";
import { toPerson } from "../gate.ts";
import { replace } from "../reply.ts";
import { defineAction } from "../route.ts";
import { drawNotice, findWatch, mustWatch, runAsKeeper } from "../watch-steps.ts";

const DAY_MS = 24 * 60 * 60_000;
const SPANS = { day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS } as const;

/** Keeps a watch quiet for a time, or lets it speak again. */
export const watchSnooze = defineAction({
  verb: "watch-snooze",
  who: "member",
  scope: null,
  input: z.strictObject({
    clientId: z.guid().toLowerCase(),
    for: z.enum(["day", "week", "month", "now"]),
  }),
  run: async (turn, { clientId, for: span }, tools) => {
    const watch = await findWatch(turn, tools, clientId);
    return runAsKeeper(turn, { tools, watch }, async () => {
      const until = span === "now" ? null : tools.clock.now() + SPANS[span];
      const next = mustWatch(await tools.watches.snooze(toPerson(turn), clientId, until));
      return replace(drawNotice(tools, next));
    });
  },
});
