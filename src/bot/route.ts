import type { z } from "zod";
import type { Standing, Who } from "../core/access/index.ts";
import { AppError } from "../core/errors.ts";
import type { ScopeId } from "../core/scope/index.ts";
import type { ActionId, Question } from "../core/understanding/index.ts";
import type { World } from "../core/view/index.ts";
import type { ApprovalsFlow, Approvers } from "../flows/approvals/index.ts";
import type {
  Apps,
  Consents,
  Pendings,
  Recalls,
  Results,
  SettingsKeeper,
  Shares,
  SignIns,
} from "../flows/index.ts";
import type { Watches } from "../flows/watches/index.ts";
import type {
  Audiences,
  Clock,
  Courier,
  Files,
  Ids,
  Log,
  Person,
  PersonTokens,
  Recall,
  RoleHolders,
  ScopedToken,
  Seal,
  VerifyToken,
  Workplace,
} from "../ports/index.ts";
import type { KeptAnswers } from "./kept-answers.ts";
import type { References } from "./references.ts";
import type { Reply } from "./reply.ts";
import type { Turn } from "./turn.ts";

export interface Route {
  /** What would be done there by a sentence typed in passing; the tab leads to the chat for it. @default false */
  readonly isChatOnly?: boolean;
  /**
   * `member` without a scope keeps guests out, which Teams tells; roles need a token of the person, because
   * chat activities carry none.
   */
  readonly who: Who;
  /** The scope whose token the route needs, or none. */
  readonly scope: ScopeId | null;
}

/** What came of asking whether a turn may take a route. */
export type Entry =
  | {
      readonly kind: "open";
      /** The person's token of the route's scope, and their standing, where the route needs one. */
      readonly entered: Tools["entered"];
      /** Who that is, where a token had to say so. */
      readonly visitor: Tools["visitor"];
      /** What to say in place of the route's own reply: a call may have met an obstacle on the way. */
      readonly leave: () => Promise<Reply | undefined>;
    }
  | { readonly kind: "closed"; readonly reply: Reply };

/** What handlers work with. */
export interface Tools {
  readonly world: World;
  readonly answers: KeptAnswers;
  /** What the person said last, for the time of this turn. */
  readonly recall: Recall;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** The bot's own tenant and the domains that the operator says are verified there. */
  readonly home: { readonly tenantId: string; readonly domains: readonly string[] };
  /** Client id of Consentry's own app. */
  readonly ownAppId: string;
  /** Client id of Consentry's API, through which people sign in, and its application ID URI. */
  readonly api: { readonly clientId: string; readonly uri: string };
  readonly apps: Apps;
  /** The same with the rights of the person whose token that is. */
  readonly appsOf: (token: ScopedToken, standing: Standing) => Apps;
  readonly consents: Consents;
  readonly approvals: ApprovalsFlow;
  /** Who has roles of Entra ID, as Consentry itself may read it. */
  readonly roleHolders: Pick<RoleHolders, "list">;
  /** Who would be asked to decide on a request of that person, as Settings says now. */
  readonly findApprovers: (person: Person) => Promise<Approvers>;
  readonly results: Results;
  readonly shares: Shares;
  readonly watches: Watches;
  /** Teams and channels as the person sees them. */
  readonly workplace: Pick<Workplace, "listTeams" | "listChannels">;
  /** Id of the Teams app; null where it is not known. */
  readonly teamsAppId: string | null;
  readonly references: References;
  readonly courier: Courier;
  /** OneDrive of people who have agreed to a file. */
  readonly files: Files;
  readonly audiences: Audiences;
  readonly tokens: PersonTokens;
  readonly verifyToken: VerifyToken;
  readonly signIns: SignIns;
  readonly pendings: Pendings;
  readonly settings: SettingsKeeper;
  /** Forgets a person's sign-in, and the questions that wait for one. */
  readonly signOut: (person: Person) => Promise<void>;
  /** Forgets everything that is kept about a person. */
  readonly forget: (person: Person) => Promise<void>;
  /**
   * Whether this turn may take a route, and with what; else what to say instead.
   * @throws RestError when Teams does not answer who the person is
   */
  readonly enter: (route: Route) => Promise<Entry>;
  /** Goes on with a question that waited. */
  readonly goOn: (turn: Turn) => Promise<Reply>;
  /** The person's token of the route's scope, and their standing; there in each route that names one. */
  readonly entered: { readonly token: ScopedToken; readonly standing: Standing } | undefined;
  /** Who acts, as a verified token says; there in each route for people with a role, or with a scope. */
  readonly visitor: Visitor | undefined;
  /** The registry of commands, for what lists them or hands over to them. */
  readonly commands: readonly Command[];
}

/** The tools that are the same in each turn. */
export interface StandingTools
  extends Omit<Tools, "enter" | "goOn" | "entered" | "visitor" | "recall"> {
  /** What people said last, from one turn to the next. */
  readonly recalls: Recalls;
}

/** Somebody whose token was verified. */
export interface Visitor {
  readonly name: string;
  readonly standing: Standing;
}

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
  /** True where the card stays with the request that it shows, or gets a new one. */
  readonly keepsRequest?: boolean;
  /**
   * Reads what a card sent, before anybody is asked for anything. @returns what the verb does with it
   * @throws AppError ERR_ACTION_INPUT for what does not fit
   */
  read(turn: Turn): (tools: Tools) => Reply | Promise<Reply>;
}

interface ActionOptions<Input> extends Route {
  readonly verb: string;
  readonly input: z.ZodType<Input>;
  readonly keepsRequest?: boolean;
  run(turn: Turn, input: Input, tools: Tools): Reply | Promise<Reply>;
}

/** Makes an action whose handler sees only input that fits. */
export function defineAction<Input>(options: ActionOptions<Input>): Action {
  const { run, ...rest } = options;
  return {
    ...rest,
    read: (turn) => {
      const { success, data } = options.input.safeParse(turn.input);
      if (!success) throw new AppError("ERR_ACTION_INPUT", "a card sent input that does not fit");
      return (tools) => run(turn, data, tools);
    },
  };
}
