import { html, nothing, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import type { Context } from "../view/context.ts";
import { drawBadge, drawButton } from "../view/controls.ts";
import { drawFacts } from "../view/facts.ts";

type Read = TabOutput<"readRequest">;
type Packet = Read["packet"];

/** Everything that somebody has to know to decide, in the order of the card. */
export function drawPacket(context: Context, { packet }: Read): TemplateResult {
  const { t, host } = context;
  const { headings, facts, setUps, decisions, permissions, permalink } = packet;
  const open = () => void host.open(permalink);
  return html`
    ${setUps.length > 1 ? drawLines(t("tab.requests.setUps"), setUps) : nothing}
    ${drawFacts(facts.map(({ title, text }) => ({ name: title, value: text })))}
    ${drawLines(headings.warnings, packet.warnings, "warning")}
    ${drawLines(headings.changes, packet.changes, "warning")}
    ${drawPart(headings.decisions, decisions.map(drawDecision))}
    ${drawPart(
      headings.permissions,
      permissions.map((one) => drawPermission(context, one)),
    )}
    ${drawLines(headings.narrower, packet.narrower)}
    ${drawPart(
      headings.errata,
      packet.errata.map(({ title, plan }) => html`<li><strong>${title}</strong> ${plan}</li>`),
    )}
    ${drawLines(headings.next, packet.next)}
    <div class="buttons">${drawButton({ label: headings.page ?? "", press: open })}</div>`;
}

function drawPart(
  heading: string | undefined,
  items: readonly TemplateResult[],
): TemplateResult | typeof nothing {
  if (items.length === 0) return nothing;
  return html`<div class="part"><h4>${heading}</h4><ul class="lines">${items}</ul></div>`;
}

function drawLines(
  heading: string | undefined,
  lines: readonly string[],
  look = "",
): TemplateResult | typeof nothing {
  return drawPart(
    heading,
    lines.map((line) => html`<li class=${look}>${line}</li>`),
  );
}

function drawDecision({ what, by, words }: Packet["decisions"][number]): TemplateResult {
  return html`<li>${what}${by === null ? nothing : html` · ${by}`}
    ${words === "" ? nothing : html`<q class="words">${words}</q>`}</li>`;
}

function drawPermission({ t }: Context, permission: Packet["permissions"][number]): TemplateResult {
  const { value, type, resource, isConfigured, consent, plain, reasons, risk } = permission;
  return html`<li>
    <p><code>${value}</code> <span class="fine">${[type, resource].join(" · ")}</span>
      ${isConfigured ? nothing : drawBadge(t("tab.requests.added"))}</p>
    <p>${plain}</p>
    <p class="fine">${risk} · ${t("tab.requests.consent", { consent })}</p>
    ${reasons.map((reason) => html`<p class="fine">${reason}</p>`)}
  </li>`;
}
