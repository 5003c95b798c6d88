import type { InvokeResponse } from "botbuilder";
import { AppError, type ErrorCode } from "../core/errors.ts";
import { drawError } from "../core/view/index.ts";
import { describeError } from "../telemetry/index.ts";
import { present, sayPlainly } from "./present.ts";
import { toPlainAnswer } from "./present-extension.ts";
import { type Reply, show } from "./reply.ts";
import type { StandingTools } from "./route.ts";
import { findRoute } from "./router.ts";
import type { Addressee } from "./send.ts";
import { personOf, type Turn } from "./turn.ts";

/** A turn as its log lines name it. */
interface Named {
  readonly turn: Turn;
  readonly correlationId: string;
  /** Delivered before: what it shows is kept already. */
  readonly isRepeated: boolean;
}

/** How a turn ends: each brings the end to the person, and writes one line of the log. */
export interface Ends {
  conclude(to: Addressee, reply: Reply): Promise<InvokeResponse | undefined>;
  fail(to: Addressee, error: unknown): Promise<InvokeResponse | undefined>;
  /** The product stops before there is an answer. */
  abandon(to: Addressee): Promise<InvokeResponse | undefined>;
}

/** Makes the ends of a turn that begins now. */
export function createEnds(tools: StandingTools, named: Named): Ends {
  const { clock, log } = tools;
  const { turn, correlationId } = named;
  const started = clock.now();
  const line = (to: Addressee) => ({
    ...toLine(named),
    ms: clock.now() - started,
    ...(to.progress && { isLate: true }),
  });
  const fail: Ends["fail"] = (to, error) => {
    const { code, seconds } = toFault(error);
    log.error("turn failed", { ...line(to), ...describeError(error), code });
    return apologize(tools, to, { code, seconds, correlationId });
  };
  return {
    fail,
    conclude: async (to, reply) => {
      const answer = await present(to, reply);
      if (!named.isRepeated) note(tools, turn, reply);
      log.info("turn", { ...line(to), route: findRoute(turn).name, outcome: "done" });
      return answer;
    },
    abandon: (to) => fail(to, new AppError("ERR_TURN_ENDED", "the product stops")),
  };
}

/** The verb is not logged: whoever sends it writes it, and the route of a known one tells. */
function toLine({ turn: { kind, place, tenantId, actor }, correlationId }: Named) {
  return { correlationId, kind, place, tenantId, personId: actor.aadObjectId };
}

function toFault(error: unknown): Pick<Fault, "code" | "seconds"> {
  return error instanceof AppError ? error : { code: "ERR_TURN_FAILED" };
}

/** Results are kept beside the turn: nobody waits for it, and none that fails breaks an answer. */
function note({ results }: StandingTools, turn: Turn, { result }: Reply): void {
  if (result) void results.note({ tenantId: turn.tenantId, personId: personOf(turn) }, result);
}

interface Fault {
  readonly code: ErrorCode;
  readonly correlationId: string;
  readonly seconds?: number | undefined;
}

/** Says what happened and how to ask about it; in plain words when the card is what failed. */
async function apologize({ world, log }: StandingTools, to: Addressee, fault: Fault) {
  try {
    const view = drawError(world, to.turn.language, fault);
    try {
      return await present(to, show(view));
    } catch (error) {
      log.error("the error card failed", { ...describeError(error), ...fault });
      if (to.turn.invoke) return toPlainAnswer(to.turn.invoke, view);
      if (to.turn.kind !== "action") await sayPlainly(to, view);
    }
  } catch (error) {
    // Nothing reaches the person any more; the log is what is left.
    log.error("the apology failed", { ...describeError(error), ...fault });
  }
  return to.turn.kind === "action" ? toErrorAnswer(fault) : undefined;
}

function toErrorAnswer({ code, correlationId }: Fault): InvokeResponse {
  const value = { code, message: correlationId };
  return {
    status: 200,
    body: { statusCode: 500, type: "application/vnd.microsoft.error", value },
  };
}
