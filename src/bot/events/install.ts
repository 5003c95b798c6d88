import { drawWelcome } from "../../core/view/index.ts";
import { type Reply, say } from "../reply.ts";
import type { Tools } from "../route.ts";
import type { Turn } from "../turn.ts";

/**
 * Says hello where the app was just installed. Teams tells a bot twice of that: as a new member
 * (conversationUpdate) and as an installation; only the latter is greeted, and no upgrade of it.
 */
export function welcome(turn: Turn, { world }: Tools): Reply {
  return say(drawWelcome(world, turn.language));
}
