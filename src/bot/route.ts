import type { z } from "zod";
import { AppError } from "../core/errors.ts";
import type { ActionId, Question } from "../core/understanding/index.ts";
import type { World } from "../core/view/index.ts";
import type { Apps, Consents } from "../flows/index.ts";
import type { Clock, Courier, Ids, Log, Recall, Seal } from "../ports.ts";
import type { KeptAnswers } from "./kept-answers.ts";
import type { References } from "./references.ts";
import type { Reply } from "./reply.ts";
import type { Turn } from "./turn.ts";

/**
 * Who may take a route. `member` keeps guests out, which Teams tells; chat activities carry no roles, so
 * everything above needs a token.
 */
type Who = "anyone" | "member" | "admin" | "approver" | "catalogue-manager";

/** The scope whose token a route needs, or none. */
type ScopeId =
  | "basic"
  | "home"
  | "catalog"
  | "settings"
  | "verification"
  | "service-account"
  | "application";

export interface Route {
  readonly who: Who;
  readonly scope: ScopeId | null;
}

/** What handlers work with. */
export interface Tools {
  readonly world: World;
  readonly answers: KeptAnswers;
  readonly recall: Recall;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** The bot's own tenant and the domains that the operator says are verified there. */
  readonly home: { readonly tenantId: string; readonly domains: readonly string[] };
  /** Client id of Consentry's own app. */
  readonly ownAppId: string;
  readonly apps: Apps;
  readonly consents: Consents;
  readonly references: References;
  readonly courier: Courier;
  /**
   * Whether who acts in this turn is one of the tenant's own people.
   * @throws RestError when Teams does not answer
   */
  readonly isMember: () => Promise<boolean>;
  /** The registry of commands, for what lists them or hands over to them. */
  readonly commands: readonly Command[];
}

/** The tools that are the same in each turn. */
export type StandingTools = Omit<Tools, "isMember">;

/** A typed word, or the button that does the same. */
export interface Command extends Route {
  /** What is typed, in English. */
  readonly name: string;
  /** How understanding names it; `action.<id>.does` is the key of its one-line description. */
  readonly action: ActionId;
  /** True when Teams offers it in its menu; what only describes itself so far stays out. */
  readonly isInMenu?: boolean;
  run(turn: Turn, question: Question, tools: Tools): Reply | Promise<Reply>;
}

/** A verb that cards send. */
export interface Action extends Route {
  readonly verb: string;
  /** Everything the verb takes; anything else is refused. */
  readonly input: z.ZodType;
  /** True where the card stays with the consent request that it shows, or gets a new one. */
  readonly keepsRequest?: boolean;
  run(turn: Turn, tools: Tools): Reply | Promise<Reply>;
}

interface ActionOptions<Input> extends Route {
  readonly verb: string;
  readonly input: z.ZodType<Input>;
  readonly keepsRequest?: boolean;
  run(turn: Turn, input: Input, tools: Tools): Reply | Promise<Reply>;
}

/** Makes an action whose handler sees only input that fits. */
export function defineAction<Input>(options: ActionOptions<Input>): Action {
  return {
    ...options,
    run: (turn, tools) => {
      const { success, data } = options.input.safeParse(turn.input);
      if (!success) throw new AppError("ERR_ACTION_INPUT", "a card sent input that does not fit");
      return options.run(turn, data, tools);
    },
  };
}
