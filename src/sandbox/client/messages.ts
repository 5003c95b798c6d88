import { isFullWidth, type Look, type Press, renderCard } from "./card.ts";
import { arrange, avatar, button, element } from "./element.ts";
import { toHtml } from "./markdown.ts";
import type { Attachment, Bot, Conversation, Message } from "./model.ts";
import type { Notice } from "./pressed.ts";
import { oauthCard, signInCard } from "./sign-in.ts";
import { renderSignInCard } from "./sign-in-card.ts";

export interface LogModel {
  readonly conversation: Conversation;
  readonly messages: readonly Message[];
  readonly bot: Bot;
  /** Id of who looks. */
  readonly self: string;
  readonly locale: string;
  readonly look: Look;
}

export interface LogDeeds {
  press(message: Message, press: Press): void;
  say(text: string): void;
  reply(root: Message): void;
  /** The button of a line under a message. */
  goOn(message: Message, step: NonNullable<Notice["step"]>): void;
}

/** What stays of a message between two looks, so that half-filled cards are not drawn anew. */
interface Kept {
  readonly article: HTMLElement;
  readonly content: HTMLElement;
  readonly notice: HTMLElement;
  readonly suggestions: HTMLElement;
  key: string;
}

/** The messages of one conversation. */
export interface MessageLog {
  show(model: LogModel): void;
  /** A line under a message that says what a press on it led to; an empty text takes it away. */
  note(message: Message, notice: Notice): void;
  /** Shows that a press is on its way. */
  setBusy(messageId: string, isBusy: boolean): void;
}

const adaptiveCard = "application/vnd.microsoft.card.adaptive";

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
  const known = kept.get(message.id) ?? createKept(message, model);
  kept.set(message.id, known);
  suggest(known.suggestions, message, model, deeds);
  const key = JSON.stringify([message.revision, message.isEdited, model.look, model.self]);
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

function createKept(message: Message, model: LogModel): Kept {
  const content = element("div", { class: "content", tabindex: "-1" });
  const notice = element("p", { class: "notice", role: "status" });
  const suggestions = element("div", { class: "suggestions" });
  const isOwn = message.from.id === model.self;
  const side = isOwn && model.conversation.type !== "channel" ? "own" : message.from.kind;
  const article = element(
    "article",
    { class: `message ${side}` },
    avatar(message.from.name, message.from.kind),
    element("div", { class: "message-main" }, content, notice, suggestions),
  );
  return { article, content, notice, suggestions, key: "" };
}

function toLabel(message: Message, { locale }: LogModel): string {
  return `${message.from.name}, ${toTime(message, locale)}`;
}

function toTime({ sentAt }: Message, locale: string): string {
  return new Date(sentAt).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });
}

function toContent(message: Message, model: LogModel, deeds: LogDeeds): readonly HTMLElement[] {
  const { text, attachments = [] } = message;
  const parts = [toByline(message, model)];
  if (text) parts.push(toBubble(message, text, model.bot));
  for (const attachment of attachments) parts.push(toAttachment(message, attachment, model, deeds));
  return parts;
}

function toByline(message: Message, { locale }: LogModel): HTMLElement {
  const time = element("time", { datetime: message.sentAt }, toTime(message, locale));
  const line = element("p", { class: "byline" });
  line.append(element("span", { class: "byline-name" }, message.from.name));
  if (message.from.kind === "bot") line.append(element("span", { class: "tag" }, "App"));
  line.append(time);
  if (message.isEdited) line.append(element("span", {}, "Edited"));
  return line;
}

function toBubble(message: Message, text: string, bot: Bot): HTMLElement {
  const bubble = element("div", { class: "bubble" });
  if (message.textFormat === "plain") bubble.append(...toPlain(text, bot));
  else bubble.innerHTML = toHtml(text);
  return bubble;
}

/** What a person typed: as it stands, with the mention of the bot made visible. */
function toPlain(text: string, { name }: Bot): readonly (Node | string)[] {
  const [before = "", ...after] = text.split(`@${name}`);
  if (after.length === 0) return [text];
  return [before, element("span", { class: "mention" }, name), after.join(`@${name}`)];
}

function toAttachment(
  message: Message,
  { contentType, content }: Attachment,
  { look }: LogModel,
  deeds: LogDeeds,
): HTMLElement {
  if (contentType === oauthCard || contentType === signInCard) {
    return renderSignInCard(content, (url) => deeds.press(message, { kind: "sign-in", url }));
  }
  if (contentType !== adaptiveCard) {
    return element("p", { class: "bubble" }, `The sandbox does not show ${contentType}.`);
  }
  const card = renderCard(content, look, (press) => deeds.press(message, press));
  const width = isFullWidth(content) ? "card full" : "card";
  return element("div", { class: width }, card ?? "This card cannot be drawn.");
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
  const reply =
    known ??
    button("Reply", { class: "reply link-button" }, () => {
      if (first) parts.deeds.reply(first);
    });
  arrange(post, [...articles, reply]);
  return post;
}

function toEmpty({ conversation, bot }: LogModel): HTMLElement {
  const hint =
    conversation.type === "personal"
      ? `Say something to ${bot.name}, for example "help".`
      : `Nobody has written yet. Mention @${bot.name} to call it.`;
  return element(
    "div",
    { class: "empty" },
    avatar(bot.name, "bot"),
    element("p", { class: "empty-title" }, "This is the start of the conversation"),
    element("p", {}, hint),
  );
}
