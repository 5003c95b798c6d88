import type { TurnContext } from "botbuilder";
import { AppError } from "../core/errors.ts";
import type { GoTo } from "./courier.ts";
import { keepPrivate } from "./targeted.ts";
import type { Turn } from "./turn.ts";

/**
 * Where a turn stands: in the SDK's context while it lasts, which the SDK takes back at its end, and in a
 * fresh one each time after that.
 */
export interface Stand {
  /**
   * Runs something in the conversation.
   * @throws AppError ERR_TURN_FAILED where the turn is over and its conversation cannot be reached
   */
  reach<Value>(run: (context: TurnContext) => Promise<Value>): Promise<Value>;
  /** From now on what is sent reaches one person alone, where that turn is for one. */
  narrow(turn: Turn): void;
  /** The turn is over. */
  end(): void;
  /** Runs something in a fresh context. @returns false where the conversation cannot be reached */
  later(run: (context: TurnContext) => Promise<void>): Promise<boolean>;
}

/** Makes the stand of a turn that begins. */
export function createStand(goTo: GoTo, context: TurnContext, turn: Turn): Stand {
  let isOver = false;
  let narrowest = turn;
  const later: Stand["later"] = (run) =>
    goTo(turn.tenantId, turn.conversationId, async (fresh) => {
      keepPrivate(fresh, narrowest);
      await run(fresh);
    });
  keepPrivate(context, turn);
  return {
    later,
    narrow: (next) => {
      if (next.isTargeted) narrowest = next;
      if (!isOver) keepPrivate(context, next);
    },
    end: () => {
      isOver = true;
    },
    reach: async <Value>(run: (context: TurnContext) => Promise<Value>): Promise<Value> => {
      if (!isOver) return run(context);
      const found: Value[] = [];
      await later(async (fresh) => {
        found.push(await run(fresh));
      });
      const [value] = found;
      if (value !== undefined) return value;
      throw new AppError("ERR_TURN_FAILED", "a conversation was out of reach after its turn");
    },
  };
}
