import { html, nothing, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import { toChatLink } from "../../core/teams-link.ts";
import type { Failure, Outcome } from "../failure.ts";
import type { Context } from "../view/context.ts";
import { drawButton, onEscape } from "../view/controls.ts";

type Read = TabOutput<"readRequest">;
type Decided = TabOutput<"decideRequest">;
type Step = "approve" | "decline" | "withdraw";

/** What a person may do with a request: decide on it, or take it back. */
export interface Decision {
  draw(read: Read): TemplateResult | typeof nothing;
}

export interface DecisionOptions {
  /** Unique on the page. */
  readonly id: string;
  /** Shows how the request stands after it. */
  readonly take: (read: Read) => void;
  /** Asks for it anew, after somebody else was faster. */
  readonly reload: () => Promise<void>;
}

interface Work {
  step?: Step | undefined;
  words: string;
  isBusy: boolean;
  isReasonMissing: boolean;
  /** Why the last press came to nothing, or what followed from it. */
  told: string;
  failure?: Failure | undefined;
}

export function createDecision(context: Context, options: DecisionOptions): Decision {
  const { t } = context;
  const { id } = options;
  const work: Work = { words: "", isBusy: false, isReasonMissing: false, told: "" };
  const begin = (step: Step | undefined): void => {
    Object.assign(work, { step, words: "", isReasonMissing: false, told: "", failure: undefined });
    context.focus(step === undefined ? `#${id}-acts` : `#${id}-really`);
  };
  const run = async (read: Read, step: Step): Promise<void> => {
    if (work.isBusy) return;
    work.isReasonMissing = step === "decline" && work.words.trim() === "";
    if (work.isReasonMissing) return context.focus(`#${id}-words`);
    work.isBusy = true;
    context.redraw();
    const outcome = await send(context, { read, step, words: work.words.trim() });
    work.isBusy = false;
    await settle(context, { options, work }, outcome);
  };
  return {
    draw: (read) => {
      const { step } = work;
      const told =
        work.told === "" ? nothing : html`<p class="told" role="status">${work.told}</p>`;
      const retry = () => (step ? run(read, step) : undefined);
      const failed = work.failure ? context.drawFailure(work.failure, retry) : nothing;
      const acts = step
        ? drawReally(context, {
            id,
            step,
            work,
            run: () => run(read, step),
            cancel: () => begin(undefined),
          })
        : drawActs(context, { id, read, begin });
      return html`${told}${failed}${acts}${read.request.state === "approved" ? drawChat(context, t("tab.requests.consentInChat")) : nothing}`;
    },
  };
}

interface Sending {
  readonly read: Read;
  readonly step: Step;
  readonly words: string;
}

function send(context: Context, { read, step, words }: Sending): Promise<Outcome<Decided>> {
  const { id, etag } = read.request;
  const params = { request: id };
  if (step === "withdraw") return context.api("withdrawRequest", { params, etag });
  const body =
    step === "approve"
      ? ({ kind: "approve", comment: words } as const)
      : ({ kind: "decline", reason: words } as const);
  return context.api("decideRequest", { params, etag, body });
}

interface Settling {
  readonly options: DecisionOptions;
  readonly work: Work;
}

/** Says what followed; after somebody else was faster, shows how it stands and lets the person look again. */
async function settle(
  context: Context,
  { options, work }: Settling,
  outcome: Outcome<Decided>,
): Promise<void> {
  const { t } = context;
  work.failure = undefined;
  if (outcome.kind === "ok") {
    const { request, packet } = outcome.value;
    work.told = toTold(t, outcome.value);
    work.step = undefined;
    options.take({ request, packet });
    return context.focus(`#${options.id}-acts`);
  }
  if (outcome.failure.code !== "conflict") {
    work.failure = outcome.failure;
    return context.redraw();
  }
  work.step = undefined;
  work.told = t("tab.requests.conflict");
  await options.reload();
  context.focus(`#${options.id}-acts`);
}

function toTold(t: Context["t"], decided: Decided): string {
  if (decided.kind === "refused") return t(`tab.requests.refused.${decided.why}`);
  const { state } = decided.request;
  return t(decided.isLast ? `tab.requests.done.${state}` : "tab.requests.done.first");
}

interface Acts {
  readonly id: string;
  readonly read: Read;
  readonly begin: (step: Step) => void;
}

function drawActs({ t }: Context, { id, read, begin }: Acts): TemplateResult | typeof nothing {
  const { mayDecide, mayWithdraw } = read.request;
  const about = read.request.title;
  const draw = (step: Step, look?: "primary") =>
    drawButton({
      label: t(`tab.requests.${step}`),
      about,
      press: () => begin(step),
      ...(look && { look }),
    });
  return html`<div class="buttons" id="${id}-acts" tabindex="-1">
    ${mayDecide ? html`${draw("approve", "primary")}${draw("decline")}` : nothing}
    ${mayWithdraw ? draw("withdraw") : nothing}
  </div>`;
}

interface Really {
  readonly id: string;
  readonly step: Step;
  readonly work: Work;
  readonly run: () => Promise<void>;
  readonly cancel: () => void;
}

function drawReally(context: Context, parts: Really): TemplateResult {
  const { t } = context;
  const { id, step, work, run, cancel } = parts;
  return html`<section class="panel" aria-labelledby="${id}-really" @keydown=${onEscape(cancel)}>
    <h4 id="${id}-really" tabindex="-1">${t(`tab.requests.${step}.really`)}</h4>
    <p>${t(`tab.requests.${step}.follows`)}</p>
    ${step === "withdraw" ? nothing : drawWords(context, parts)}
    <div class="buttons">
      ${drawButton({ label: t(`tab.requests.${step}.yes`), press: run, look: "primary", isBusy: work.isBusy })}
      ${drawButton({ label: t("tab.button.cancel"), press: cancel })}
    </div>
  </section>`;
}

/** Longest comment or reason; the server has the same. */
const WORDS = 500;

function drawWords({ t }: Context, { id, step, work }: Really): TemplateResult {
  const type = (event: Event): void => {
    work.words = (event.target as HTMLTextAreaElement).value;
  };
  const error = work.isReasonMissing ? t("tab.requests.reasonMissing") : "";
  return html`<label for="${id}-words">${t(`tab.requests.${step}.words`)}</label>
    <textarea id="${id}-words" rows="3" maxlength=${WORDS} aria-describedby="${id}-words-error"
      aria-invalid=${work.isReasonMissing ? "true" : "false"} .value=${work.words} @input=${type}></textarea>
    <p id="${id}-words-error" class="field-error">${error}</p>`;
}

/** The consent itself is given on Microsoft's page, which the chat leads to. */
function drawChat({ t, me, host }: Context, text: string): TemplateResult {
  const press = () => void host.open(toChatLink(host.teams, me.botId));
  return html`<p>${text}</p>
    <div class="buttons">${drawButton({ label: t("tab.requests.openChat"), press })}</div>`;
}
