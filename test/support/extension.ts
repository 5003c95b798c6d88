import type { BotStage } from "./bot.ts";
import type { CardNode } from "./talk.ts";

/** A preview, or the content that stands for one. */
export interface Line {
  readonly title: string;
  readonly subtitle: string;
  readonly text: string;
  readonly tap?: { readonly type: string; readonly value: Readonly<Record<string, string>> };
}

/** What goes into the compose box, or a line of a list. */
export interface Inserted {
  readonly contentType: string;
  readonly content: CardNode;
  readonly preview: { readonly contentType: string; readonly content: Line };
}

/** What an invoke of the message extension is answered with, in all of its forms. */
export interface Answered {
  readonly composeExtension?: {
    readonly type: "result" | "message";
    readonly text?: string;
    readonly attachmentLayout?: "list";
    readonly attachments?: readonly Inserted[];
  };
  readonly task?: {
    readonly type: "continue" | "message";
    readonly value: string | Dialog;
  };
}

/** A dialog as Teams opens it. */
export interface Dialog {
  readonly title: string;
  readonly width: string;
  readonly height: string;
  readonly card: { readonly contentType: string; readonly content: CardNode };
}

type Overrides = Readonly<Record<string, unknown>>;

/** Somebody who uses the message extension, where the bot is not a member. */
export interface ExtensionUser {
  query(text: string, options?: { skip?: number; count?: number }): Promise<Answered>;
  /** Opens the list, before anything is typed. */
  open(options?: { skip?: number; count?: number }): Promise<Answered>;
  select(value: object): Promise<Answered>;
  fetch(commandId: string, value?: object): Promise<Answered>;
  /** Opens the command of a message. */
  explain(content: string, contentType?: "html" | "text"): Promise<Answered>;
  submit(commandId: string, data: object): Promise<Answered>;
  invoke(name: string, value: object): Promise<Answered>;
}

/** @param overrides laid over each activity: somebody else, elsewhere, in another language */
export function useExtension(stage: BotStage, overrides: Overrides = {}): ExtensionUser {
  const invoke = async (name: string, value: object) => {
    const answered = await stage.deliver({ ...ELSEWHERE, ...overrides, name, value });
    if (answered.status !== 200) throw new Error(`${name} was answered with ${answered.status}`);
    return answered.body as Answered;
  };
  const ask = (parameters: object[], { skip = 0, count = 25 } = {}) =>
    invoke("composeExtension/query", {
      commandId: "search",
      parameters,
      queryOptions: { skip, count },
    });
  const fetch: ExtensionUser["fetch"] = (commandId, value = {}) =>
    invoke("composeExtension/fetchTask", {
      commandId,
      commandContext: commandId === "explain" ? "message" : "compose",
      context: { theme: "default" },
      ...value,
    });
  return {
    invoke,
    fetch,
    query: (text, options) => ask([{ name: "q", value: text }], options),
    open: (options) => ask([{ name: "initialRun", value: "true" }], options),
    select: (value) => invoke("composeExtension/selectItem", value),
    explain: (content, contentType = "html") =>
      fetch("explain", {
        messagePayload: { id: "1", messageType: "message", body: { contentType, content } },
      }),
    submit: (commandId, data) =>
      invoke("composeExtension/submitAction", {
        commandId,
        commandContext: "compose",
        botMessagePreviewAction: null,
        context: { theme: "default" },
        data,
      }),
  };
}

/** A group chat that the bot was never in; every request about it would be refused. */
const ELSEWHERE = {
  type: "invoke",
  text: undefined,
  conversation: {
    id: "19:elsewhere@thread.v2",
    conversationType: "groupChat",
    isGroup: true,
    tenantId: "7e9a9700-5a9d-4b0c-8000-000000000002",
  },
};

/** The lines of a list. */
export function linesOf({ composeExtension }: Answered): readonly Line[] {
  if (composeExtension?.type !== "result") throw new Error("there is no list");
  return (composeExtension.attachments ?? []).map(({ preview }) => preview.content);
}

/** The one card that is inserted. */
export function insertedOf({ composeExtension }: Answered): Inserted {
  const [only, ...others] = composeExtension?.attachments ?? [];
  if (!only || others.length > 0) throw new Error("there is not exactly one card to insert");
  return only;
}

/** The dialog that is shown. */
export function dialogOf({ task }: Answered): Dialog {
  if (task?.type !== "continue" || typeof task.value === "string")
    throw new Error(`there is no dialog in ${JSON.stringify(task)}`);
  return task.value;
}

/** What the button of that title in a dialog sends. */
export function dataOf(answered: Answered, title: string): CardNode {
  const buttons = listNodes(dialogOf(answered).card.content).filter(
    ({ type }) => type === "Action.Submit",
  );
  const found = buttons.find((button) => button.title === title);
  if (found) return found.data as CardNode;
  throw new Error(`no ${title}; there are: ${buttons.map((one) => one.title).join(", ")}`);
}

/** Every text of a dialog or a card, one a line. */
export function readCard(card: CardNode): string {
  return listNodes(card)
    .flatMap(({ text, title }) => [text, title])
    .filter((text) => typeof text === "string")
    .join("\n")
    .replaceAll(/\\(.)/g, "$1");
}

/** Every object within a card. */
export function listNodes(node: unknown): CardNode[] {
  if (Array.isArray(node)) return node.flatMap(listNodes);
  if (typeof node !== "object" || node === null) return [];
  return [node as CardNode, ...Object.values(node).flatMap(listNodes)];
}
