import { renderAttachment } from "./attachment.ts";
import type { Look, Press } from "./card.ts";
import { arrange, avatar, button, element } from "./element.ts";
import { createMenu, type MenuItem } from "./menu.ts";
import { toBubble } from "./message-text.ts";
import type { Bot, Conversation, Message } from "./model.ts";
import type { Notice } from "./pressed.ts";

export interface LogModel {
  readonly conversation: Conversation;
  readonly messages: readonly Message[];
  readonly bot: Bot;
  /** Id of who looks. */
  readonly self: string;
  readonly locale: string;
  readonly look: Look;
  /** Whether files that the bot offers are shown. */
  readonly takesFiles: boolean;
}

export interface LogDeeds {
  press(message: Message, press: Press): void;
  say(text: string): void;
  reply(root: Message): void;
  /** What a message's menu offers; without an item there is no menu. */
  listItems(message: Message): readonly MenuItem[];
  /** The button of a line under a message. */
  goOn(message: Message, step: NonNullable<Notice["step"]>): void;
}

/** What stays of a message between two looks, so that half-filled cards are not drawn anew. */
interface Kept {
  readonly article: HTMLElement;
  readonly content: HTMLElement;
  readonly notice: HTMLElement;
  readonly suggestions: HTMLElement;
  readonly tools: HTMLElement;
  /** As the last look found it; the menu asks about that. */
  message: Message;
  key: string;
}

/** The messages of one conversation. */
export interface MessageLog {
  show(model: LogModel): void;
  /** A line under a message that says what a press on it led to; an empty text takes it away. */
  note(message: Message, notice: Notice): void;
  /** Brings a message into sight and the keyboard to it; false where it is not. */
  jumpTo(messageId: string): boolean;
  /** Shows that a press is on its way. */
  setBusy(messageId: string, isBusy: boolean): void;
}

export function createMessageLog(log: HTMLElement, deeds: LogDeeds): MessageLog {
  const kept = new Map<string, Kept>();
  const posts = new Map<string, HTMLElement>();
  // The arrow keys scroll it, so the keyboard has to get there.
  log.tabIndex = 0;
  return {
    show: (model) => {
      const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
      const count = log.querySelectorAll("article").length;
      forgetOthers(kept, model);
      const articles = model.messages.map((message) => draw(kept, message, model, deeds));
      arrange(log, toRows(articles, posts, model, deeds));
      if (isAtEnd || model.messages.length !== count) showLatest(log, articles);
    },
    note: (message, { text, kind, step }) => {
      const notice = kept.get(message.id)?.notice;
      if (!notice) return;
      notice.textContent = text;
      notice.dataset.kind = kind;
      if (step)
        notice.append(
          " ",
          toStep(step, () => deeds.goOn(message, step)),
        );
      if (text !== "") notice.scrollIntoView({ block: "nearest" });
    },
    jumpTo: (messageId) => {
      const found = kept.get(messageId);
      if (!found) return false;
      for (const one of kept.values()) one.article.classList.toggle("found", one === found);
      found.content.focus({ preventScroll: true });
      found.article.scrollIntoView({ block: "start" });
      return true;
    },
    setBusy: (messageId, isBusy) => {
      kept.get(messageId)?.content.setAttribute("aria-busy", String(isBusy));
    },
  };
}

function toStep({ title }: NonNullable<Notice["step"]>, press: () => void): HTMLElement {
  return button(title, { class: "panel-button" }, press);
}

/** The end of the talk, or the top of the last message where that is taller than the pane. */
function showLatest(log: HTMLElement, articles: readonly HTMLElement[]): void {
  log.scrollTop = log.scrollHeight;
  const last = articles.at(-1);
  if (last && last.offsetHeight > log.clientHeight) last.scrollIntoView({ block: "start" });
}

function forgetOthers(kept: Map<string, Kept>, { messages }: LogModel): void {
  const ids = new Set(messages.map((message) => message.id));
  for (const id of kept.keys()) if (!ids.has(id)) kept.delete(id);
}

function draw(
  kept: Map<string, Kept>,
  message: Message,
  model: LogModel,
  deeds: LogDeeds,
): HTMLElement {
  const known = kept.get(message.id) ?? createKept(message, model, deeds);
  kept.set(message.id, known);
  known.message = message;
  known.tools.hidden = deeds.listItems(message).length === 0;
  suggest(known.suggestions, message, model, deeds);
  const { revision, isEdited } = message;
  const key = JSON.stringify([revision, isEdited, model.look, model.self, model.takesFiles]);
  if (known.key === key) return known.article;
  const hadFocus = known.content.contains(document.activeElement);
  known.key = key;
  known.article.setAttribute("aria-label", toLabel(message, model));
  known.content.replaceChildren(...toContent(message, model, deeds));
  if (message.revision > 1) known.notice.textContent = "";
  // The pressed button is gone with the old card; keep the keyboard where it was.
  if (hadFocus) {
    known.content.focus({ preventScroll: true });
    showTop(known.article);
  }
  return known.article;
}

/** The new card is read from its top, wherever in the old one the button stood. */
function showTop(article: HTMLElement): void {
  const log = article.closest("[role=log]");
  if (!log) return;
  const isAbove = article.getBoundingClientRect().top < log.getBoundingClientRect().top;
  if (isAbove) article.scrollIntoView({ block: "start" });
}

function createKept(message: Message, model: LogModel, deeds: LogDeeds): Kept {
  const content = element("div", { class: "content", tabindex: "-1" });
  const notice = element("p", { class: "notice", role: "status" });
  const suggestions = element("div", { class: "suggestions" });
  const isOwn = message.from.id === model.self;
  const side = isOwn && model.conversation.type !== "channel" ? "own" : message.from.kind;
  const label = `More, message of ${toLabel(message, model)}`;
  const tools: HTMLElement = createMenu(label, () => deeds.listItems(made.message));
  const article = element(
    "article",
    { class: `message ${side}` },
    avatar(message.from.name, message.from.kind),
    element("div", { class: "message-main" }, tools, content, notice, suggestions),
  );
  const made: Kept = { article, content, notice, suggestions, tools, message, key: "" };
  return made;
}

function toLabel(message: Message, { locale }: LogModel): string {
  return `${message.from.name}, ${toTime(message, locale)}`;
}

function toTime({ sentAt }: Message, locale: string): string {
  return new Date(sentAt).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });
}

function toContent(message: Message, model: LogModel, deeds: LogDeeds): readonly HTMLElement[] {
  const parts = [toByline(message, model)];
  if (message.isWithdrawn) return [...parts, toGone()];
  const { text, attachments = [], fileAnswer } = message;
  const isPersonal = model.conversation.type === "personal";
  const takesFiles = isPersonal && model.takesFiles;
  if (text) parts.push(toBubble(message, text, model.bot));
  for (const attachment of attachments) {
    const look = { ...model.look, takesFiles, fileAnswer };
    parts.push(renderAttachment(attachment, look, (press) => deeds.press(message, press)));
  }
  return parts;
}

function toGone(): HTMLElement {
  return element("p", { class: "gone" }, "This message has been deleted.");
}

function toByline(message: Message, { locale, bot, self }: LogModel): HTMLElement {
  const { from, isEdited, isPrivate, isWithdrawn, sentAt } = message;
  const time = element("time", { datetime: sentAt }, toTime(message, locale));
  const line = element("p", { class: "byline" });
  line.append(element("span", { class: "byline-name" }, from.name));
  if (from.kind === "bot") line.append(element("span", { class: "tag" }, "App"));
  line.append(time);
  if (isEdited && !isWithdrawn) line.append(element("span", {}, "Edited"));
  if (isPrivate) line.append(toPrivateMark(from.id === self ? `you and ${bot.name}` : "you"));
  return line;
}

/** https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages */
function toPrivateMark(who: string): HTMLElement {
  return element("span", { class: "private-mark" }, `Only ${who} can see this`);
}

/** Teams offers suggested actions under the last message only. */
function suggest(row: HTMLElement, message: Message, model: LogModel, deeds: LogDeeds): void {
  const isLast = model.messages.at(-1) === message;
  const actions = isLast ? (message.suggestedActions?.actions ?? []) : [];
  if (row.childElementCount === actions.length) return;
  const buttons = actions.map(({ title, value }) =>
    button(title, { class: "suggestion" }, () => deeds.say(String(value))),
  );
  row.replaceChildren(...buttons);
}

function toRows(
  articles: readonly HTMLElement[],
  posts: Map<string, HTMLElement>,
  model: LogModel,
  deeds: LogDeeds,
): readonly HTMLElement[] {
  if (articles.length === 0) return [toEmpty(model)];
  if (model.conversation.type !== "channel") return articles;
  const roots = new Set(model.messages.map((message) => message.threadId ?? message.id));
  return [...roots].map((root) => {
    const members = articles.filter(
      (_, index) => (model.messages[index]?.threadId ?? model.messages[index]?.id) === root,
    );
    return toPost(root, members, { posts, model, deeds });
  });
}

interface PostParts {
  readonly posts: Map<string, HTMLElement>;
  readonly model: LogModel;
  readonly deeds: LogDeeds;
}

/** A post of a channel with its replies. */
function toPost(root: string, articles: readonly HTMLElement[], parts: PostParts): HTMLElement {
  const post = parts.posts.get(root) ?? element("section", { class: "post", "aria-label": "Post" });
  parts.posts.set(root, post);
  const known = post.querySelector<HTMLElement>(":scope > .reply");
  const first = parts.model.messages.find((message) => (message.threadId ?? message.id) === root);
  // Teams has no replies to what is for one person.
  if (first?.isPrivate) {
    arrange(post, articles);
    return post;
  }
  const reply =
    known ??
    button("Reply", { class: "reply link-button" }, () => {
      if (first) parts.deeds.reply(first);
    });
  arrange(post, [...articles, reply]);
  return post;
}

function toEmpty({ conversation, bot }: LogModel): HTMLElement {
  const hint = toHint(conversation, bot.name);
  return element(
    "div",
    { class: "empty" },
    avatar(bot.name, "bot"),
    element("p", { class: "empty-title" }, "This is the start of the conversation"),
    element("p", {}, hint),
  );
}

function toHint({ type, hasBot }: Conversation, name: string): string {
  if (type === "personal") return `Say something to ${name}, for example "help".`;
  if (hasBot) return `Nobody has written yet. Mention @${name} to call it.`;
  return `${name} is not in this conversation. Its message extension works here too.`;
}
