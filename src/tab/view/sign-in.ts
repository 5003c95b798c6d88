import { html, nothing, type TemplateResult } from "lit-html";
import type { ScopeId } from "../../core/scope/index.ts";
import type { TabOutput } from "../../core/tab-api/index.ts";
import type { Failure, Outcome } from "../failure.ts";
import type { Context } from "./context.ts";
import { drawButton } from "./controls.ts";

export interface SignInOptions {
  readonly scope: ScopeId;
  readonly claims?: string | undefined;
  /** Called once the window has ended well. */
  readonly done: () => unknown;
}

/** A button that shows Microsoft's sign-in page in a window, and what became of it. */
export interface SignIn {
  draw(label: string): TemplateResult;
  /** What went wrong the last time. */
  told(): TemplateResult | typeof nothing;
}

type State =
  | { readonly kind: "idle" | "busy" | "ended" }
  | { readonly kind: "failed"; readonly failure: Failure };

type Link = Outcome<TabOutput<"signInLink">>;

/** Milliseconds for which a link is used; the server takes it for ten minutes. */
const LINK_LIFE = 8 * 60_000;

/**
 * The link is asked for as soon as somebody comes near the button: browsers let a page open a window only
 * for a moment after a click.
 */
function createLinks(context: Context, { scope, claims }: SignInOptions): () => Promise<Link> {
  let kept: { readonly link: Promise<Link>; readonly at: number } | undefined;
  return () => {
    if (kept && Date.now() - kept.at < LINK_LIFE) return kept.link;
    const body = claims === undefined ? { scope } : { scope, claims };
    const link = context.api("signInLink", { body }).then((outcome) => {
      if (outcome.kind === "failed") kept = undefined;
      return outcome;
    });
    kept = { link, at: Date.now() };
    return link;
  };
}

export function createSignIn(context: Context, options: SignInOptions): SignIn {
  const { t } = context;
  const ask = createLinks(context, options);
  let state: State = { kind: "idle" };
  const put = (next: State): void => {
    state = next;
    context.redraw();
  };
  const press = async (): Promise<void> => {
    put({ kind: "busy" });
    const link = await ask();
    if (link.kind === "failed") return put(link);
    const isDone = await context.host.signIn(link.value.url);
    if (!isDone) context.announce(t("tab.signIn.ended"));
    put({ kind: isDone ? "idle" : "ended" });
    if (isDone) options.done();
  };
  const isBusy = () => state.kind === "busy";
  return {
    draw: (label) => drawButton({ label, press, near: ask, look: "primary", isBusy: isBusy() }),
    told: () => {
      if (state.kind === "ended") return html`<p>${t("tab.signIn.ended")}</p>`;
      return state.kind === "failed" ? context.drawFailure(state.failure, press) : nothing;
    },
  };
}
