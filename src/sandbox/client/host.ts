import { type FrameContext, toHandshake } from "./host-context.ts";
import { type HostRequest, toRecord, toText } from "./host-wire.ts";

/** What came of asking the host for something. */
export type Done = { readonly isDone: true } | { readonly isDone: false; readonly reason: string };

/** What came of `authentication.getAuthToken` and `authentication.authenticate`. */
export type TextAnswer =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "refused"; readonly reason: string };

/** One thing that is shared. */
export interface SharedLink {
  readonly url: string;
  readonly message: string;
}

/** How far a page is. */
export type PageState =
  | { readonly kind: "loaded" | "ready" }
  | { readonly kind: "failed"; readonly reason: string };

/** A window that `authentication.authenticate` asks for. */
export interface WindowWish {
  readonly url: string;
  readonly width?: number;
  readonly height?: number;
}

/** What a page of the app may ask its host for, as far as the sandbox has it. */
export interface HostDeeds {
  toContext(): object;
  getToken(claims: string | undefined): Promise<TextAnswer>;
  authenticate(wish: WindowWish): Promise<TextAnswer>;
  /** Resolves when the person has closed the dialog. */
  share(links: readonly SharedLink[]): Promise<void>;
  openLink(link: string): Done;
  openPage(page: string, subPage: string): Done;
  /** Offers a link to the page as it stands. */
  offerLink(subPage: string, label: string): void;
  /** The page wants to hear of that: `themeChange`. */
  subscribe(notice: string): void;
  tell(state: PageState): void;
  /** Takes the keyboard back out of the page. */
  takeFocus(isForward: boolean): void;
  /** Address of the page that is open, and its id. */
  describePage(): { readonly page: string; readonly url: string };
}

/** What is answered to a request; undefined where teams-js waits for nothing. */
export type HostAnswer = readonly unknown[] | undefined;

/** Answers by the name of the function that is called. */
export type HostTable = Readonly<
  Record<string, (args: readonly unknown[]) => HostAnswer | Promise<HostAnswer>>
>;

/** Error codes of `SdkError`. https://learn.microsoft.com/javascript/api/@microsoft/teams-js/errorcode */
const errorCodes = { notSupported: 100, internal: 500 } as const;

/** Of these teams-js expects `[isDone, reason]`, of others `[error, result]`. */
const statusFirst: ReadonlySet<string> = new Set([
  "navigateBack",
  "navigateCrossDomain",
  "navigateToTab",
  "settings.setSettings",
  "chat.openChat",
  "chat.openConversation",
  "conversations.openConversation",
  "mail.openMailItem",
  "mail.composeMail",
  "calendar.openCalendarItem",
  "calendar.composeMeeting",
  "search.closeSearch",
]);

/**
 * Answers a request from a table. A function that is not in it is answered with the error that teams-js
 * knows, so that the page hears of it and does not wait for ever.
 */
export async function answerRequest(
  table: HostTable,
  { func, args }: HostRequest,
  complain: (func: string) => void,
): Promise<HostAnswer> {
  const reply = Object.hasOwn(table, func) ? table[func] : undefined;
  if (!reply) {
    complain(func);
    return toRefusal(func, errorCodes.notSupported, `The sandbox does not have ${func}.`);
  }
  try {
    return await reply(args);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return toRefusal(func, errorCodes.internal, message);
  }
}

function toRefusal(func: string, errorCode: number, message: string): readonly unknown[] {
  const isStatusFirst = statusFirst.has(func) || func.startsWith("authentication.");
  return isStatusFirst ? [false, message] : [{ errorCode, message }, null];
}

/** What a tab may call. */
export function toTabTable(deeds: HostDeeds): HostTable {
  return {
    ...toCommonTable(deeds, "content"),
    ...toStateTable(deeds),
    ...toPagesTable(deeds),
    "authentication.getAuthToken": async ([, claims]) =>
      toTextAnswer(await deeds.getToken(readClaims(claims))),
    "authentication.authenticate": async (args) =>
      toTextAnswer(await deeds.authenticate(readWish(args))),
    "sharing.shareWebContent": async ([request]) => {
      await deeds.share(readShared(request));
      return [null, null];
    },
    executeDeepLink: ([link]) => toDone(deeds.openLink(toText(link))),
  };
}

/**
 * What a window of `authentication.authenticate` may call.
 * @param end takes what the page reports; the page closes its window by itself
 */
export function toWindowTable(
  deeds: Pick<HostDeeds, "toContext" | "tell" | "subscribe">,
  end: (answer: TextAnswer) => void,
): HostTable {
  return {
    ...toCommonTable(deeds, "authentication"),
    ...toStateTable(deeds),
    "authentication.authenticate.success": ([result]) => {
      end({ kind: "text", text: toText(result) });
      return undefined;
    },
    "authentication.authenticate.failure": ([reason]) => {
      end({ kind: "refused", reason: toText(reason) });
      return undefined;
    },
  };
}

function toCommonTable(
  deeds: Pick<HostDeeds, "toContext" | "subscribe">,
  frameContext: FrameContext,
): HostTable {
  return {
    initialize: () => toHandshake(frameContext),
    getContext: () => [deeds.toContext()],
    registerHandler: ([notice]) => {
      deeds.subscribe(toText(notice));
      return undefined;
    },
  };
}

function toStateTable({ tell }: Pick<HostDeeds, "tell">): HostTable {
  const fail = ([reason, message]: readonly unknown[]) => {
    tell({ kind: "failed", reason: toText(message) || toText(reason) });
    return undefined;
  };
  return {
    "appInitialization.appLoaded": () => {
      tell({ kind: "loaded" });
      return undefined;
    },
    // Newer hosts answer it, older ones do not; the page goes on either way.
    "appInitialization.success": () => {
      tell({ kind: "ready" });
      return [];
    },
    "appInitialization.failure": fail,
    "appInitialization.expectedFailure": fail,
  };
}

function toPagesTable(deeds: HostDeeds): HostTable {
  return {
    "pages.navigateToApp": ([to]) => {
      const { pageId, subPageId } = toRecord(to);
      return toDone(deeds.openPage(toText(pageId), toText(subPageId)));
    },
    "pages.currentApp.navigateTo": ([to]) => {
      const { pageId, subPageId } = toRecord(to);
      return toSdkAnswer(deeds.openPage(toText(pageId), toText(subPageId)));
    },
    "pages.currentApp.navigateToDefaultPage": () => toSdkAnswer(deeds.openPage("", "")),
    "settings.getSettings": () => {
      const { page, url } = deeds.describePage();
      return [{ entityId: page, contentUrl: url, websiteUrl: url }];
    },
    setFrameContext: () => undefined,
    shareDeepLink: ([subPage, label]) => {
      deeds.offerLink(toText(subPage), toText(label));
      return undefined;
    },
    returnFocus: ([isForward]) => {
      deeds.takeFocus(isForward === true);
      return undefined;
    },
  };
}

function toDone(done: Done): HostAnswer {
  return done.isDone ? [true] : [false, done.reason];
}

function toSdkAnswer(done: Done): HostAnswer {
  if (done.isDone) return [null, null];
  return [{ errorCode: errorCodes.internal, message: done.reason }, null];
}

function toTextAnswer(answer: TextAnswer): HostAnswer {
  return answer.kind === "text" ? [true, answer.text] : [false, answer.reason];
}

/** teams-js types them as a list; one entry is JSON as the challenge of an API carried it. */
function readClaims(claims: unknown): string | undefined {
  const first: unknown = Array.isArray(claims) ? claims[0] : claims;
  return toText(first) || undefined;
}

function readWish([url, width, height]: readonly unknown[]): WindowWish {
  return {
    url: toText(url),
    ...(typeof width === "number" ? { width } : {}),
    ...(typeof height === "number" ? { height } : {}),
  };
}

function readShared(request: unknown): readonly SharedLink[] {
  const { content } = toRecord(request);
  if (!Array.isArray(content)) return [];
  return content.map((one: unknown) => {
    const { url, message } = toRecord(one);
    return { url: toText(url), message: toText(message) };
  });
}
