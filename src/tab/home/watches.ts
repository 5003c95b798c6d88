import { html, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import type { Context } from "../view/context.ts";
import { drawLoad } from "../view/loading.ts";
import { createWatch, type WatchSection } from "./watch.ts";

type Watches = TabOutput<"listWatches">;
type Row = Watches["watches"][number];

/** The apps that are watched, and what was found. */
export interface WatchList {
  /** Asks for the list. @returns once it is there, or could not be had */
  start(): Promise<void>;
  draw(): TemplateResult;
}

export function createWatches(context: Context): WatchList {
  const { t } = context;
  const sections = new Map<string, WatchSection>();
  const list = context.load(() => context.api("listWatches"));
  const findSection = (row: Row): WatchSection => {
    const section = sections.get(row.clientId) ?? createWatch(context, { row, ended: list.start });
    sections.set(row.clientId, section);
    section.put(row);
    return section;
  };
  const drawList = ({ watches }: Watches): TemplateResult => {
    if (watches.length === 0) return html`<p>${t("tab.watches.none")}</p>`;
    return html`<ul class="requests">${watches.map(
      (row) => html`<li>${findSection(row).draw()}</li>`,
    )}</ul>`;
  };
  return {
    start: list.start,
    draw: () => html`<section aria-labelledby="watches">
      <h2 id="watches" tabindex="-1">${t("tab.watches.title")}</h2>
      ${drawLoad(context, list, drawList)}
    </section>`,
  };
}
