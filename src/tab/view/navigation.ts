import { html, type TemplateResult } from "lit-html";
import type { Host } from "../host.ts";
import { type PageId, PLACES, type Place, readPlace, toSearch } from "../place.ts";
import type { Tell } from "../texts.ts";

export interface NavigationOptions {
  readonly host: Host;
  readonly first: Place;
  /** True while something was typed there that is not saved. */
  readonly hasUnsaved: (page: PageId) => boolean;
  /** Shows a place. */
  readonly show: (place: Place) => unknown;
}

/** Where somebody is, and how they came there. */
export interface Navigation {
  readonly place: Place;
  /** Goes to another place: as Teams does where it can, so that its own tabs follow. */
  go(place: Place): Promise<void>;
  /** Writes into the history where somebody is by now. */
  note(place: Place): void;
}

/** Follows the browser's history. What was typed stays only within this frame, so then Teams is not asked. */
export function createNavigation(options: NavigationOptions): Navigation {
  const { host, first, hasUnsaved, show } = options;
  let place = first;
  let depth = 0;
  window.history.replaceState({ depth }, "", toSearch(first));
  const note = (next: Place): void => {
    place = next;
    depth += 1;
    window.history.pushState({ depth }, "", toSearch(next));
  };
  window.addEventListener("popstate", () => {
    depth = readDepth(window.history.state);
    place = readPlace({ search: window.location.search });
    show(place);
  });
  window.addEventListener("beforeunload", (event) => {
    if (PLACES.some(hasUnsaved)) event.preventDefault();
  });
  host.onBack(() => {
    if (depth > 0) window.history.back();
    return depth > 0;
  });
  return {
    get place() {
      return place;
    },
    note,
    go: async (next) => {
      const isOther = next.page !== place.page && !hasUnsaved(place.page);
      if (isOther && (await host.goTo(next))) return;
      note(next);
      show(next);
    },
  };
}

function readDepth(state: unknown): number {
  const { depth = 0 } = (state ?? {}) as { readonly depth?: number };
  return depth;
}

/** Links to the pages of the tab. */
export function drawLinks(
  t: Tell,
  { place, go }: Navigation,
  hasUnsaved: (page: PageId) => boolean,
): TemplateResult {
  const drawLink = (page: PageId): TemplateResult => {
    const title = t(`tab.nav.${page}`);
    const isHere = page === place.page;
    const press = (event: Event): void => {
      event.preventDefault();
      void go({ page });
    };
    return html`<li><a
      href=${toSearch({ page })}
      aria-current=${isHere ? "page" : "false"}
      @click=${press}
    >${hasUnsaved(page) ? t("tab.nav.unsaved", { page: title }) : title}</a></li>`;
  };
  return html`<nav class="nav" aria-label=${t("tab.nav.label")}><ul>${PLACES.map(drawLink)}</ul></nav>`;
}
