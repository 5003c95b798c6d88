import type { Bot, Person } from "./model.ts";
import type { TabName, Theme } from "./view-state.ts";

/** Who looks, and how. */
export interface Viewer {
  readonly person: Person;
  readonly tenantId: string;
  readonly theme: Theme;
}

/** Who looks at which page of the app. */
export interface TabSeat extends Viewer {
  readonly bot: Bot;
  readonly page: TabName;
  /** Empty for the page as such. */
  readonly subPage: string;
}

const themes: Readonly<Record<Theme, string>> = {
  light: "default",
  dark: "dark",
  contrast: "contrast",
};

/** The theme by the name that apps know it by. */
export function toHostTheme(theme: Theme): string {
  return themes[theme];
}

/** Titles of the app's pages, as its manifest names them. */
export const pageTitles: Readonly<Record<TabName, string>> = {
  home: "Home",
  catalog: "Catalog",
  settings: "Settings",
};

/** The answer to `getContext` of a tab. */
export function toTabContext(seat: TabSeat) {
  const { page, subPage } = seat;
  const shown = subPage === "" ? {} : { subEntityId: subPage };
  return { ...toContext(seat, "content"), entityId: page, ...shown };
}

/**
 * The answer to `getContext`, apart from what a tab shows. teams-js still takes the flat fields of its
 * first version and makes `app.Context` of them.
 * https://learn.microsoft.com/javascript/api/@microsoft/teams-js/app.context
 */
export function toContext({ person, theme, tenantId }: Viewer, frameContext: FrameContext) {
  return {
    locale: person.locale.toLowerCase(),
    theme: toHostTheme(theme),
    frameContext,
    userObjectId: person.id,
    userPrincipalName: person.userPrincipalName,
    loginHint: person.userPrincipalName,
    userDisplayName: person.name,
    tid: tenantId,
    hostName: "Teams",
    hostClientType: "web",
    isFullScreen: false,
    isMultiWindow: false,
  };
}

/** Where a page runs: as a tab, or in a window of `authentication.authenticate`. */
export type FrameContext = "content" | "authentication";

/** What this host can do; teams-js refuses everything else by itself. */
const runtime = {
  apiVersion: 4,
  hostVersionsInfo: { adaptiveCardSchemaVersion: { majorVersion: 1, minorVersion: 5 } },
  isLegacyTeams: false,
  supports: { pages: { currentApp: {} }, sharing: {} },
};

/** The newest version of teams-js whose calls this host was written for. */
const clientSupportedSDKVersion = "2.58.0";

/** The answer to `initialize`. */
export function toHandshake(frameContext: FrameContext): readonly unknown[] {
  return [frameContext, "web", JSON.stringify(runtime), clientSupportedSDKVersion];
}
