import * as api from "./api.ts";
import { button, element } from "./element.ts";
import { type Done, type HostDeeds, type PageState, type TextAnswer, toTabTable } from "./host.ts";
import { pageTitles, type TabSeat, toContext, toHostTheme, toTabContext } from "./host-context.ts";
import type { HostDialog } from "./host-dialog.ts";
import { listenTo } from "./host-listen.ts";
import { toNotice } from "./host-wire.ts";
import { openSignInWindow, toTextAnswer } from "./sign-in-window.ts";

/** The page of the app that is open. */
export interface TabFrame {
  /** Undefined takes the page away. */
  show(seat: TabSeat | undefined): void;
}

/** Where a page may lead to. */
export interface TabWays {
  openLink(link: string): Done;
  openPage(page: string, subPage: string): Done;
  /** A link to a page that others can open. */
  toLink(page: string, subPage: string): string;
  /** Takes the keyboard to the tabs, or past the page. */
  takeFocus(isForward: boolean): void;
}

/** A page with all that the host keeps for it. */
interface Opened {
  /** Another value opens another page. */
  readonly key: string;
  readonly frame: HTMLIFrameElement;
  readonly notices: Set<string>;
  seat: TabSeat;
  stop(): void;
}

export function createTabFrame(place: HTMLElement, ways: TabWays, dialog: HostDialog): TabFrame {
  let opened: Opened | undefined;
  const close = () => {
    opened?.stop();
    opened = undefined;
    place.replaceChildren();
  };
  return {
    show: (seat) => {
      if (!seat) return close();
      if (opened?.key === toKey(seat)) return turnTo(opened, seat);
      close();
      opened = openPage(place, seat, { ways, dialog });
    },
  };
}

/** Another person gets another page; another theme is told to the same one. */
function toKey({ person, page, subPage }: TabSeat): string {
  return JSON.stringify([person.id, page, subPage]);
}

function turnTo(opened: Opened, seat: TabSeat): void {
  const before = opened.seat.theme;
  opened.seat = seat;
  if (before === seat.theme || !opened.notices.has("themeChange")) return;
  const notice = toNotice("themeChange", [toHostTheme(seat.theme)]);
  opened.frame.contentWindow?.postMessage(notice, location.origin);
}

interface Means {
  readonly ways: TabWays;
  readonly dialog: HostDialog;
}

function openPage(place: HTMLElement, seat: TabSeat, means: Means): Opened {
  const status = element("p", { class: "tab-status", role: "status" }, "Loading…");
  const frame = toFrame(seat);
  const notices = new Set<string>();
  const show = (state: PageState) => tell(status, state, () => reload(frame, status));
  const opened: Opened = { key: toKey(seat), frame, notices, seat, stop: () => {} };
  const deeds = toDeeds(opened, means, show);
  opened.stop = listenTo({ find: () => frame.contentWindow, table: toTabTable(deeds) });
  // A page that says nothing to its host is shown as it is.
  frame.addEventListener("load", () => {
    if (!status.dataset.state) status.hidden = true;
  });
  place.replaceChildren(status, frame);
  return opened;
}

/** What Teams' web client lets a page do. */
const abilities = [
  "allow-scripts",
  "allow-same-origin",
  "allow-forms",
  "allow-modals",
  "allow-popups",
  "allow-popups-to-escape-sandbox",
  "allow-downloads",
].join(" ");

function toFrame({ page, bot, person }: TabSeat): HTMLIFrameElement {
  return element("iframe", {
    class: "tab-frame",
    "data-person": person.alias,
    title: `${pageTitles[page]} - ${bot.name}`,
    src: toAddress(page),
    sandbox: abilities,
    allow: "clipboard-write",
  });
}

/** `contentUrl` of the app's manifest, on this origin. */
function toAddress(page: string): string {
  return `${location.origin}/tab?page=${encodeURIComponent(page)}`;
}

function tell(status: HTMLElement, state: PageState, again: () => void): void {
  status.dataset.state = state.kind;
  status.hidden = state.kind !== "failed";
  if (state.kind !== "failed") return;
  const retry = button("Try again", { class: "panel-button" }, again);
  status.replaceChildren(`The page reports that it failed. ${state.reason} `, retry);
}

function reload(frame: HTMLIFrameElement, status: HTMLElement): void {
  delete status.dataset.state;
  status.replaceChildren("Loading…");
  frame.contentWindow?.location.reload();
}

function toDeeds(
  opened: Opened,
  { ways, dialog }: Means,
  tellState: (state: PageState) => void,
): HostDeeds {
  const { page } = opened.seat;
  return {
    toContext: () => toTabContext(opened.seat),
    tell: tellState,
    subscribe: (notice) => void opened.notices.add(notice),
    getToken: (claims) => getToken(opened.seat, claims),
    authenticate: async (wish) => {
      const toPopup = () => toContext(opened.seat, "authentication");
      return toTextAnswer(await openSignInWindow(wish, toPopup));
    },
    share: dialog.share,
    openLink: ways.openLink,
    openPage: ways.openPage,
    offerLink: (subPage, label) => {
      void dialog.offerLink(label || pageTitles[page], ways.toLink(page, subPage));
    },
    takeFocus: ways.takeFocus,
    describePage: () => ({ page, url: toAddress(page) }),
  };
}

async function getToken({ person }: TabSeat, claims: string | undefined): Promise<TextAnswer> {
  const answer = await api.readToken(person.alias, claims);
  if (answer.kind === "token") return { kind: "text", text: answer.token };
  // teams-js gives the page the reason as a text; hosts put their code there.
  return { kind: "refused", reason: answer.code || answer.message };
}
