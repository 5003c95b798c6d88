import { localize } from "../core/local-text.ts";
import { findScope, type ScopeId } from "../core/scope/index.ts";
import { drawSignIn } from "../core/view/index.ts";
import type { Reply } from "./reply.ts";
import type { StandingTools } from "./route.ts";
import { personOf, type Turn } from "./turn.ts";
import { holdTurn, WAIT_MS } from "./waiting-turn.ts";

/** What a person is asked to sign in for. */
export interface SignInAsk {
  readonly scope: ScopeId;
  /** `proof`: what Teams can give silently does not do. */
  readonly obstacle: "sign-in" | "proof";
  /** JSON of a claims challenge. */
  readonly claims?: string;
}

/**
 * Asks for a sign-in in the form that the place has. A press in a chat is sent again by the client itself;
 * everything else waits here.
 */
export async function askToSignIn(
  tools: StandingTools,
  turn: Turn,
  { scope, obstacle, claims }: SignInAsk,
): Promise<Reply> {
  const { signIns, ids, world, api } = tools;
  const { tenantId, language, place, kind } = turn;
  const isSilent = place !== "channel" && obstacle === "sign-in";
  const isSentAgain = isSilent && kind === "action";
  const pending = isSentAgain ? undefined : await holdTurn(tools, turn, scope, WAIT_MS);
  const link = signIns.link({
    tenantId,
    personId: personOf(turn),
    scope,
    language,
    ...(claims !== undefined && { claims }),
    ...(pending !== undefined && { pending }),
  });
  return {
    views: [drawSignIn(world, language, { scope, link, reason: obstacle })],
    mode: kind === "message" ? "new" : "private",
    signIn: {
      text: localize(findScope(scope).why, language),
      button: world.texts(language)("signIn.button"),
      link,
      id: pending ?? ids.next(),
      isSentAgain,
      uri: isSilent ? api.uri : undefined,
    },
  };
}
