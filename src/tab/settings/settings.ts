import { html, nothing, type TemplateResult } from "lit-html";
import type { Context, Page } from "../view/context.ts";
import { drawLoad } from "../view/loading.ts";
import { createAudit } from "./audit.ts";
import { createEditor } from "./editor.ts";
import { createJobs } from "./jobs.ts";
import { createModels } from "./models.ts";
import { createOwnData } from "./own-data.ts";

/** Settings: what administrators decide, and for everybody what is kept about them. */
export function createSettings(context: Context): Page {
  const { t } = context;
  const entry = context.me.pages.find(({ id }) => id === "settings");
  const isOpen = entry?.isOpen ?? false;
  const models = createModels(context);
  const jobs = createJobs(context);
  const editor = createEditor(context, { models, jobs });
  const audit = createAudit(context);
  const ownData = createOwnData(context);
  const enter = (): void => {
    if (isOpen) void editor.load.want();
    context.redraw();
  };
  const isSettled = () => ["ready", "failed"].includes(editor.load.state.kind);
  const drawOpen = () => html`${drawLoad(context, editor.load, () => editor.draw())}`;
  return {
    id: "settings",
    enter,
    hasUnsaved: editor.hasUnsaved,
    draw: () => html`
      <h1 id="page-title" tabindex="-1">${t("tab.nav.settings")}</h1>
      ${isOpen ? drawOpen() : drawClosed(context, entry?.needed ?? [])}
      ${isOpen && isSettled() ? html`${jobs.draw()}${audit.draw()}` : nothing}
      ${!isOpen || isSettled() ? ownData.draw() : nothing}`,
  };
}

/** Says who may, to those who may not. */
function drawClosed({ t, words }: Context, needed: readonly string[]): TemplateResult {
  const roles = words.choice(needed.map((role) => t(`role.${role}`)));
  return html`<section class="panel" aria-labelledby="closed">
    <h2 id="closed">${t("tab.settings.closed.title")}</h2>
    <p>${t("tab.settings.closed.do", { roles })}</p>
  </section>`;
}
