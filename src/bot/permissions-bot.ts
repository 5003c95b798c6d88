import { type InvokeResponse, TeamsActivityHandler, type TurnContext } from "botbuilder";
import type { Texts } from "../core/view/index.ts";
import type { Log } from "../ports/index.ts";
import { answerInvoke, isKnownInvoke } from "./invokes.ts";
import { keepPrivate } from "./targeted.ts";
import { type Turn, toTurn } from "./turn.ts";

/** What happens with a turn once it is plain data. */
export interface TurnHandler {
  /** Answers a turn that was not delivered just now, such as one that has waited. */
  answer(context: TurnContext, turn: Turn): Promise<InvokeResponse | undefined>;
  /** @returns the answer to an Action.Execute */
  handle(context: TurnContext, turn: Turn): Promise<InvokeResponse | undefined>;
}

export interface PermissionsBotOptions {
  readonly handler: TurnHandler;
  /** Answers the invokes by which clients sign a person in; undefined for any other. */
  readonly signIn: (context: TurnContext, turn: Turn) => Promise<InvokeResponse | undefined>;
  readonly texts: (language: Turn["language"]) => Texts;
  readonly log: Log;
}

/** Maps the SDK's hooks to turns. What Teams sends and we do not know is ignored, and logged once. */
export class PermissionsBot extends TeamsActivityHandler {
  readonly #options: PermissionsBotOptions;
  readonly #ignored = new Set<string>();

  constructor(options: PermissionsBotOptions) {
    super();
    this.#options = options;
  }

  protected override async onTurnActivity(context: TurnContext): Promise<void> {
    switch (context.activity.type) {
      case "message":
      case "conversationUpdate":
      case "installationUpdate":
        await this.#handle(context);
        return;
      case "invoke":
        await super.onTurnActivity(context);
        return;
      default:
        this.#noteIgnored("activity", context.activity.type);
    }
  }

  protected override async onInvokeActivity(context: TurnContext): Promise<InvokeResponse> {
    const { activity } = context;
    const turn = toTurn(activity);
    keepPrivate(context, turn);
    const { handler, signIn } = this.#options;
    const answered = (await signIn(context, turn)) ?? (await handler.handle(context, turn));
    if (answered) return answered;
    if (!isKnownInvoke(activity.name)) this.#noteIgnored("invoke", activity.name ?? "");
    return answerInvoke(activity, this.#options.texts(turn.language));
  }

  #handle(context: TurnContext): Promise<InvokeResponse | undefined> {
    return this.#options.handler.handle(context, toTurn(context.activity));
  }

  #noteIgnored(kind: string, name: string): void {
    const key = `${kind} ${name.slice(0, 100)}`;
    // Names come from outside: a hundred of them are enough to learn from.
    if (this.#ignored.has(key) || this.#ignored.size >= 100) return;
    this.#ignored.add(key);
    this.#options.log.info("something unknown was ignored", { kind, name: name.slice(0, 100) });
  }
}
