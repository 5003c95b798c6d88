import * as api from "./api.ts";
import { createCompose } from "./compose.ts";
import { part } from "./element.ts";
import { createMessageLog, type MessageLog } from "./messages.ts";
import type { Bot, Conversation, Message, Person } from "./model.ts";
import { createPanels } from "./panels.ts";
import { carryOut } from "./pressed.ts";
import { renderHead, renderRail, toTitle } from "./rail.ts";
import { formatViewState, parseViewState, type ViewState } from "./view-state.ts";

/** What the page knows of the sandbox. */
interface Page {
  state: ViewState;
  readonly people: readonly Person[];
  readonly bot: Bot;
  conversations: readonly Conversation[];
  messages: readonly Message[];
  readonly unread: Set<string>;
  /** Who looks at what; another value opens that conversation afresh. */
  seat: string;
}

const narrow = window.matchMedia("(max-width: 640px)");
/** Where a panel lies on the conversation, as panels.css says. */
const covered = window.matchMedia("(max-width: 1040px)");
const [people, bot] = await Promise.all([api.readPeople(), api.readBot()]);
const page: Page = {
  state: parseViewState(location.hash),
  people,
  bot,
  conversations: [],
  messages: [],
  unread: new Set(),
  seat: "",
};
let typingTimer = 0;
const compose = createCompose(say);
const log: MessageLog = createMessageLog(part("div", "log"), {
  press: (message, press) => void pressCard(message, press),
  say: (text) => void say(text, undefined),
  reply: (root) => compose.replyTo(root),
});
const panels = createPanels((panel) => go({ panel }));
listenToTools();
listenToSandbox();
window.addEventListener("hashchange", () => void open());
narrow.addEventListener("change", () => void open());
await open();

/** Shows what the address says. */
async function open(): Promise<void> {
  const before = page.state;
  page.state = parseViewState(location.hash);
  const person = findPerson();
  page.conversations = await api.readConversations(person.id);
  const known = page.conversations.find((one) => one.id === page.state.conversation);
  const selected = known ?? (isNarrow() ? undefined : page.conversations[0]);
  page.state = { ...page.state, as: person.alias, conversation: selected?.id ?? "" };
  history.replaceState(null, "", formatViewState(page.state));
  page.unread.delete(page.state.conversation);
  if (before.as !== page.state.as) page.unread.clear();
  dress();
  panels.show(page.state.panel);
  drawRail();
  const seat = formatSeat(page.state);
  const isNew = seat !== page.seat;
  page.seat = seat;
  if (selected && isNew) await openConversation(selected);
  else await refresh();
}

function formatSeat({ as, conversation }: ViewState): string {
  return `${as} ${conversation}`;
}

async function openConversation(conversation: Conversation): Promise<void> {
  part("div", "head").replaceChildren(...renderHead(conversation, bot));
  document.title = `${toTitle(conversation, bot)} - Sandbox`;
  compose.open(conversation, bot);
  compose.tell("");
  showTyping(false);
  await refresh();
}

function findPerson(): Person {
  const { as } = page.state;
  const person = people.find((one) => one.alias === as || one.id === as) ?? people[0];
  if (!person) throw new Error("the sandbox has no people");
  return person;
}

function isNarrow(): boolean {
  return page.state.width === "phone" || narrow.matches;
}

function go(change: Partial<ViewState>): void {
  location.hash = formatViewState({ ...page.state, ...change });
}

/** Sets theme and width on the document; the style sheet does the rest. */
function dress(): void {
  const { theme, width, conversation } = page.state;
  const { dataset } = document.documentElement;
  dataset.theme = theme;
  dataset.width = width;
  dataset.narrow = String(isNarrow());
  dataset.side = conversation === "" ? "rail" : "pane";
  part("select", "theme").value = theme;
  part("button", "phone").setAttribute("aria-pressed", String(width === "phone"));
}

function drawRail(): void {
  const { state, conversations, unread } = page;
  const model = { people, conversations, bot, as: state.as, selected: state.conversation, unread };
  const focused = document.activeElement?.closest(".entry, .persona")?.textContent;
  const rail = part("nav", "rail");
  rail.replaceChildren(
    ...renderRail(model, {
      bePerson: (person) => go({ as: person.alias, conversation: "" }),
      open: ({ id }) =>
        go(covered.matches ? { conversation: id, panel: "" } : { conversation: id }),
    }),
  );
  if (focused) refocus(rail, focused);
}

/** The rail is drawn anew; the keyboard stays on the same entry. */
function refocus(rail: HTMLElement, text: string): void {
  const found = [...rail.querySelectorAll<HTMLElement>(".entry, .persona")].find(
    (one) => one.textContent === text,
  );
  (found?.querySelector("input") ?? found)?.focus();
}

/** Reads the open conversation again. A later read that overtook this one wins. */
async function refresh(): Promise<void> {
  const { as, conversation } = page.state;
  const open = page.conversations.find((one) => one.id === conversation);
  if (!open) return;
  const messages = await api.readMessages(conversation, as);
  if (page.state.as !== as || page.state.conversation !== conversation) return;
  page.messages = messages;
  const { id, locale } = findPerson();
  const look = { theme: page.state.theme, isNarrow: isNarrow() };
  log.show({ conversation: open, messages, bot, self: id, locale, look });
}

async function say(text: string, threadId: string | undefined): Promise<boolean> {
  const { conversation, as } = page.state;
  const place = threadId === undefined ? conversation : `${conversation};messageid=${threadId}`;
  compose.tell("");
  const outcome = await api.act(place, as, { type: "message", text });
  if (outcome.kind === "done") return true;
  compose.tell(`Something went wrong. ${outcome.message}`);
  return page.messages.some((message) => message.text === text);
}

async function pressCard(message: Message, press: Parameters<typeof carryOut>[0]): Promise<void> {
  const { conversation, as } = page.state;
  log.note(message.id, "", "info");
  log.setBusy(message.id, true);
  const notice = await carryOut(press, message, { conversation, as });
  await refresh();
  log.setBusy(message.id, false);
  log.note(message.id, notice.text, notice.kind);
}

function listenToTools(): void {
  const theme = part("select", "theme");
  theme.addEventListener("change", () => go({ theme: theme.value as ViewState["theme"] }));
  part("button", "phone").addEventListener("click", () =>
    go({ width: page.state.width === "phone" ? "desktop" : "phone" }),
  );
  part("button", "back").addEventListener("click", () => go({ conversation: "" }));
  part("button", "reset").addEventListener("click", () => {
    api.reset().catch((error: unknown) => compose.tell(String(error)));
  });
}

function listenToSandbox(): void {
  api.listen({
    changed: (conversationId) => {
      panels.refresh();
      if (conversationId !== page.state.conversation) return markUnread(conversationId);
      showTyping(false);
      void refresh();
    },
    typing: (conversationId) => {
      if (conversationId === page.state.conversation) showTyping(true);
    },
    tenant: () => panels.refresh(),
    reset: () => {
      page.unread.clear();
      drawRail();
      panels.refresh();
      void refresh();
    },
    opened: () => {
      tellFault("");
      panels.refresh();
      void refresh();
    },
    lost: () => tellFault("The sandbox does not answer. This page tries again by itself."),
  });
}

function markUnread(conversationId: string): void {
  const isOwn = page.conversations.some((one) => one.id === conversationId);
  if (!isOwn || page.unread.has(conversationId)) return;
  page.unread.add(conversationId);
  drawRail();
}

function tellFault(text: string): void {
  const fault = part("p", "fault");
  fault.hidden = text === "";
  fault.textContent = text;
}

/** Teams shows typing until the next message, or for some seconds. */
function showTyping(isTyping: boolean): void {
  const typing = part("p", "typing");
  clearTimeout(typingTimer);
  typing.textContent = isTyping ? `${bot.name} is typing` : "";
  if (isTyping) typingTimer = window.setTimeout(() => showTyping(false), 10_000);
}
