import { html, nothing, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import { toChatLink } from "../../core/teams-link.ts";
import type { Press, RenderOptions } from "../card/card.ts";
import type { Outcome } from "../failure.ts";
import type { Load } from "../load.ts";
import type { Place } from "../place.ts";
import type { Context } from "../view/context.ts";
import { drawAnswer, drawInChat, type Shown } from "./answer.ts";

type Reply = TabOutput<"ask">;

/** What was asked, and what came of it. */
export interface Answers {
  isOpen(): boolean;
  /** Asks a question in words. What is open is what a follow-up builds on. */
  ask(text: string): Promise<void>;
  /** Opens what a place of the history names: an answer that was open, one by its code, or none. */
  show(place: Place): void;
  draw(): TemplateResult;
}

type Ask = () => Promise<Outcome<Reply>>;

/** Makes the answers of the Catalog. Those that were open stay as they are for Back. */
export function createAnswers(context: Context): Answers {
  const kept = new Map<string, Shown>();
  let shown: Shown | undefined;
  let message: string | undefined;
  let asking: Load<Reply> | undefined;

  const run = (ask: Ask, isNew: boolean): Promise<void> => {
    const load: Load<Reply> = context.load(async () => {
      const outcome = await ask();
      if (outcome.kind === "failed" || asking !== load) return outcome;
      return settle(outcome.value, isNew);
    });
    asking = load;
    return load.start();
  };

  const settle = async (reply: Reply, isNew: boolean): Promise<Outcome<Reply>> => {
    message = reply.kind === "in-chat" ? reply.message : undefined;
    if (reply.kind === "in-chat") openChat(context, reply.message);
    else {
      const next = await drawCard(reply, { press, more: context.t("tab.card.more") });
      if (!next) return { kind: "failed", failure: { code: "offline" } };
      shown = next;
      if (isNew) context.note(keep(kept, next));
      context.announce(reply.summary.slice(0, 200));
    }
    asking = undefined;
    context.focus(message === undefined ? "#answer-title" : "#in-chat");
    return { kind: "ok", value: reply };
  };

  const press = (pressed: Press): void => {
    if (pressed.kind === "open") return void context.host.open(pressed.url);
    if (asking?.state.kind === "loading") return;
    const { verb, data } = pressed;
    void run(() => context.api("press", { body: { verb, data } }), true);
  };

  return {
    isOpen: () => shown !== undefined || asking !== undefined || message !== undefined,
    ask: (text) => {
      const earlier = shown?.reply.earlier ?? "";
      const body = earlier === "" ? { text } : { text, earlier };
      return run(() => context.api("ask", { body }), true);
    },
    show: ({ code, step }) => {
      message = undefined;
      asking = undefined;
      shown = step === undefined ? undefined : kept.get(step);
      if (!shown && code !== undefined)
        void run(() => context.api("ask", { body: { code } }), false);
    },
    draw: () => html`
      ${message === undefined ? nothing : drawInChat(context, () => openChat(context, message))}
      ${drawAnswer(context, { shown, asking })}`,
  };
}

function openChat({ host, me }: Context, message: string | undefined): void {
  void host.open(toChatLink(host.teams, me.botId, message));
}

/** The renderer is a file of its own, loaded with the first card. */
async function drawCard(
  reply: Extract<Reply, { kind: "card" }>,
  options: Pick<RenderOptions, "press" | "more">,
): Promise<Shown | undefined> {
  const renderer = await import("../card/card.ts").catch(() => undefined);
  if (!renderer) return undefined;
  const isNarrow = window.matchMedia("(max-width: 480px)").matches;
  return { reply, element: renderer.renderCard(reply.card, { isNarrow, ...options }) };
}

/** How many answers are kept for Back. */
const KEPT = 30;

function keep(kept: Map<string, Shown>, shown: Shown): Place {
  const step = Date.now().toString(36);
  kept.set(step, shown);
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
  const code = shown.reply.earlier;
  return code === "" ? { page: "catalog", step } : { page: "catalog", code, step };
}
