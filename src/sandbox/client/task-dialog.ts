import { type Look, type Press, renderCard } from "./card.ts";
import { button, element, part } from "./element.ts";
import type { ExtensionAnswer, GivenCard, Task } from "./extension-answer.ts";

/** What stands behind a dialog. */
export interface TaskDeeds {
  /** What it is called until it says so itself. */
  readonly title: string;
  /** Asks for the dialog. */
  fetch(): Promise<ExtensionAnswer>;
  submit(data: unknown): Promise<ExtensionAnswer>;
  /** Takes a card that the dialog ended with. */
  insert(card: GivenCard): void;
  openLink(url: string): void;
  /** Resolves when the sign-in page is done; the last thing is then asked again. */
  signIn(url: string): Promise<boolean>;
}

/** Dialogs of the app: an Adaptive Card over everything else, until it is closed or answered. */
export interface TaskDialog {
  open(deeds: TaskDeeds): Promise<void>;
}

export function createTaskDialog(readLook: () => Look): TaskDialog {
  const dialog = part("dialog", "task-dialog");
  const heading = element("h2", { id: "task-dialog-title", tabindex: "-1" });
  const close = button("", { class: "icon-button", "aria-label": "Close dialog" }, () => {
    dialog.close();
  });
  close.append(element("span", { "aria-hidden": "true" }, "✕"));
  const problem = element("p", { class: "task-problem", role: "alert" });
  const status = element("p", { class: "task-status", role: "status" });
  const body = element("div", { class: "task-body" });
  dialog.replaceChildren(
    element("header", { class: "task-head" }, heading, close),
    problem,
    status,
    body,
  );
  // Each dialog has a number: what was asked for one that is closed belongs nowhere.
  let number = 0;

  const ask = async (deeds: TaskDeeds, call: () => Promise<ExtensionAnswer>): Promise<void> => {
    const own = number;
    problem.textContent = "";
    status.textContent = "One moment…";
    body.inert = true;
    const answer = await call();
    if (own !== number || !dialog.open) return;
    body.inert = false;
    status.textContent = "";
    show(answer, deeds, call);
  };
  const show = (
    answer: ExtensionAnswer,
    deeds: TaskDeeds,
    call: () => Promise<ExtensionAnswer>,
  ) => {
    switch (answer.kind) {
      case "task":
        return draw(answer.task, deeds);
      case "cards":
        return finish(answer.cards[0]?.card, deeds);
      case "message":
        return say(answer.text);
      case "sign-in":
        return body.replaceChildren(toSignIn(answer, () => void goOn(answer.url, deeds, call)));
      case "nothing":
        return dialog.close();
      case "problem":
        problem.textContent = `Something went wrong. ${answer.text}`;
        return heading.focus();
      default:
        return answer satisfies never;
    }
  };
  const finish = (card: GivenCard | undefined, deeds: TaskDeeds) => {
    dialog.close();
    if (card) deeds.insert(card);
  };
  const say = (text: string) => {
    const attributes = { class: "panel-button" };
    const done = button("Close", attributes, () => dialog.close());
    body.replaceChildren(element("p", { class: "task-said" }, text), done);
    done.focus();
  };
  const goOn = async (url: string, deeds: TaskDeeds, call: () => Promise<ExtensionAnswer>) => {
    if (await deeds.signIn(url)) await ask(deeds, call);
  };
  const draw = ({ title, card, width }: Task, deeds: TaskDeeds) => {
    if (title !== "") heading.textContent = title;
    dialog.style.width = `min(${width}px, calc(100% - 16px))`;
    const drawn = renderCard(card, readLook(), (press) => act(press, deeds));
    body.replaceChildren(drawn ?? "This card cannot be drawn.");
    body.scrollTop = 0;
    // The new card is read from its top; the button that was pressed is gone.
    heading.focus();
  };
  const act = (press: Press, deeds: TaskDeeds) => {
    if (press.kind === "open") return deeds.openLink(press.url);
    if (press.kind === "submit" || press.kind === "dialog") {
      return void ask(deeds, () => deeds.submit(press.data));
    }
    problem.textContent = "Dialogs of Teams know Action.Submit and Action.OpenUrl only.";
  };
  dialog.addEventListener("close", () => {
    // The event comes late: another dialog may be open already.
    if (dialog.open) return;
    number += 1;
    body.replaceChildren();
  });
  return {
    open: async (deeds) => {
      if (dialog.open) dialog.close();
      number += 1;
      heading.textContent = deeds.title;
      dialog.style.width = "";
      body.replaceChildren();
      dialog.showModal();
      heading.focus();
      await ask(deeds, deeds.fetch);
    },
  };
}

function toSignIn(
  { title }: Extract<ExtensionAnswer, { kind: "sign-in" }>,
  press: () => void,
): HTMLElement {
  const text = element("p", { class: "task-said" }, "The app asks you to sign in.");
  return element("div", {}, text, button(title, { class: "primary-button" }, press));
}
