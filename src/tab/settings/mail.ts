import { html, type TemplateResult } from "lit-html";
import type { Context } from "../view/context.ts";
import { drawError } from "./error-line.ts";
import type { Errors } from "./field-error.ts";
import type { Draft } from "./form.ts";

export interface MailParts {
  readonly draft: Draft;
  readonly errors: Errors;
  readonly change: (part: Partial<Draft>) => void;
}

/** Whether approvers get mail too, and the mailbox that sends it where Consentry acts as itself. */
export function drawMail(context: Context, { draft, errors, change }: MailParts): TemplateResult {
  const { t } = context;
  const { mail, model } = draft;
  const toggle = (event: Event) =>
    change({ mail: { ...mail, isOn: (event.target as HTMLInputElement).checked } });
  const input = (event: Event) =>
    change({ mail: { ...mail, sender: (event.target as HTMLInputElement).value } });
  return html`<fieldset class="group">
    <legend>${t("tab.settings.mail.title")}</legend>
    <label class="choice"><input type="checkbox" .checked=${mail.isOn} @change=${toggle}>
      <span><span class="choice-title">${t("tab.settings.mail.isOn")}</span>
        <span class="fine">${t("tab.settings.mail.is")}</span></span></label>
    <label for="setting-mailSender">${t("tab.settings.mailSender.title")}</label>
    <input id="setting-mailSender" type="email" autocomplete="off" maxlength="320"
      aria-describedby="setting-mailSender-help setting-mailSender-error"
      aria-invalid=${errors.has("mailSender") ? "true" : "false"}
      .value=${mail.sender} @input=${input}>
    <p class="fine" id="setting-mailSender-help">${t(`tab.settings.mailSender.${model}`)}</p>
    ${drawError(context, errors, "mailSender")}
  </fieldset>`;
}
