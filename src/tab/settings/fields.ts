import { html, nothing, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import { LANGUAGES } from "../texts.ts";
import type { Context } from "../view/context.ts";
import { drawFacts } from "../view/facts.ts";
import { createApproval } from "./approval.ts";
import { drawError } from "./error-line.ts";
import type { Errors } from "./field-error.ts";
import type { Draft } from "./form.ts";
import { drawMail } from "./mail.ts";
import type { Models } from "./models.ts";
import { drawNumber } from "./number-field.ts";
import { createPeople } from "./people.ts";

type Read = TabOutput<"readSettings">;
type Operator = Read["operator"];

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
  const approval = createApproval(context, change);
  const managers = createPeople(context, "catalogManagers", (people) =>
    change({ catalogManagers: people }),
  );
  return {
    draw: (draft, errors, { settings, operator }) => html`
      ${approvers.draw(draft.approvers, drawError(context, errors, "approvers"))}
      ${approval.draw(draft, errors)}
      ${drawMail(context, { draft, errors, change })}
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
  const { draft, errors, change } = parts;
  return html`<section class="group">
    <h2>${context.t("tab.settings.general.title")}</h2>
    ${drawLanguage(context, parts)}
    ${drawNumber(context, { field: "watchHours", value: draft.watchHours, errors, change: (watchHours) => change({ watchHours }) })}
    ${drawNumber(context, { field: "retentionDays", value: draft.retentionDays, errors, change: (retentionDays) => change({ retentionDays }) })}
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
