import * as api from "./api.ts";
import { createAppTabs } from "./app-tabs.ts";
import type { Press } from "./card.ts";
import { createCompose } from "./compose.ts";
import { part } from "./element.ts";
import { createExtension } from "./extension.ts";
import { follow, listenToLinks } from "./follow.ts";
import { pageTitles, type Viewer } from "./host-context.ts";
import { listMessageItems } from "./message-items.ts";
import { createMessageLog, type MessageLog } from "./messages.ts";
import type { Conversation, Message, Outgoing, Person } from "./model.ts";
import { createPage } from "./page.ts";
import { createPanels } from "./panels.ts";
import { carryOut, type Notice } from "./pressed.ts";
import { drawRail, renderHead, toTitle } from "./rail.ts";
import { createSilentSignIns } from "./silent-sign-ins.ts";
import { createTaskDialog } from "./task-dialog.ts";
import { readTeamsSwitches, unfurl } from "./teams-calls.ts";
import { dress, listenToTools, tellFault } from "./tools.ts";
import { createTyping } from "./typing.ts";
import { formatViewState, parseViewState, type ViewState } from "./view-state.ts";
import { createWays } from "./ways.ts";

const narrow = window.matchMedia("(max-width: 640px)");
/** Where a panel lies on the conversation, as panels.css says. */
const covered = window.matchMedia("(max-width: 1040px)");
const [people, bot, { tenant }] = await Promise.all([
  api.readPeople(),
  api.readBot(),
  api.readTenant(),
]);
const page = createPage(people, bot);
const typing = createTyping(bot.name);
/** The box is to be written in once the chat is open. */
let isComposeWanted = false;
const compose = createCompose({
  send: say,
  readLook: toLook,
  readDomains: () => extension.readDomains(),
  unfurl: (url) => unfurl(page.state, url),
});
const extension = createExtension({
  bot,
  dialog: createTaskDialog(toLook),
  readSeat: () => ({ ...toViewer(), conversation: page.state.conversation }),
  attach: (draft) => compose.attach(draft),
  note: (text) => compose.note(text),
  openLink: (url) => follow(url, ways, page.state.as),
});
const ways = createWays({
  bot,
  readAlias: () => page.state.as,
  openPage: (tab, sub) => go({ conversation: findAppChat()?.id ?? "", tab, sub }),
  openMessage: (conversation, message) => {
    const isOwn = page.conversations.some(({ id }) => id === conversation);
    if (isOwn) go({ conversation, message, tab: "", sub: "" });
    return isOwn;
  },
  openChat: (text) => {
    const conversation = findAppChat()?.id ?? "";
    compose.draft(formatSeat({ ...page.state, conversation }), text);
    compose.focus();
    const before = location.hash;
    go({ conversation, tab: "", sub: "" });
    isComposeWanted = location.hash !== before;
  },
  tell: (title, text) => tabs.tell(title, text),
});
const tabs = createAppTabs({ ...ways, choose: (tab) => go({ tab, sub: "" }) });
const log: MessageLog = createMessageLog(part("div", "log"), {
  press: (message, press) => void pressCard(message, press),
  say: (text) => void say({ text }, undefined),
  reply: (root) => compose.replyTo(root),
  listItems: (message) =>
    listMessageItems(message, {
      extension,
      readAlias: () => page.state.as,
      note: (one, notice) => log.note(one, notice),
    }),
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
listenToTools(
  () => page.state,
  go,
  (error) => compose.tell(String(error)),
);
listenToLinks(part("div", "log"), ways);
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
  if (before.as !== page.state.as || page.seat === "") await learnTeams();
  dress(page.state, isNarrow());
  panels.show(page.state.panel);
  showRail();
  const seat = formatSeat(page.state);
  const isNew = seat !== page.seat;
  page.seat = seat;
  showTabs(selected);
  if (selected && isNew) await openConversation(selected);
  else await refresh();
  jump();
  if (isComposeWanted) compose.focus();
  isComposeWanted = false;
}

/** What the app offers to who is there, and how Teams is. */
async function learnTeams(): Promise<void> {
  const [switches] = await Promise.all([readTeamsSwitches(), extension.load()]);
  page.takesFiles = switches.takesFiles;
}

/** Goes to the message that the address names, once: the same link may be followed again. */
function jump(): void {
  const { message } = page.state;
  if (message === "") return;
  page.state = { ...page.state, message: "" };
  history.replaceState(null, "", formatViewState(page.state));
  if (log.jumpTo(message)) return;
  tabs.tell("The message was not found", "It is not there any more, or it is not for you.");
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
  extension.close();
  compose.open(formatSeat(page.state), conversation, bot);
  compose.tell("");
  typing.hide();
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

function showRail(): void {
  const { state, conversations, unread } = page;
  const model = { people, conversations, bot, as: state.as, selected: state.conversation, unread };
  drawRail(part("nav", "rail"), model, {
    bePerson: (person) => go({ as: person.alias, conversation: "" }),
    open: ({ id }) => {
      const change = { conversation: id, tab: "", sub: "" } as const;
      go(covered.matches ? { ...change, panel: "" } : change);
    },
  });
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
  const shown = silent.pass(messages, { conversation: open, as });
  const { takesFiles } = page;
  const look = toLook();
  log.show({ conversation: open, messages: shown, bot, self: id, locale, look, takesFiles });
}

function toLook() {
  return { theme: page.state.theme, isNarrow: isNarrow() };
}

async function say(outgoing: Outgoing, threadId: string | undefined): Promise<boolean> {
  const { conversation, as } = page.state;
  const place = threadId === undefined ? conversation : `${conversation};messageid=${threadId}`;
  compose.tell("");
  const known = new Set(page.messages.map(({ id }) => id));
  const outcome = await api.act(place, as, { type: "message", ...outgoing });
  if (outcome.kind === "done") return true;
  compose.tell(`Something went wrong. ${outcome.message}`);
  // It stands there although the bot failed over it.
  await refresh();
  return page.messages.some(({ id, from }) => !known.has(id) && from.kind === "person");
}

async function pressCard(message: Message, press: Press): Promise<void> {
  // Teams' clients follow links into Teams themselves.
  if (press.kind === "open" && ways.isOfTeams(press.url)) {
    return follow(press.url, ways, page.state.as);
  }
  if (press.kind === "dialog") return extension.openFromCard(message, press.data);
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

function listenToSandbox(): void {
  const learn = async () => {
    panels.refresh();
    await learnTeams();
    await refresh();
  };
  api.listen({
    changed: (conversationId, personId) => {
      if (personId !== "" && personId !== findPerson().id) return;
      panels.refresh();
      if (conversationId !== page.state.conversation) return markUnread(conversationId);
      typing.hide();
      void refresh();
    },
    typing: (conversationId) => {
      if (conversationId === page.state.conversation) typing.show();
    },
    tenant: () => void learn(),
    reset: () => {
      page.unread.clear();
      showRail();
      void learn();
    },
    opened: () => {
      tellFault("");
      void learn();
    },
    lost: () => tellFault("The sandbox does not answer. This page tries again by itself."),
  });
}

function markUnread(conversationId: string): void {
  const isOwn = page.conversations.some((one) => one.id === conversationId);
  if (!isOwn || page.unread.has(conversationId)) return;
  page.unread.add(conversationId);
  showRail();
}
