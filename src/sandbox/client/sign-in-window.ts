import { type TextAnswer, toWindowTable, type WindowWish } from "./host.ts";
import { listenTo } from "./host-listen.ts";

/** How a sign-in window ended: with what its page reported, or without a word. */
export type WindowEnd = TextAnswer | { readonly kind: "closed" | "blocked" | "foreign" };

/** How often a window is asked whether it is closed: no event tells of it. In milliseconds. */
const closedInterval = 250;

let endLast = () => {};

/**
 * Opens a window for a sign-in and hosts its page, as Teams' clients do. The page goes to the sign-in
 * service and comes back to this origin, where it reports with teams-js. One window is open at a time.
 * Call it while a press is fresh, or the browser blocks the window.
 */
export function openSignInWindow(wish: WindowWish, toContext: () => object): Promise<WindowEnd> {
  endLast();
  const url = toOwnAddress(wish.url);
  if (url === undefined) return Promise.resolve({ kind: "foreign" });
  const opened = window.open(url, "_blank", toFeatures(wish));
  if (!opened) return Promise.resolve({ kind: "blocked" });
  return awaitEnd(opened, toContext);
}

/**
 * The address if it is one of this server: Teams opens what the manifest lists as valid domains. teams-js
 * lets a page ask for https only, and this machine speaks http.
 * https://github.com/OfficeDev/microsoft-teams-library-js/pull/2270
 */
function toOwnAddress(address: string): string | undefined {
  const url = URL.parse(address, location.origin);
  if (!url || !/^https?:$/.test(url.protocol) || url.host !== location.host) return undefined;
  return `${location.origin}${url.pathname}${url.search}`;
}

function awaitEnd(opened: Window, toContext: () => object): Promise<WindowEnd> {
  return new Promise((resolve) => {
    const end = (how: WindowEnd) => {
      clearInterval(watch);
      stop();
      endLast = () => {};
      resolve(how);
    };
    const deeds = { toContext, tell: () => {}, subscribe: () => {} };
    const stop = listenTo({ find: () => opened, table: toWindowTable(deeds, end) });
    const watch = window.setInterval(
      () => opened.closed && end({ kind: "closed" }),
      closedInterval,
    );
    endLast = () => {
      opened.close();
      end({ kind: "closed" });
    };
  });
}

function toFeatures({ width = 600, height = 700 }: WindowWish): string {
  const left = Math.max(0, Math.round(window.screenX + (window.outerWidth - width) / 2));
  const top = Math.max(0, Math.round(window.screenY + (window.outerHeight - height) / 2));
  return `popup,width=${width},height=${height},left=${left},top=${top}`;
}

/** The words of teams-js hosts for an end without a result; pages look for them. */
export function toTextAnswer(end: WindowEnd): TextAnswer {
  switch (end.kind) {
    case "text":
    case "refused":
      return end;
    case "closed":
      return { kind: "refused", reason: "CancelledByUser" };
    case "blocked":
      return { kind: "refused", reason: "FailedToOpenWindow" };
    case "foreign":
      return { kind: "refused", reason: "The address is not in the app's valid domains." };
    default:
      return end satisfies never;
  }
}
