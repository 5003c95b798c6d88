import { part } from "./element.ts";
import type { Bot, Conversation, Message } from "./model.ts";

/** The box that messages are written in. */
export interface Compose {
  /** Readies the box for a conversation and forgets what it replied to. */
  open(conversation: Conversation, bot: Bot): void;
  replyTo(root: Message): void;
  /** Puts a text into the box, for the person to send. */
  draft(text: string): void;
  focus(): void;
  /** Says why a message was not sent; empty takes that away. */
  tell(problem: string): void;
}

/** Hands a text over; resolves to false when it could not be sent and belongs back into the box. */
export type Send = (text: string, threadId: string | undefined) => Promise<boolean>;

export function createCompose(send: Send): Compose {
  const text = part("textarea", "compose-text");
  let threadId: string | undefined;
  let botName = "";
  const setThread = (root: Message | undefined) => {
    threadId = root?.threadId ?? root?.id;
    part("p", "compose-note").hidden = !root;
    part("span", "compose-target").textContent = root ? `Replying to ${root.from.name}` : "";
  };
  const submit = async () => {
    const said = text.value.trim();
    if (said === "") return;
    setText(text, "");
    if (!(await send(said, threadId)) && text.value === "") setText(text, said);
  };
  listenToKeys(text, submit);
  part("form", "compose").addEventListener("submit", (event) => {
    event.preventDefault();
    void submit();
  });
  part("button", "mention").addEventListener("click", () => insert(text, `@${botName} `));
  part("button", "compose-cancel").addEventListener("click", () => setThread(undefined));
  return {
    open: (conversation, bot) => {
      botName = bot.name;
      setThread(undefined);
      label(text, conversation, bot);
    },
    replyTo: (root) => {
      setThread(root);
      text.focus();
    },
    draft: (draft) => setText(text, draft),
    focus: () => text.focus(),
    tell: (problem) => {
      const line = part("p", "compose-problem");
      line.hidden = problem === "";
      line.textContent = problem;
    },
  };
}

function label(text: HTMLTextAreaElement, { type }: Conversation, bot: Bot): void {
  const mention = part("button", "mention");
  mention.hidden = type === "personal";
  mention.setAttribute("aria-label", `Mention ${bot.name}`);
  mention.title = `Mention ${bot.name}`;
  text.placeholder = type === "channel" ? "Start a post" : "Type a message";
  text.setAttribute("aria-label", text.placeholder);
}

/** Enter sends, Shift+Enter starts a line; not while a character is still being composed. */
function listenToKeys(text: HTMLTextAreaElement, submit: () => Promise<void>): void {
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void submit();
  });
  text.addEventListener("input", () => grow(text));
}

function setText(text: HTMLTextAreaElement, value: string): void {
  text.value = value;
  grow(text);
}

function insert(text: HTMLTextAreaElement, value: string): void {
  text.setRangeText(value, text.selectionStart, text.selectionEnd, "end");
  grow(text);
  text.focus();
}

/** As high as its lines, up to six. */
function grow(text: HTMLTextAreaElement): void {
  text.rows = Math.min(6, text.value.split("\n").length);
}
