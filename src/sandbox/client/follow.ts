import { part } from "./element.ts";
import { toOpened } from "./link.ts";
import type { Ways } from "./ways.ts";

/** Links in what was said and on cards: those into Teams stay in this page. */
export function listenToLinks(log: HTMLElement, ways: Ways): void {
  log.addEventListener("click", (event) => {
    const anchor = event.target instanceof Element ? event.target.closest("a[href]") : null;
    const address = anchor?.getAttribute("href") ?? "";
    if (!ways.isOfTeams(address)) return;
    event.preventDefault();
    ways.openLink(address);
  });
}

/**
 * Follows a link: into Teams here, elsewhere in a window of its own.
 * @param as who follows it
 */
export function follow(address: string, ways: Ways, as: string): void {
  if (ways.isOfTeams(address)) {
    // A dialog would lie over where the link leads to.
    part("dialog", "task-dialog").close();
    ways.openLink(address);
    return;
  }
  const opened = toOpened(address, as);
  if (opened !== undefined) window.open(opened, "_blank", "noopener,noreferrer");
}
