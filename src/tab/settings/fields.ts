import { html, nothing, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import { LANGUAGES } from "../texts.ts";
import type { Context } from "../view/context.ts";
import { drawFacts } from "../view/facts.ts";
import { type Draft, type Field, type FieldError, RETENTION } from "./form.ts";
import type { Models } from "./models.ts";
import { createPeople } from "./people.ts";

type Read = TabOutput<"readSettings">;
type Operator = Read["operator"];
type Errors = ReadonlyMap<Field, FieldError>;

export interface FieldOptions {
  readonly change: (part: Partial<Draft>) => void;
  readonly models: Models;
}

/** Draws the fields of the form. */
export interface Fields {
  draw(draft: Draft, errors: Errors, base: Read): TemplateResult;
}

export function createFields(context: Context, { change, models }: FieldOptions): Fields {
  const approvers = createPeople(context, "approvers", (people) => change({ approvers: people }));
  const managers = createPeople(context, "catalogManagers", (people) =>
    change({ catalogManagers: people }),
  );
  return {
    draw: (draft, errors, { settings, operator }) => html`
      ${approvers.draw(draft.approvers, drawError(context, errors, "approvers"))}
      ${managers.draw(draft.catalogManagers, drawError(context, errors, "catalogManagers"))}
      ${drawApps(context, { draft, errors, change })}
      ${models.draw(draft.model, (model) => change({ model }), settings.model)}
      ${drawGeneral(context, { draft, errors, change })}
      ${drawOperator(context, operator)}`,
  };
}

interface Parts {
  readonly draft: Draft;
  readonly errors: Errors;
  readonly change: (part: Partial<Draft>) => void;
}

/** What is wrong with a field, where its control finds it by id. */
function drawError({ t }: Context, errors: Errors, field: Field): TemplateResult {
  const error = errors.get(field);
  const said = error ? t(`tab.settings.error.${error.what}`, error.values) : "";
  return html`<p id="setting-${field}-error" class="field-error">${said}</p>`;
}

function drawApps(context: Context, { draft, errors, change }: Parts): TemplateResult {
  const { t } = context;
  const input = (event: Event) =>
    change({ allowedApps: (event.target as HTMLTextAreaElement).value });
  return html`<section class="group">
    <h2>${t("tab.settings.allowedApps.title")}</h2>
    <p class="fine" id="setting-allowedApps-help">${t("tab.settings.allowedApps.help")}</p>
    <label for="setting-allowedApps">${t("tab.settings.allowedApps.label")}</label>
    <textarea
      id="setting-allowedApps"
      rows="4"
      spellcheck="false"
      autocapitalize="off"
      aria-describedby="setting-allowedApps-help setting-allowedApps-error"
      aria-invalid=${errors.has("allowedApps") ? "true" : "false"}
      .value=${draft.allowedApps}
      @input=${input}
    ></textarea>
    ${drawError(context, errors, "allowedApps")}
  </section>`;
}

function drawGeneral(context: Context, parts: Parts): TemplateResult {
  return html`<section class="group">
    <h2>${context.t("tab.settings.general.title")}</h2>
    ${drawLanguage(context, parts)}
    ${drawRetention(context, parts)}
  </section>`;
}

function drawLanguage({ t }: Context, { draft, change }: Parts): TemplateResult {
  const pick = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    const language = LANGUAGES.find((known) => known === value);
    if (language) change({ language });
  };
  return html`<label for="setting-language">${t("tab.settings.language.title")}</label>
    <select id="setting-language" aria-describedby="setting-language-help" @change=${pick}>
      ${LANGUAGES.map((id) => html`<option value=${id} .selected=${id === draft.language}>${t(`tab.language.${id}`)}</option>`)}
    </select>
    <p class="fine" id="setting-language-help">${t("tab.settings.language.help")}</p>`;
}

function drawRetention(context: Context, { draft, errors, change }: Parts): TemplateResult {
  const { t } = context;
  const input = (event: Event) =>
    change({ retentionDays: (event.target as HTMLInputElement).value });
  return html`<label for="setting-retentionDays">${t("tab.settings.retentionDays.title")}</label>
    <input
      id="setting-retentionDays"
      inputmode="numeric"
      autocomplete="off"
      aria-describedby="setting-retentionDays-help setting-retentionDays-error"
      aria-invalid=${errors.has("retentionDays") ? "true" : "false"}
      .value=${draft.retentionDays}
      @input=${input}
    >
    <p class="fine" id="setting-retentionDays-help">${t("tab.settings.retentionDays.help", RETENTION)}</p>
    ${drawError(context, errors, "retentionDays")}`;
}

/** What the operator has set where Consentry runs: it can be read here only. */
function drawOperator({ t, words }: Context, operator: Operator): TemplateResult {
  const { cloud, allowedApps, domains } = operator;
  const listed = allowedApps === "*" ? t("tab.settings.operator.allApps") : allowedApps.join(", ");
  const none = t("tab.settings.operator.none");
  return html`<section class="group">
    <h2>${t("tab.settings.operator.title")}</h2>
    <p class="fine">${t("tab.settings.operator.help")}</p>
    ${drawFacts([
      { name: t("tab.settings.operator.cloud"), value: cloud },
      { name: t("tab.settings.operator.apps"), value: listed === "" ? none : listed },
      {
        name: t("tab.settings.operator.domains"),
        value: domains.length === 0 ? none : words.list(domains),
      },
    ])}
  </section>${nothing}`;
}
