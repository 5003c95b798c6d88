import { html, nothing, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import type { Context } from "../view/context.ts";
import { drawBadge } from "../view/controls.ts";
import { drawLoad } from "../view/loading.ts";
import { filterPacks } from "./filter.ts";
import { createLabels, type Labels } from "./labels.ts";

type Packs = TabOutput<"listPacks">;
type Pack = Packs["packs"][number];
type Scenario = Pack["scenarios"][number];

/** All packs with their scenarios, to be read and opened. */
export interface PackList {
  /** Asks for them, unless they are there. */
  want(): void;
  /** @param text narrows the list down */
  draw(text: string): TemplateResult;
}

/** @param ask asks a scenario that takes more choices by its title: what is missing is asked back */
export function createPacks(context: Context, ask: (title: string) => void): PackList {
  const { t, me } = context;
  const packs = context.load(() => context.api("listPacks"));
  const setLabel = (id: string, label: Pack["label"]): void => {
    if (packs.state.kind !== "ready") return;
    const all = packs.state.value.packs;
    packs.put({ packs: all.map((pack) => (pack.id === id ? { ...pack, label } : pack)) });
  };
  const isManager = me.roles.includes("catalog-manager");
  const labels = isManager ? createLabels(context, setLabel) : undefined;
  const rule = t(isManager ? "tab.catalog.labels.you" : "tab.catalog.labels.who");
  const open = ({ code, title }: Scenario): void =>
    code === null ? ask(title) : context.go({ page: "catalog", code });
  return {
    want: () => void packs.want(),
    draw: (text) => html`<section aria-labelledby="packs">
      <h2 id="packs">${t("tab.catalog.packs.title")}</h2>
      <p class="fine">${rule}</p>
      ${drawLoad(context, packs, (value) => drawPacks(context, filterPacks(value.packs, text), { labels, open }))}
    </section>`,
  };
}

interface PackParts {
  readonly labels: Labels | undefined;
  readonly open: (scenario: Scenario) => void;
}

function drawPacks(context: Context, packs: readonly Pack[], parts: PackParts): TemplateResult {
  if (packs.length === 0) return html`<p>${context.t("tab.catalog.packs.none")}</p>`;
  return html`${packs.map((pack) => drawPack(context, pack, parts))}`;
}

function drawPack(context: Context, pack: Pack, { labels, open }: PackParts): TemplateResult {
  const { t } = context;
  const { title, vendor, description, label, scenarios } = pack;
  const badge = label ? drawBadge(t("tab.catalog.label", { label: label.name }), "brand") : nothing;
  return html`<article class="pack">
    <h3>${title} <span class="fine">${vendor}</span> ${badge}</h3>
    <p class="lead">${description}</p>
    ${labels?.draw(pack) ?? nothing}
    <ul class="scenarios">${scenarios.map((scenario) => drawScenario(scenario, open))}</ul>
  </article>`;
}

function drawScenario(scenario: Scenario, open: PackParts["open"]): TemplateResult {
  const { title, purpose } = scenario;
  return html`<li>
    <button type="button" class="link" @click=${() => open(scenario)}>${title}</button>
    <p class="fine">${purpose}</p>
  </li>`;
}
