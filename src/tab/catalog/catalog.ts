import { html } from "lit-html";
import type { Context, Page } from "../view/context.ts";
import { createAnswers } from "./answers.ts";
import { createPacks } from "./packs.ts";
import { drawSearch } from "./search.ts";

/** The Catalog: packs with their scenarios, and answers drawn as the cards that the chat has. */
export function createCatalog(context: Context): Page {
  const answers = createAnswers(context);
  const packs = createPacks(context, (title) => void answers.ask(title));
  let text = "";
  const type = (typed: string): void => {
    text = typed;
    context.redraw();
  };
  const ask = () => (text.trim() === "" ? undefined : answers.ask(text.trim()));
  return {
    id: "catalog",
    enter: (place) => {
      packs.want();
      answers.show(place);
      context.redraw();
    },
    draw: () => html`
      <h1 id="page-title" tabindex="-1">${context.t("tab.nav.catalog")}</h1>
      ${drawSearch(context, { text, type, ask })}
      ${answers.isOpen() ? answers.draw() : packs.draw(text)}`,
  };
}
