import { html, nothing, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import type { Context } from "../view/context.ts";
import type { Draft } from "./form.ts";

type Read = TabOutput<"readModels">;
type Model = Draft["model"];

/** Says that jobs stand still, or send no mail, and what mends it; nothing where they work. */
export function drawStopped(
  context: Context,
  read: Read,
  saved: Model,
): TemplateResult | typeof nothing {
  const why = explain(context, read, saved);
  if (why === undefined) return nothing;
  return html`<section class="panel problem" aria-labelledby="stopped">
    <h2 id="stopped">${context.t("tab.jobs.stopped")}</h2>
    <p>${why}</p>
  </section>`;
}

function explain({ t, words }: Context, read: Read, saved: Model): string | undefined {
  const isAccount = saved === "service-account";
  if (isAccount && read.serviceAccount.account === null) return t("tab.jobs.stopped.account");
  const { state, missing } = isAccount ? read.serviceAccount : read.application;
  if (state !== "missing" || missing.length === 0) return undefined;
  // An account gets one token for all that the jobs do: without any of it, none.
  const isAll = isAccount || missing.some((value) => value !== "Mail.Send");
  const isMail = isAccount || missing.includes("Mail.Send");
  const what = [
    ...(isAll ? [t("tab.jobs.stopped.read")] : []),
    ...(isMail ? [t("tab.jobs.stopped.mail")] : []),
  ];
  return t("tab.jobs.stopped.consent", {
    permissions: words.list(missing),
    what: words.list(what),
  });
}
