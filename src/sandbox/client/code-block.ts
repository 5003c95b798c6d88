import type * as AdaptiveCards from "adaptivecards";
import { type Code, readCode } from "./code.ts";
import { button, element } from "./element.ts";

/** Lines that Teams shows before somebody expands the block. */
const foldedLines = 10;

/**
 * The elements that Teams draws on the desktop: those of the renderer, and CodeBlock. Phones do not know it
 * and take its fallback.
 */
export function toDesktopElements(): AdaptiveCards.CardObjectRegistry<AdaptiveCards.CardElement> {
  const { CardElement, CardObjectRegistry, GlobalRegistry, Versions } = window.AdaptiveCards;
  const registry = new CardObjectRegistry<AdaptiveCards.CardElement>();
  GlobalRegistry.defaultElements.copyTo(registry);
  class CodeBlock extends CardElement {
    #code = readCode({});

    override getJsonTypeName(): string {
      return "CodeBlock";
    }

    override internalParse(
      source: AdaptiveCards.PropertyBag,
      context: AdaptiveCards.SerializationContext,
    ): void {
      super.internalParse(source, context);
      this.#code = readCode(source);
    }

    override internalRender(): HTMLElement {
      return renderCode(this.#code);
    }
  }
  registry.register("CodeBlock", CodeBlock, Versions.v1_5);
  return registry;
}

/** Draws a code block with its line numbers and a button that copies it. */
function renderCode({ text, language, firstLine }: Code): HTMLElement {
  const lines = text.split("\n");
  const code = element("code", {}, ...lines.map((line, index) => toLine(line, firstLine + index)));
  const attributes = { class: "code-lines", tabindex: "0", role: "region" };
  const body = element("pre", { ...attributes, "aria-label": `Code, ${language}` }, code);
  const told = element("span", { class: "code-told", role: "status" });
  const copy = button("Copy", { class: "code-button" }, () => void copyText(text, told));
  const head = element("div", { class: "code-head" }, element("span", {}, language), told, copy);
  const block = element("div", { class: "code-block" }, head, body);
  if (lines.length > foldedLines) block.append(toFold(body));
  return block;
}

function toLine(line: string, number: number): HTMLElement {
  const text = element("span", { class: "code-text" }, line);
  return element("span", { class: "code-line", "data-number": String(number) }, text, "\n");
}

function toFold(body: HTMLElement): HTMLElement {
  body.classList.add("folded");
  const fold = button("Expand", { class: "code-button", "aria-expanded": "false" }, () => {
    const isFolded = body.classList.toggle("folded");
    fold.textContent = isFolded ? "Expand" : "Collapse";
    fold.setAttribute("aria-expanded", String(!isFolded));
  });
  return fold;
}

async function copyText(text: string, told: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    told.textContent = "Copied";
  } catch {
    // The browser does not let the page: the text can still be selected.
    told.textContent = "Your browser does not let the page copy. Select the lines instead.";
  }
}
