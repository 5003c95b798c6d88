import { act } from "./api.ts";
import type { Draft } from "./drafts.ts";
import { avatar, part } from "./element.ts";
import {
  type ExtensionAnswer,
  type FoundCard,
  type GivenCard,
  readExtensionAnswer,
} from "./extension-answer.ts";
import {
  type Extension,
  type ExtensionCommand,
  listActions,
  toQueryValue,
} from "./extension-model.ts";
import { createExtensionPanel } from "./extension-panel.ts";
import { toContext, toHostTheme, type Viewer } from "./host-context.ts";
import type { Bot, Message, Outcome } from "./model.ts";
import { openSignInWindow } from "./sign-in-window.ts";
import type { TaskDeeds, TaskDialog } from "./task-dialog.ts";
import { askExtension, type ExtensionCall, readExtension } from "./teams-calls.ts";

export interface ExtensionDeeds {
  readonly bot: Bot;
  readonly dialog: TaskDialog;
  /** Who looks, and at which conversation. */
  readSeat(): Viewer & { readonly conversation: string };
  attach(draft: Draft): void;
  note(text: string): void;
  openLink(url: string): void;
}

/** The app's message extension in this client. */
export interface MessageExtension {
  /** Reads what it offers to the person who is there. */
  load(): Promise<void>;
  readDomains(): readonly string[];
  close(): void;
  /** Actions that a message's menu offers. */
  listMessageActions(): readonly ExtensionCommand[];
  runOn(message: Message, command: ExtensionCommand): void;
  /** Opens the dialog that a button of a card asks for. */
  openFromCard(message: Message, data: unknown): void;
}

/** Teams' clients give up then. https://learn.microsoft.com/microsoftteams/platform/messaging-extensions */
const patience = 5000;

export function createExtension(deeds: ExtensionDeeds): MessageExtension {
  const { bot, dialog } = deeds;
  let extension: Extension = { commands: [], domains: [] };
  const opener = part("button", "extension-open");
  opener.append(avatar(bot.name, "bot"), bot.name);
  // Without what it offers there is nothing to open.
  opener.disabled = true;
  opener.setAttribute("aria-label", `${bot.name}, message extension`);
  const toggle = (isOpen: boolean) => {
    opener.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) panel.show(extension);
    else panel.hide();
  };
  const leave = () => {
    toggle(false);
    opener.focus();
  };
  const calls = createCalls(deeds);
  const insert = (card: GivenCard) => {
    toggle(false);
    deeds.attach({ kind: "card", card, title: `Card of ${bot.name}` });
  };
  const openDialog = (task: Pick<TaskDeeds, "title" | "fetch" | "submit">, isSent = true) => {
    const { openLink } = deeds;
    const put = isSent ? insert : () => {};
    void dialog.open({ ...task, insert: put, openLink, signIn: calls.signIn });
  };
  const run = (command: ExtensionCommand, place: "compose" | "message", messageId?: string) => {
    const base = { commandId: command.id, commandContext: place, context: calls.toTheme() };
    const message = messageId === undefined ? {} : { messageId };
    const ask = (name: string, value: object) => calls.ask({ name, value, ...message });
    openDialog({
      title: command.title,
      fetch: () => ask("composeExtension/fetchTask", base),
      submit: (data) => ask("composeExtension/submitAction", { ...base, data }),
    });
  };
  const panel = createExtensionPanel(part("section", "extension"), bot.name, {
    query: (command, text, skip) => {
      const value = toQueryValue(command, text, skip);
      return calls.ask({ name: "composeExtension/query", value });
    },
    choose: async (found) => {
      const given = await chooseCard(found, calls.ask);
      if (given.kind === "card") insert(given.card);
      else deeds.note(given.text);
    },
    run: (command) => {
      leave();
      run(command, "compose");
    },
    signIn: async (url) => void (await calls.signIn(url)),
    leave,
  });
  opener.addEventListener("click", () => toggle(opener.getAttribute("aria-expanded") !== "true"));
  return {
    load: async () => {
      const { as } = calls.readSeat();
      const read = await readExtension(as);
      if (as !== calls.readSeat().as) return;
      extension = read;
      opener.disabled = false;
    },
    readDomains: () => extension.domains,
    close: () => toggle(false),
    listMessageActions: () => listActions(extension, "message"),
    runOn: (message, command) => run(command, "message", message.id),
    openFromCard: ({ id }, data) => {
      const ask = (name: string, value: object) => calls.invoke(id, name, value);
      const context = calls.toTheme();
      const fetch = () => ask("task/fetch", { data, context });
      const submit = (sent: unknown) => ask("task/submit", { data: sent, context });
      openDialog({ title: bot.name, fetch, submit }, false);
    },
  };
}

type Ask = (call: ExtensionCall) => Promise<ExtensionAnswer>;

/** What a chosen result becomes: its own card, or the one that the app gives for it. */
async function chooseCard(
  { card, select }: FoundCard,
  ask: Ask,
): Promise<{ kind: "card"; card: GivenCard } | { kind: "none"; text: string }> {
  if (!select) return card ? { kind: "card", card } : { kind: "none", text: "There is no card." };
  const answer = await ask({ name: "composeExtension/selectItem", value: select });
  const given = answer.kind === "cards" ? answer.cards[0]?.card : undefined;
  if (given) return { kind: "card", card: given };
  const reason = answer.kind === "problem" || answer.kind === "message" ? answer.text : "";
  return { kind: "none", text: `The app gave no card. ${reason}`.trim() };
}

/** Brings what is asked to the bot, for who sits there now. */
function createCalls({ readSeat, note }: ExtensionDeeds) {
  let code = "";
  const toSeat = () => {
    const { person, conversation } = readSeat();
    return { as: person.alias, conversation };
  };
  const read = async (answer: Promise<Outcome>): Promise<ExtensionAnswer> => {
    const start = performance.now();
    const outcome = await answer;
    const took = performance.now() - start;
    const seconds = (took / 1000).toFixed(1);
    if (took > patience) note(`The app took ${seconds} s. Teams gives up after 5 s.`);
    return readExtensionAnswer(outcome);
  };
  return {
    readSeat: toSeat,
    toTheme: () => ({ theme: toHostTheme(readSeat().theme) }),
    ask: (call: ExtensionCall) => {
      const state = code === "" ? {} : { state: code };
      code = "";
      return read(askExtension(toSeat(), { ...call, value: { ...call.value, ...state } }));
    },
    invoke: (replyToId: string, name: string, value: object) => {
      const { as, conversation } = toSeat();
      return read(act(conversation, as, { type: "invoke", name, value, replyToId }));
    },
    /** The code of the page goes along with what is asked next. */
    signIn: async (url: string): Promise<boolean> => {
      const end = await openSignInWindow({ url }, () => toContext(readSeat(), "authentication"));
      if (end.kind === "text") code = end.text;
      return end.kind === "text";
    },
  };
}
