import { AppError } from "../core/errors.ts";
import { findAction } from "./actions/index.ts";
import { readFileAnswer } from "./answer-file.ts";
import { welcome } from "./events/install.ts";
import { ignoreMembers } from "./events/member.ts";
import { findExtensionRoute } from "./extension/index.ts";
import { answerMessage } from "./message.ts";
import { type Reply, SILENCE } from "./reply.ts";
import type { Route, Tools } from "./route.ts";
import type { Turn } from "./turn.ts";

/** A route that was found for a turn. */
export interface Found extends Route {
  /** As logs name it: `message`, `action:consent`, `installed`. */
  readonly name: string;
  readonly keepsRequest?: boolean;
  run(tools: Tools): Reply | Promise<Reply>;
}

const OPEN: Route = { who: "anyone", scope: null };

/**
 * Finds what answers a turn.
 * @throws AppError ERR_ACTION_UNKNOWN for a verb that no card of ours sends, ERR_ACTION_INPUT for what does
 *   not fit its verb
 */
export function findRoute(turn: Turn): Found {
  switch (turn.kind) {
    case "message":
      return { ...OPEN, name: "message", run: (tools) => answerMessage(turn, tools) };
    case "action":
    case "submit":
      return findActionRoute(turn);
    case "installed":
      return { ...OPEN, name: "installed", run: (tools) => welcome(turn, tools) };
    case "membersAdded":
      return { ...OPEN, name: "membersAdded", run: ignoreMembers };
    case "extension":
      return findExtension(turn);
    case "file":
      return { ...readFileAnswer(turn), name: "file" };
    case "unknown":
      return { ...OPEN, name: "unknown", run: () => SILENCE };
    default:
      return turn.kind satisfies never;
  }
}

/** What no route of the extension answers is told so by whoever answers unknown invokes. */
function findExtension(turn: Turn): Found {
  const route = findExtensionRoute(turn);
  if (!route) return { ...OPEN, name: "unknown", run: () => SILENCE };
  const { who, scope, name } = route;
  return { who, scope, name, run: (tools) => route.run(turn, tools) };
}

function findActionRoute(turn: Turn): Found {
  const { verb = "" } = turn;
  const action = findAction(verb);
  if (!action) throw new AppError("ERR_ACTION_UNKNOWN", "a card sent a verb that does not exist");
  const { who, scope, keepsRequest = false } = action;
  return { who, scope, keepsRequest, name: `action:${action.verb}`, run: action.read(turn) };
}
