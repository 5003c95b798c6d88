import type { Reply } from "./reply.ts";
import type { Route, Tools } from "./route.ts";

/** Runs what may be entered; else gives what the person has to do first. */
export async function runEntered(
  route: Route,
  tools: Tools,
  run: (tools: Tools) => Reply | Promise<Reply>,
): Promise<Reply> {
  const entry = await tools.enter(route);
  if (entry.kind === "closed") return entry.reply;
  const { entered, visitor } = entry;
  const reply = await run({ ...tools, entered, visitor });
  return (await entry.leave()) ?? reply;
}
