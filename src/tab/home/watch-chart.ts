import { html, nothing, svg, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import type { Context } from "../view/context.ts";

type Row = TabOutput<"listWatches">["watches"][number];
type Look = Row["history"][number];

/** Looks that are drawn, the newest ones. */
const MOST = 30;
const BAR = 8;
const GAP = 3;
const HEIGHT = 48;

/**
 * The latest looks, a bar each: filled what is granted, hollow above it what is missing, and below the line
 * what nothing here needs. The same stands in a table, for whoever does not see it or wants the numbers.
 */
export function drawChart(context: Context, { history }: Row): TemplateResult | typeof nothing {
  const { t, words } = context;
  const looks = history.slice(-MOST);
  const last = looks.at(-1);
  if (!last) return nothing;
  const { granted, needed, excess } = last;
  const said = t("tab.watches.counts", { granted, needed, excess });
  return html`<figure class="chart">
    <figcaption>${t("tab.watches.history")}</figcaption>
    ${drawBars(looks, t("tab.watches.chart", { count: words.number(looks.length), said }))}
    <p class="fine">${said}</p>
    <details><summary>${t("tab.watches.table")}</summary>${drawTable(context, looks)}</details>
  </figure>`;
}

function drawBars(looks: readonly Look[], label: string): TemplateResult {
  const above = Math.max(1, ...looks.map(({ needed, granted }) => Math.max(needed, granted)));
  const below = Math.max(0, ...looks.map(({ excess }) => excess));
  const unit = HEIGHT / (above + below);
  const base = above * unit;
  const width = looks.length * (BAR + GAP) + GAP;
  return html`<svg role="img" aria-label=${label} viewBox="0 0 ${width} ${HEIGHT + 2}" width=${width} height=${HEIGHT + 2}>
    ${looks.map(({ granted, needed, excess }, index) => {
      const x = GAP + index * (BAR + GAP);
      const missing = Math.max(0, needed - granted);
      return svg`<rect class="granted" x=${x} y=${base - granted * unit} width=${BAR} height=${granted * unit}></rect>
        ${missing === 0 ? nothing : svg`<rect class="missing" x=${x + 0.5} y=${base - needed * unit + 0.5} width=${BAR - 1} height=${Math.max(1, missing * unit - 1)}></rect>`}
        ${excess === 0 ? nothing : svg`<rect class="excess" x=${x} y=${base + 1} width=${BAR} height=${excess * unit}></rect>`}`;
    })}
    <line class="base" x1="0" x2=${width} y1=${base + 0.5} y2=${base + 0.5}></line>
  </svg>`;
}

function drawTable({ t, words }: Context, looks: readonly Look[]): TemplateResult {
  const heads = ["at", "granted", "missing", "excess"];
  return html`<table>
    <thead><tr>${heads.map((name) => html`<th scope="col">${t(`tab.watches.table.${name}`)}</th>`)}</tr></thead>
    <tbody>${[...looks].reverse().map(
      ({ at, granted, needed, excess }) => html`<tr><th scope="row">${words.time(at)}</th>
        <td>${words.number(granted)}</td><td>${words.number(needed - granted)}</td>
        <td>${words.number(excess)}</td></tr>`,
    )}</tbody>
  </table>`;
}
