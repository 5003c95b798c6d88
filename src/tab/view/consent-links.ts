import { html, nothing, type TemplateResult } from "lit-html";
import type { ScopeId } from "../../core/scope/index.ts";
import type { TabOutput } from "../../core/tab-api/index.ts";
import type { Load } from "../load.ts";
import { mayConsent } from "../who-may.ts";
import type { Context } from "./context.ts";
import { drawButton } from "./controls.ts";
import { copyText } from "./copy-text.ts";
import { drawLoad } from "./loading.ts";

type Links = TabOutput<"consentLinks">;

/** The links of a consent that takes an administrator: to be opened, or to be passed on. */
export interface ConsentLinks {
  draw(): TemplateResult | typeof nothing;
  drawButtons(): TemplateResult | typeof nothing;
}

/** Links are made when somebody asks for them: each opens a consent request that the log names. */
export function createConsentLinks(context: Context, scope: ScopeId): ConsentLinks {
  const links = context.load(() => context.api("consentLinks", { body: { scope } }));
  const { t } = context;
  const press = (): void => {
    context.focus(`#asks-${scope}`);
    void links.start();
  };
  const show = { label: t("tab.consent.show"), press, look: "primary" } as const;
  return {
    draw: () => drawLoad(context, links, (value) => drawLinks(context, scope, value)),
    drawButtons: () =>
      links.state.kind === "idle" ? drawButton(show) : drawPassOn(context, { scope, links }),
  };
}

function drawLinks(context: Context, scope: ScopeId, read: Links): TemplateResult {
  const { t, words } = context;
  const { links, roles } = read;
  const message = toMessage(context, scope, read);
  const isOpener = mayConsent(scope, context.me.roles);
  return html`
    <p id="asks-${scope}" tabindex="-1">${t("tab.consent.asks")}</p>
    <ol class="links">${links.map(
      ({ url, asksFor }) => html`<li>
        ${drawPermissions(context, scope, asksFor)}
        ${isOpener ? drawOpen(context, url, asksFor) : nothing}
      </li>`,
    )}</ol>
    <p>${t("tab.consent.roles", { roles: words.choice(roles) })}</p>
    <label for="message-${scope}">${t("tab.consent.message.label")}</label>
    <textarea id="message-${scope}" rows="4" readonly .value=${message}></textarea>`;
}

function drawPermissions(
  { t }: Context,
  scope: ScopeId,
  values: readonly string[],
): TemplateResult {
  const drawOne = (value: string): TemplateResult => {
    const key = `scope.${scope}.${value}`;
    const why = t(key);
    return html`<li><code>${value}</code> ${why === key ? nothing : html`<span class="fine">${why}</span>`}</li>`;
  };
  return html`<ul class="permissions">${values.map(drawOne)}</ul>`;
}

function drawOpen({ t, host }: Context, url: string, asksFor: readonly string[]): TemplateResult {
  const about = asksFor.join(", ");
  return drawButton({ label: t("tab.consent.open"), about, press: () => host.open(url) });
}

function drawPassOn(
  context: Context,
  { scope, links }: { readonly scope: ScopeId; readonly links: Load<Links> },
): TemplateResult | typeof nothing {
  if (links.state.kind !== "ready") return nothing;
  const message = toMessage(context, scope, links.state.value);
  const { t } = context;
  const press = async (): Promise<void> => {
    const isCopied = await copyText(message);
    context.say(t(isCopied ? "tab.consent.copied" : "tab.consent.notCopied"));
  };
  return drawButton({ label: t("tab.consent.copy"), press, look: "primary" });
}

/** What a person sends to the administrator. */
function toMessage({ t, words }: Context, scope: ScopeId, { links, roles }: Links): string {
  const lines = links.map(({ url, asksFor }) => `${words.list(asksFor)}\n${url}`);
  return [
    t("tab.consent.message", { roles: words.choice(roles) }),
    t(`scope.${scope}.why`),
    ...lines,
  ].join("\n\n");
}
