import { html, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import type { Context } from "../view/context.ts";
import { drawLoad } from "../view/loading.ts";
import { createRequest, type RequestSection } from "./request.ts";

type Requests = TabOutput<"listRequests">;
type Row = Requests["requests"][number];

/** A list of requests: those of the person, or those that wait for them. */
export interface RequestList {
  /** Asks for the list. @returns once it is there, or could not be had */
  start(): Promise<void>;
  draw(): TemplateResult;
}

export function createRequests(context: Context, name: "mine" | "decide"): RequestList {
  const { t } = context;
  const route = name === "mine" ? "listRequests" : "listToDecide";
  const sections = new Map<string, RequestSection>();
  const list = context.load(() => context.api(route));
  const findSection = (row: Row): RequestSection => {
    const section = sections.get(row.id) ?? createRequest(context, { row, list: name });
    sections.set(row.id, section);
    section.put(row);
    return section;
  };
  const drawList = ({ requests }: Requests): TemplateResult => {
    if (requests.length === 0) return html`<p>${t(`tab.requests.${name}.none`)}</p>`;
    return html`<ul class="requests">${requests.map(
      (row) => html`<li>${findSection(row).draw()}</li>`,
    )}</ul>`;
  };
  return {
    start: list.start,
    draw: () => html`<section aria-labelledby="requests-${name}">
      <h2 id="requests-${name}" tabindex="-1">${t(`tab.requests.${name}.title`)}</h2>
      ${drawLoad(context, list, drawList)}
    </section>`,
  };
}
