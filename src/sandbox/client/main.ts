import * as api from "./api.ts";
import { createAppTabs } from "./app-tabs.ts";
import type { Press } from "./card.ts";
import { createCompose } from "./compose.ts";
import { part } from "./element.ts";
import { pageTitles, type Viewer } from "./host-context.ts";
import { createMessageLog, type MessageLog } from "./messages.ts";
import type { Bot, Conversation, Message, Person } from "./model.ts";
import { createPanels } from "./panels.ts";
import { carryOut, type Notice } from "./pressed.ts";
import { renderHead, renderRail, toTitle } from "./rail.ts";
import { createSilentSignIns } from "./silent-sign-ins.ts";
import { formatViewState, parseViewState, type ViewState } from "./view-state.ts";
import { createWays } from "./ways.ts";

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
const [people, bot, { tenant }] = await Promise.all([
  api.readPeople(),
  api.readBot(),
  api.readTenant(),
]);
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
/** The box is to be written in once the chat is open. */
let isComposeWanted = false;
const compose = createCompose(say);
const ways = createWays({
  bot,
  readAlias: () => page.state.as,
  openPage: (tab, sub) => go({ conversation: findAppChat()?.id ?? "", tab, sub }),
  openChat: (text) => {
    compose.draft(text);
    compose.focus();
    const before = location.hash;
    go({ conversation: findAppChat()?.id ?? "", tab: "", sub: "" });
    isComposeWanted = location.hash !== before;
  },
  tell: (title, text) => tabs.tell(title, text),
});
const tabs = createAppTabs({ ...ways, choose: (tab) => go({ tab, sub: "" }) });
const log: MessageLog = createMessageLog(part("div", "log"), {
  press: (message, press) => void pressCard(message, press),
  say: (text) => void say(text, undefined),
  reply: (root) => compose.replyTo(root),
  goOn: (message, step) => void carry(message, step.go),
});
const silent = createSilentSignIns({
  getToken: (as) => api.readToken(as),
  invoke: ({ conversation, as }, { id }, asked) =>
    api.act(conversation.id, as, { type: "invoke", replyToId: id, ...asked }),
  keep: api.keepSignIn,
  changed: () => void refresh(),
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
  const isListWanted = isNarrow() && page.state.tab === "";
  const selected = known ?? (isListWanted ? undefined : page.conversations[0]);
  page.state = { ...page.state, as: person.alias, conversation: selected?.id ?? "" };
  if (selected?.type !== "personal") page.state = { ...page.state, tab: "", sub: "" };
  history.replaceState(null, "", formatViewState(page.state));
  page.unread.delete(page.state.conversation);
  if (before.as !== page.state.as) page.unread.clear();
  dress();
  panels.show(page.state.panel);
  drawRail();
  const seat = formatSeat(page.state);
  const isNew = seat !== page.seat;
  page.seat = seat;
  showTabs(selected);
  if (selected && isNew) await openConversation(selected);
  else await refresh();
  if (isComposeWanted) compose.focus();
  isComposeWanted = false;
}

/** The head of the app's chat with its pages, and the one that is open. */
function showTabs(conversation: Conversation | undefined): void {
  const { tab, sub } = page.state;
  const isAppChat = conversation?.type === "personal";
  tabs.show(isAppChat ? { ...toViewer(), bot, page: tab, subPage: sub } : undefined);
  const title = conversation ? `${toTitle(conversation, bot)} - Sandbox` : "Sandbox";
  document.title = tab === "" ? title : `${pageTitles[tab]} - ${title}`;
}

function findAppChat(): Conversation | undefined {
  return page.conversations.find(({ type }) => type === "personal");
}

function toViewer(): Viewer {
  return { person: findPerson(), tenantId: tenant.id, theme: page.state.theme };
}

function formatSeat({ as, conversation }: ViewState): string {
  return `${as} ${conversation}`;
}

async function openConversation(conversation: Conversation): Promise<void> {
  part("div", "head").replaceChildren(...renderHead(conversation, bot));
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
      open: ({ id }) => {
        const change = { conversation: id, tab: "", sub: "" } as const;
        go(covered.matches ? { ...change, panel: "" } : change);
      },
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
  const shown = silent.pass(messages, { conversation: open, as });
  log.show({ conversation: open, messages: shown, bot, self: id, locale, look });
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

async function pressCard(message: Message, press: Press): Promise<void> {
  // Teams' clients follow links into Teams themselves.
  if (press.kind === "open" && ways.isOfTeams(press.url)) return void ways.openLink(press.url);
  const { conversation } = page.state;
  await carry(message, () => carryOut(press, message, { ...toViewer(), conversation }));
}

/** Shows that something is on its way, and then what it led to. */
async function carry(message: Message, deed: () => Promise<Notice>): Promise<void> {
  log.note(message, { text: "", kind: "info" });
  log.setBusy(message.id, true);
  const notice = await deed();
  await refresh();
  log.setBusy(message.id, false);
  log.note(message, notice);
}

function listenToTools(): void {
  const theme = part("select", "theme");
  theme.addEventListener("change", () => go({ theme: theme.value as ViewState["theme"] }));
  part("button", "phone").addEventListener("click", () =>
    go({ width: page.state.width === "phone" ? "desktop" : "phone" }),
  );
  part("button", "back").addEventListener("click", () =>
    go({ conversation: "", tab: "", sub: "" }),
  );
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
