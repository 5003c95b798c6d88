import { html, type TemplateResult } from "lit-html";
import type { Context } from "../view/context.ts";
import { drawButton } from "../view/controls.ts";

export interface SearchParts {
  readonly text: string;
  readonly type: (text: string) => void;
  readonly ask: () => unknown;
}

/** One box for both: what is typed narrows the list down, and Enter asks it as a question. */
export function drawSearch({ t }: Context, { text, type, ask }: SearchParts): TemplateResult {
  const submit = (event: Event): void => {
    event.preventDefault();
    ask();
  };
  const input = (event: Event): void => type((event.target as HTMLInputElement).value);
  return html`<form class="search" role="search" @submit=${submit}>
    <div class="search-box">
      <label for="search">${t("tab.catalog.search.label")}</label>
      <input
        id="search"
        type="search"
        autocomplete="off"
        maxlength="2000"
        placeholder=${t("tab.catalog.search.example")}
        .value=${text}
        @input=${input}
      >
    </div>
    ${drawButton({ label: t("tab.catalog.search.ask"), press: ask, look: "primary" })}
  </form>`;
}
