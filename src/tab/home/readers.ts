import { html, nothing, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import type { Context } from "../view/context.ts";

type Readers = TabOutput<"readChannel">["readers"];

/** Who would read a result that is shared there; guests are named, so that nobody overlooks them. */
export function drawReaders(context: Context, readers: Readers, title: string): TemplateResult {
  const { t, words } = context;
  const { total, owners, isCut, names, guests } = readers;
  const say = (part: string, count: number) =>
    t(`tab.home.readers.${part}.${words.form(count)}`, { count: words.number(count) });
  const counts = [say(isCut ? "least" : "people", total), say("owners", owners)];
  if (guests.length > 0) counts.push(say("guests", guests.length));
  return html`<p><span class="label">${title}</span> ${counts.join(" · ")}</p>
    ${guests.length === 0 ? nothing : drawGuests(context, guests)}
    ${
      names.length === 0
        ? nothing
        : html`<details class="names">
      <summary>${t("tab.home.readers.names")}</summary>
      <p>${words.list(names)}${names.length + guests.length < total ? t("tab.home.readers.more") : nothing}</p>
    </details>`
    }`;
}

function drawGuests({ t, words }: Context, guests: readonly string[]): TemplateResult {
  return html`<p class="warning"><strong>${t("tab.home.readers.warning")}</strong> ${words.list(guests)}</p>`;
}
