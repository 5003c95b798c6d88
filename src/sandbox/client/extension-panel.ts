import { button, element } from "./element.ts";
import type { ExtensionAnswer, FoundCard } from "./extension-answer.ts";
import {
  type Extension,
  type ExtensionCommand,
  listActions,
  listQueries,
  pageSize,
} from "./extension-model.ts";
import { createResults } from "./extension-results.ts";

export interface ExtensionPanelDeeds {
  query(command: ExtensionCommand, text: string, skip: number): Promise<ExtensionAnswer>;
  choose(found: FoundCard): Promise<void>;
  run(command: ExtensionCommand): void;
  signIn(url: string): Promise<void>;
  /** Closes the panel, and gives the keyboard back. */
  leave(): void;
}

/** What opens over the box: searches of the app, and its dialogs. */
export interface ExtensionPanel {
  show(extension: Extension): void;
  hide(): void;
}

/** While somebody still types, nothing is asked. In milliseconds. */
const typingPause = 300;

export function createExtensionPanel(
  place: HTMLElement,
  appName: string,
  deeds: ExtensionPanelDeeds,
): ExtensionPanel {
  const status = element("p", { class: "extension-status", role: "status" });
  const problem = element("p", { class: "extension-problem", role: "alert" });
  const input = element("input", { ...inputAttributes });
  const choices = element("div", { class: "extension-choices", role: "group" });
  choices.setAttribute("aria-label", "Search in");
  const signIn = element("div", {});
  const more = button(
    "More results",
    { class: "panel-button extension-more" },
    () => void read(true),
  );
  const results = createResults(input, (found) => void choose(found));
  const actions = element("div", { class: "extension-actions" });
  let commands: readonly ExtensionCommand[] = [];
  let command: ExtensionCommand | undefined;
  let timer = 0;
  let asked = 0;
  let hasMore = false;

  const tell = (text: string, fault = "") => {
    status.textContent = text;
    problem.textContent = fault;
  };
  const show = (answer: ExtensionAnswer, isMore: boolean) => {
    signIn.replaceChildren();
    if (answer.kind !== "cards") {
      results.clear();
      more.hidden = true;
      hasMore = false;
      if (answer.kind === "sign-in") signIn.append(toSignIn(answer, deeds, () => void read(false)));
      return tell(...toWords(answer, appName));
    }
    const { cards } = answer;
    results.show(cards, isMore);
    hasMore = cards.length >= pageSize;
    more.hidden = !hasMore;
    tell(toCount(results.count(), hasMore));
  };
  const read = async (isMore: boolean) => {
    if (!command || (input.value.trim() === "" && !command.initialRun)) {
      results.clear();
      more.hidden = true;
      return tell(command ? `Type to search in ${appName}.` : "");
    }
    asked += 1;
    const own = asked;
    tell("Searching…");
    const answer = await deeds.query(command, input.value.trim(), isMore ? results.count() : 0);
    // A later search that overtook this one wins.
    if (own === asked) show(answer, isMore);
  };
  const choose = async (found: FoundCard) => {
    tell("Asking for the card…");
    await deeds.choose(found);
    tell("");
  };
  const pick = (next: ExtensionCommand) => {
    command = next;
    input.setAttribute("aria-label", toInputLabel(next));
    input.placeholder = toInputLabel(next);
    for (const [index, one] of [...choices.children].entries())
      one.setAttribute("aria-pressed", String(commands[index] === next));
    results.clear();
    void read(false);
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void read(false), typingPause);
  });
  input.addEventListener("keydown", (event) => {
    // Enter would send the message that the box holds.
    if (event.key === "Enter") event.preventDefault();
    results.press(event);
  });
  results.list.addEventListener("scroll", () => {
    const { scrollTop, clientHeight, scrollHeight } = results.list;
    if (hasMore && scrollTop + clientHeight > scrollHeight - 40) {
      hasMore = false;
      void read(true);
    }
  });
  place.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    deeds.leave();
  });
  const close = button("", { class: "icon-button", "aria-label": `Close ${appName}` }, deeds.leave);
  close.append(element("span", { "aria-hidden": "true" }, "✕"));
  const title = element("h2", { id: "extension-title" }, appName);
  const head = element("div", { class: "extension-head" }, title, close);
  place.replaceChildren(head, choices, input, problem, signIn, results.list, status, more, actions);
  return {
    show: (extension) => {
      commands = listQueries(extension);
      command = undefined;
      input.value = "";
      input.hidden = commands.length === 0;
      results.clear();
      more.hidden = true;
      choices.hidden = commands.length < 2;
      choices.replaceChildren(
        ...commands.map((one) => button(one.title, { class: "suggestion" }, () => pick(one))),
      );
      actions.replaceChildren(...toActions(extension, deeds));
      tell(commands.length + actions.childElementCount > 0 ? "" : toNothing(appName));
      place.hidden = false;
      const [first] = commands;
      if (first) pick(first);
      (first ? input : close).focus();
    },
    hide: () => {
      clearTimeout(timer);
      asked += 1;
      place.hidden = true;
    },
  };
}

const inputAttributes = {
  type: "search",
  class: "extension-input",
  role: "combobox",
  autocomplete: "off",
  "aria-expanded": "true",
  "aria-autocomplete": "list",
  "aria-controls": "extension-results",
};

function toInputLabel({ title, parameters }: ExtensionCommand): string {
  return parameters[0]?.title ?? title;
}

function toWords(
  answer: Exclude<ExtensionAnswer, { kind: "cards" }>,
  appName: string,
): [string, string?] {
  switch (answer.kind) {
    case "message":
      return [answer.text];
    case "problem":
      return ["", `The search failed. ${answer.text}`];
    case "sign-in":
      return [`${appName} asks you to sign in.`];
    case "nothing":
      return [noResults];
    case "task":
      return ["", "The search failed. A search cannot open a dialog."];
    default:
      return answer satisfies never;
  }
}

const noResults = "No results.";

function toCount(count: number, hasMore: boolean): string {
  if (count === 0) return noResults;
  if (count === 1) return "1 result.";
  return hasMore ? `${count} results, and more.` : `${count} results.`;
}

function toNothing(appName: string): string {
  return `You do not have ${appName}, or it has no message extension.`;
}

function toActions(extension: Extension, { run }: ExtensionPanelDeeds): readonly HTMLElement[] {
  return listActions(extension, "compose").map((command) => {
    const { title, description } = command;
    return button(title, { class: "panel-button", title: description }, () => run(command));
  });
}

function toSignIn(
  { title, url }: Extract<ExtensionAnswer, { kind: "sign-in" }>,
  { signIn }: ExtensionPanelDeeds,
  again: () => void,
): HTMLElement {
  return button(title, { class: "primary-button" }, () => void signIn(url).then(again));
}
