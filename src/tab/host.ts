import { app, authentication, HostClientType, HostName, pages, sharing } from "@microsoft/teams-js";
import { findTeams } from "../core/teams-link.ts";
import { judgeLink, type Place } from "./place.ts";

/** Themes of Teams by the names that the style sheet knows. */
export type Theme = "default" | "dark" | "contrast";

/** What Teams said when the page began. */
export interface Beginning {
  /** `de-de` */
  readonly locale: string;
  readonly theme: Theme;
  readonly subPageId: string | undefined;
  /** True where Teams itself shows the pages of the app in a row above the one that is open. */
  readonly hasTabs: boolean;
}

/** Teams, as the page needs it: the only thing here that knows teams-js. */
export interface Host {
  /** @returns undefined where the page is not inside of Teams */
  begin(trusted: readonly string[]): Promise<Beginning | undefined>;
  onTheme(changed: (theme: Theme) => void): void;
  /** Called when somebody presses Back in Teams; true says that the page has gone back itself. */
  onBack(back: () => boolean): void;
  tellReady(): void;
  tellFailed(message: string): void;
  /** A token for Consentry's API; undefined when Teams gives none. */
  getToken(ask: { readonly claims?: string }): Promise<string | undefined>;
  /** Shows a sign-in page in a window; from a click only. @returns true when it ended well */
  signIn(url: string): Promise<boolean>;
  /** Goes to another page as Teams does; false where Teams cannot. */
  goTo(place: Place): Promise<boolean>;
  open(url: string): Promise<boolean>;
  canShare(): boolean;
  share(url: string, message: string): Promise<void>;
  /** Origin for links into Teams. */
  readonly teams: string;
}

/** Longest wait for Teams to greet, in milliseconds: in a frame of another page nobody does. */
const GREETING = 8000;

export function createHost(): Host {
  const teams = findTeams(readAncestors());
  return {
    teams,
    begin,
    onTheme: (changed) => app.registerOnThemeChangeHandler((theme) => changed(toTheme(theme))),
    onBack: (back) => {
      if (pages.backStack.isSupported()) pages.backStack.registerBackButtonHandler(back);
    },
    tellReady: () => {
      app.notifyAppLoaded();
      void app.notifySuccess();
    },
    tellFailed: (message) => app.notifyFailure({ reason: app.FailedReason.Other, message }),
    getToken,
    signIn,
    goTo,
    open: (url) => open(url),
    canShare: () => sharing.isSupported(),
    share: (url, message) =>
      sharing.shareWebContent({ content: [{ type: "URL", url, message, preview: true }] }),
  };
}

/** Origins of the pages around this one, the nearest first; not every browser tells them. */
function readAncestors(): readonly string[] {
  return Array.from(window.location.ancestorOrigins ?? []);
}

async function begin(trusted: readonly string[]): Promise<Beginning | undefined> {
  const isGreeted = await withinTime(app.initialize([...trusted]));
  if (!isGreeted) return undefined;
  const context = await app.getContext();
  return {
    locale: context.app.locale,
    theme: toTheme(context.app.theme),
    subPageId: context.page.subPageId,
    hasTabs: hasTabs(context),
  };
}

/** On a phone the pages of an app are behind a menu; in a team or a chat each page is pinned alone. */
const CLIENTS_WITH_TABS: readonly HostClientType[] = [
  HostClientType.web,
  HostClientType.desktop,
  HostClientType.macos,
];

function hasTabs({ app: { host }, team, channel, chat, meeting }: app.Context): boolean {
  const isPersonal = [team, channel, chat, meeting].every((place) => place === undefined);
  return isPersonal && host.name === HostName.teams && CLIENTS_WITH_TABS.includes(host.clientType);
}

async function withinTime(greeting: Promise<void>): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), GREETING));
  const greeted = greeting.then(
    () => true,
    () => false,
  );
  return Promise.race([greeted, late]);
}

/** Glass is a look of the dark theme; names that are not known yet are the light one. */
function toTheme(theme: string): Theme {
  if (theme === "contrast") return "contrast";
  return theme === "dark" || theme === "glass" ? "dark" : "default";
}

async function getToken({ claims }: { readonly claims?: string }): Promise<string | undefined> {
  try {
    return await authentication.getAuthToken(claims === undefined ? {} : { claims: [claims] });
  } catch {
    // Teams says why in vague sentences only (teams-js issue 2239), so nothing of it is shown.
    return undefined;
  }
}

async function signIn(url: string): Promise<boolean> {
  // teams-js refuses every other scheme, although a host on loopback has no certificate.
  const address = new URL(url, window.location.href);
  address.protocol = "https:";
  try {
    await authentication.authenticate({ url: address.href, width: 600, height: 640 });
    return true;
  } catch {
    // A window that was closed, or a page that ended badly: what holds is asked of the server again.
    return false;
  }
}

async function goTo({ page, code }: Place): Promise<boolean> {
  if (!pages.currentApp.isSupported()) return false;
  const there = code === undefined ? { pageId: page } : { pageId: page, subPageId: code };
  return pages.currentApp.navigateTo(there).then(
    () => true,
    () => false,
  );
}

async function open(url: string): Promise<boolean> {
  const way = judgeLink(url, window.location.href);
  if (way === "refused") return false;
  if (way === "teams") {
    return app.openLink(url).then(
      () => true,
      () => false,
    );
  }
  window.open(url, "_blank", "noopener,noreferrer");
  return true;
}
