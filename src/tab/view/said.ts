import { html, type TemplateResult } from "lit-html";

/** What the page says in passing. */
export interface Said {
  /** To everybody, for a moment. */
  say(text: string): void;
  /** To those who cannot see it where it stands. */
  announce(text: string): void;
  draw(): TemplateResult;
}

/** How long something that was said stays to be read, in milliseconds. */
const SAID_FOR = 6000;

export function createSaid(redraw: () => void): Said {
  let said = "";
  let announced = "";
  const put = (text: string): void => {
    said = text;
    redraw();
  };
  return {
    say: (text) => {
      put(text);
      setTimeout(() => said === text && put(""), SAID_FOR);
    },
    announce: (text) => {
      announced = text;
      redraw();
    },
    draw: () => html`
      <p class="said" role="status" aria-live="polite">${said}</p>
      <p class="visually-hidden" role="status" aria-live="polite">${announced}</p>`,
  };
}
