import { render, type TemplateResult } from "lit-html";

/** Draws the page again when it is told to, once for all that changed meanwhile. */
export interface Drawing {
  redraw(): void;
  /** Moves the focus there once it is drawn; never away from somebody who is typing. */
  focus(selector: string): void;
}

export function createDrawing(root: HTMLElement, draw: () => TemplateResult): Drawing {
  let isDue = false;
  let wanted: string | undefined;
  const run = (): void => {
    isDue = false;
    render(draw(), root);
    const target = wanted === undefined ? null : root.querySelector<HTMLElement>(wanted);
    if (target) wanted = undefined;
    if (target && !isTyping()) target.focus();
  };
  const redraw = (): void => {
    if (isDue) return;
    isDue = true;
    queueMicrotask(run);
  };
  return {
    redraw,
    focus: (selector) => {
      wanted = selector;
      redraw();
    },
  };
}

function isTyping(): boolean {
  const active = document.activeElement;
  const isField = active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement;
  return isField && active.value !== "";
}
