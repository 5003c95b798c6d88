import { html, nothing, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import type { Load } from "../load.ts";
import type { Context } from "../view/context.ts";
import { drawButton, drawDisclosure } from "../view/controls.ts";
import { download } from "../view/download.ts";
import { drawFailed, drawLoad } from "../view/loading.ts";

type Page = TabOutput<"listAudit">;
type Line = Page["lines"][number];
type Format = "csv" | "json";

/** The audit log: its lines by time, and a file of a period that proves itself. */
export interface Audit {
  draw(): TemplateResult;
}

export function createAudit(context: Context): Audit {
  const { t } = context;
  const lines = createLines(context);
  const files = createFiles(context);
  let isOpen = false;
  const toggle = (): void => {
    isOpen = !isOpen;
    if (isOpen) lines.want();
    context.redraw();
  };
  return {
    draw: () => html`<section class="group" aria-labelledby="audit">
      <h2 id="audit">${t("tab.audit.title")}</h2>
      <p>${t("tab.audit.is")}</p>
      ${files.draw()}
      ${drawDisclosure({ id: "audit-lines", title: t("tab.audit.lines"), isOpen, toggle, level: 3, body: lines.draw })}
    </section>`,
  };
}

/** Pages that were read, each after the one before. */
function createLines(context: Context) {
  const { t, words } = context;
  const pages: Load<Page>[] = [];
  const add = (query: Readonly<Record<string, string>>): void => {
    const page = context.load(() => context.api("listAudit", { query }));
    pages.push(page);
    void page.start();
  };
  /** What was written meanwhile comes up when somebody opens the list again. */
  const want = (): void => {
    pages.length = 0;
    add({});
  };
  const showOlder = (before: string): void => {
    add({ before });
    context.redraw();
  };
  const drawOlder = ({ older }: Page, isLast: boolean) =>
    isLast && older !== null
      ? html`<div class="buttons">${drawButton({ label: t("tab.audit.older"), press: () => showOlder(older) })}</div>`
      : nothing;
  const drawPage = (page: Load<Page>, index: number) =>
    html`${drawLoad(
      context,
      page,
      (read) => html`${drawLines(context, read)}${drawOlder(read, index === pages.length - 1)}`,
    )}`;
  const drawTotal = (first: Load<Page> | undefined) => {
    if (first?.state.kind !== "ready") return nothing;
    const { total, isWhole } = first.state.value;
    const count = t(`tab.audit.total.${words.form(total)}`, { count: words.number(total) });
    return total === 0 && isWhole ? nothing : html`<p role="status">${count}</p>`;
  };
  return { want, draw: () => html`${drawTotal(pages[0])}${pages.map(drawPage)}` };
}

function drawLines(context: Context, { lines, isWhole, total }: Page): TemplateResult {
  const { t } = context;
  const broken = html`<p class="warning" role="alert">${t("tab.audit.broken")}</p>`;
  if (total === 0 && isWhole) return html`<p>${t("tab.audit.none")}</p>`;
  return html`<ol class="audit">${lines.map((line) => drawLine(context, line))}</ol>
    ${isWhole ? nothing : broken}`;
}

/** As the log has it: ids, and no names. */
function drawLine({ t, words }: Context, line: Line): TemplateResult {
  const { line: number, at, verb, actor, object, details } = line;
  const facts = Object.entries(details).map(([name, value]) => `${name}: ${value}`);
  return html`<li>
    <p><code>${verb}</code> <span class="fine">${t("tab.audit.line", { number: words.number(number), time: words.time(at) })}</span></p>
    <p class="fine">${t("tab.audit.who", { actor, object })}</p>
    ${facts.length === 0 ? nothing : html`<p class="fine">${facts.join(" · ")}</p>`}
  </li>`;
}

const DAY = 86_400_000;

/** The form of an export. */
function createFiles(context: Context) {
  const { t, words } = context;
  const toDay = (milliseconds: number) => new Date(milliseconds).toISOString().slice(0, 10);
  let period = { from: toDay(Date.now() - 29 * DAY), to: toDay(Date.now()) };
  let wanted: Format = "json";
  const file = context.load(() =>
    context.api("exportAudit", { body: { format: wanted, ...period } }),
  );
  const isTurned = () => period.from > period.to;
  const isOpen = () => period.from === "" || period.to === "";
  const take = async (format: Format): Promise<void> => {
    wanted = format;
    if (isTurned() || isOpen()) return context.focus("#audit-from");
    await file.start();
    if (file.state.kind !== "ready") return;
    const { name, text, lines } = file.state.value;
    download(name, text, format === "csv" ? "text/csv" : "application/json");
    context.say(t(`tab.audit.written.${words.form(lines)}`, { name, count: words.number(lines) }));
  };
  const drawDay = (field: "from" | "to") => {
    const pick = (event: Event): void => {
      period = { ...period, [field]: (event.target as HTMLInputElement).value };
      context.redraw();
    };
    return html`<div><label for="audit-${field}">${t(`tab.audit.${field}`)}</label>
      <input id="audit-${field}" type="date" class="day" aria-describedby="audit-error"
        .value=${period[field]} @change=${pick}></div>`;
  };
  const drawTake = (format: Format) =>
    drawButton({
      label: t(`tab.audit.take.${format}`),
      press: () => void take(format),
      isBusy: file.state.kind === "loading",
    });
  const error = () => {
    if (isOpen()) return t("tab.audit.error.open");
    return isTurned() ? t("tab.audit.error.turned") : "";
  };
  return {
    draw: () => html`<div class="days">${drawDay("from")}${drawDay("to")}</div>
      <p id="audit-error" class="field-error">${error()}</p>
      <p class="fine">${t("tab.audit.file")}</p>
      ${drawFailed(context, file)}
      <div class="buttons">${drawTake("json")}${drawTake("csv")}</div>`,
  };
}
