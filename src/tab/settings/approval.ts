import { html, nothing, type TemplateResult } from "lit-html";
import { APPROVER_ROLES } from "../../core/settings/rules/approver-roles.ts";
import type { Context } from "../view/context.ts";
import { createChannelPicker } from "./channel-picker.ts";
import { drawError } from "./error-line.ts";
import type { Errors } from "./field-error.ts";
import { type Draft, listWarnings } from "./form.ts";
import { drawNumber } from "./number-field.ts";

type Approval = Draft["approval"];
type Role = (typeof APPROVER_ROLES)[number];
type Change = (part: Partial<Approval>) => void;

/** How requests are decided: by which roles too, where they are shown, by how many people, until when. */
export interface ApprovalFields {
  draw(draft: Draft, errors: Errors): TemplateResult;
}

export function createApproval(
  context: Context,
  changeDraft: (part: Partial<Draft>) => void,
): ApprovalFields {
  const { t } = context;
  let now: Approval | undefined;
  const change: Change = (part) => now && changeDraft({ approval: { ...now, ...part } });
  const picker = createChannelPicker(context, (channel) => change({ channel }));
  return {
    draw: (draft, errors) => {
      const { approval } = draft;
      now = approval;
      return html`${drawRoles(context, { approval, errors, change })}
        ${drawPlace(context, { approval, change })}
        ${approval.isInChannel ? picker.draw(approval.channel, errors) : nothing}
        <fieldset class="group">
          <legend>${t("tab.settings.rule.title")}</legend>
          ${drawTwoPerson(context, { approval, change })}
          ${listWarnings(draft).map((name) => html`<p class="warning" role="status">${t(`tab.settings.warning.${name}`)}</p>`)}
          ${drawNumber(context, { field: "approvalDays", value: approval.days, errors, change: (days) => change({ days }) })}
          ${drawNumber(context, { field: "reminderDays", value: approval.reminderDays, errors, change: (reminderDays) => change({ reminderDays }) })}
        </fieldset>`;
    },
  };
}

interface Parts {
  readonly approval: Approval;
  readonly change: Change;
}

function drawRoles(
  context: Context,
  { approval, errors, change }: Parts & { readonly errors: Errors },
): TemplateResult {
  const { t } = context;
  const isChosen = (role: Role) => approval.roles.includes(role);
  const drawOne = (role: Role, index: number): TemplateResult => {
    const toggle = (event: Event): void => {
      const isOn = (event.target as HTMLInputElement).checked;
      // In the order of the list, whatever the order in which they were ticked.
      const roles = APPROVER_ROLES.filter((one) => (one === role ? isOn : isChosen(one)));
      change({ roles });
    };
    return html`<label class="choice"><input type="checkbox"
        id=${index === 0 ? "setting-approvalRoles" : nothing}
        aria-describedby="setting-approvalRoles-error"
        .checked=${isChosen(role)} @change=${toggle}>
      <span><span class="choice-title">${t(`role.${role}`)}</span></span></label>`;
  };
  return html`<fieldset class="group">
    <legend>${t("tab.settings.approvalRoles.title")}</legend>
    <p class="fine">${t("tab.settings.approvalRoles.help")}</p>
    ${APPROVER_ROLES.map(drawOne)}
    ${drawError(context, errors, "approvalRoles")}
  </fieldset>`;
}

function drawPlace({ t }: Context, { approval, change }: Parts): TemplateResult {
  const drawOne = (place: "chats" | "channel"): TemplateResult => {
    const isInChannel = place === "channel";
    return html`<label class="choice"><input type="radio" name="approvalPlace" value=${place}
        .checked=${approval.isInChannel === isInChannel} @change=${() => change({ isInChannel })}>
      <span><span class="choice-title">${t(`tab.settings.place.${place}`)}</span>
        <span class="fine">${t(`tab.settings.place.${place}.is`)}</span></span></label>`;
  };
  return html`<fieldset class="group">
    <legend>${t("tab.settings.place.title")}</legend>
    ${drawOne("chats")}${drawOne("channel")}
  </fieldset>`;
}

function drawTwoPerson({ t }: Context, { approval, change }: Parts): TemplateResult {
  const toggle = (event: Event) =>
    change({ isTwoPerson: (event.target as HTMLInputElement).checked });
  return html`<label class="choice"><input type="checkbox"
      .checked=${approval.isTwoPerson} @change=${toggle}>
    <span><span class="choice-title">${t("tab.settings.twoPerson.title")}</span>
      <span class="fine">${t("tab.settings.twoPerson.is")}</span></span></label>`;
}
