import { part } from "./element.ts";

/** How long Teams shows it, unless a message comes before. In milliseconds. */
const shownFor = 10_000;

/** The line that says that the bot is typing. */
export function createTyping(botName: string) {
  const line = part("p", "typing");
  let timer = 0;
  const hide = () => {
    clearTimeout(timer);
    line.textContent = "";
  };
  return {
    show: () => {
      hide();
      line.textContent = `${botName} is typing`;
      timer = window.setTimeout(hide, shownFor);
    },
    hide,
  };
}
