import type { Look } from "./card.ts";
import { createDrafts, type Draft } from "./drafts.ts";
import { part } from "./element.ts";
import { readExtensionAnswer } from "./extension-answer.ts";
import type { Bot, Conversation, Message, Outgoing, Unfurled } from "./model.ts";
import { createPrivacy } from "./privacy.ts";
import { createUnfurling } from "./unfurling.ts";

/** The box that messages are written in. */
export interface Compose {
  /**
   * Readies the box for somebody in a conversation. What was typed elsewhere stays there: it may be for other
   * readers.
   */
  open(seat: string, conversation: Conversation, bot: Bot): void;
  replyTo(root: Message): void;
  /** Puts a text into the box of that seat, for the person to send. */
  draft(seat: string, text: string): void;
  /** Puts a card into the box. */
  attach(draft: Draft): void;
  focus(): void;
  /** Says why a message was not sent; empty takes that away. */
  tell(problem: string): void;
  /** Says what has come into the box. */
  note(text: string): void;
}

export interface ComposeDeeds {
  /** Hands a message over; resolves to false when it could not be sent and belongs back into the box. */
  send(outgoing: Outgoing, threadId: string | undefined): Promise<boolean>;
  readLook(): Look;
  /** Whose links become cards. */
  readDomains(): readonly string[];
  unfurl(url: string): Promise<Unfurled>;
}

export function createCompose(deeds: ComposeDeeds): Compose {
  const text = part("textarea", "compose-text");
  /** Texts of seats that are not open. */
  const kept = new Map<string, string>();
  let open = "";
  let threadId: string | undefined;
  let botName = "";
  const note = (said: string) => {
    part("p", "compose-told").textContent = said;
  };
  const tell = (problem: string) => {
    const line = part("p", "compose-problem");
    line.hidden = problem === "";
    line.textContent = problem;
  };
  const drafts = createDrafts(part("div", "compose-drafts"), deeds.readLook, (kind) => {
    if (kind === "link") unfurling.dismiss();
    note("The card is removed.");
    text.focus();
  });
  const unfurling = createUnfurling({
    ...deeds,
    show: (_url, unfurled) => {
      const { draft, told } = readUnfurled(unfurled);
      if (draft) drafts.add(draft);
      note(told);
    },
    hide: () => drafts.removeLink(),
    fail: (error) => note(`The link has no preview. ${toReason(error)}`),
  });
  const privacy = createPrivacy();
  const setThread = (root: Message | undefined) => {
    threadId = root?.threadId ?? root?.id;
    part("p", "compose-note").hidden = !root;
    part("span", "compose-target").textContent = root ? `Replying to ${root.from.name}` : "";
  };
  const submit = async () => {
    const said = text.value.trim();
    const cards = drafts.list();
    if (said === "" && cards.length === 0) return;
    if (privacy.isOn() && cards.length > 0) return tell(privacy.cardProblem());
    if (privacy.isOn() && said === "") return;
    tell("");
    note("");
    setText(text, "");
    const outgoing: Outgoing = {
      ...(said !== "" && { text: said }),
      ...(cards.length > 0 && { attachments: cards }),
      ...(privacy.isOn() && { isPrivate: true }),
    };
    // The cards stay in sight until they are sent: they cannot be typed again.
    if (await deeds.send(outgoing, threadId)) {
      drafts.clear();
      unfurling.reset();
    } else if (text.value === "") setText(text, said);
  };
  listenToKeys(text, submit);
  listenToText(text, (isPasted) => {
    const rest = privacy.readSlash(text.value);
    if (rest !== undefined) setText(text, rest);
    void unfurling.look(text.value, isPasted);
  });
  part("form", "compose").addEventListener("submit", (event) => {
    event.preventDefault();
    void submit();
  });
  part("button", "mention").addEventListener("click", () => insert(text, `@${botName} `));
  part("button", "compose-cancel").addEventListener("click", () => setThread(undefined));
  return {
    open: (seat, conversation, bot) => {
      botName = bot.name;
      setThread(undefined);
      kept.set(open, text.value);
      open = seat;
      drafts.clear();
      unfurling.reset();
      setText(text, kept.get(seat) ?? "");
      note("");
      privacy.open(conversation, bot);
      label(text, conversation, bot);
    },
    replyTo: (root) => {
      setThread(root);
      text.focus();
    },
    draft: (seat, draft) => {
      if (seat === open) setText(text, draft);
      else kept.set(seat, draft);
    },
    attach: (draft) => {
      drafts.add(draft);
      note(`${draft.title} is in the box. Send posts it.`);
      text.focus();
    },
    focus: () => text.focus(),
    tell,
    note,
  };
}

/** What is shown of a link: its card, or why there is none. */
function readUnfurled(unfurled: Unfurled): { draft?: Draft; told: string } {
  if (unfurled.kind === "none") return { told: "" };
  const { invokeResponse } = unfurled;
  const answer = readExtensionAnswer({ kind: "done", ...(invokeResponse && { invokeResponse }) });
  if (answer.kind === "problem") return { told: `The link has no preview. ${answer.text}` };
  const card = answer.kind === "cards" ? answer.cards[0]?.card : undefined;
  if (!card) return { told: "The app has no card for the link." };
  const { version } = card.content as { readonly version?: unknown };
  const isNewer = Number.parseFloat(String(version)) > 1.3;
  const hint = isNewer ? ` Teams shows cards of links up to schema 1.3; this is ${version}.` : "";
  const title = unfurled.isAnonymous
    ? "Preview of the link, without the app"
    : "Preview of the link";
  return { draft: { kind: "link", card, title }, told: `The link has a card.${hint}` };
}

function toReason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function label(text: HTMLTextAreaElement, { type, hasBot }: Conversation, bot: Bot): void {
  const mention = part("button", "mention");
  mention.hidden = type === "personal" || !hasBot;
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
}

function listenToText(text: HTMLTextAreaElement, changed: (isPasted: boolean) => void): void {
  text.addEventListener("input", (event) => {
    changed(event instanceof InputEvent && event.inputType === "insertFromPaste");
    grow(text);
  });
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
