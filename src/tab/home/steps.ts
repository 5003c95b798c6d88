import { html, nothing, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import type { Context } from "../view/context.ts";

type Row = TabOutput<"listRequests">["requests"][number];

const STEPS = ["asked", "approved", "granted", "verified"] as const;
type Step = (typeof STEPS)[number];

/** How many steps are done; a request that ended otherwise has none to come. */
const DONE: Readonly<Partial<Record<Row["state"], number>>> = {
  pending: 1,
  approved: 2,
  granted: 3,
  verified: 4,
};

/** How far a request is, as steps from asking to what Microsoft Graph shows. */
export function drawSteps({ t }: Context, row: Row): TemplateResult | typeof nothing {
  const done = DONE[row.state];
  if (done === undefined) return nothing;
  const drawStep = (step: Step, index: number): TemplateResult => {
    const isDone = index < done;
    const said = t(isDone ? "tab.requests.step.done" : "tab.requests.step.open");
    return html`<li class=${isDone ? "done" : "open"} aria-current=${index === done ? "step" : nothing}>
      <span aria-hidden="true">${isDone ? "✓" : "○"}</span>
      ${t(`tab.requests.step.${step}`)}${step === "approved" ? drawCount(row) : nothing}
      <span class="visually-hidden">${said}</span></li>`;
  };
  return html`<ol class="steps" aria-label=${t("tab.requests.steps")}>${STEPS.map(drawStep)}</ol>`;
}

function drawCount({ approvals, approvalsNeeded }: Row): TemplateResult | typeof nothing {
  return approvalsNeeded === 1 ? nothing : html` (${approvals}/${approvalsNeeded})`;
}
