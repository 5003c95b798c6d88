import { reset } from "./api.ts";
import { part } from "./element.ts";
import type { ViewState } from "./view-state.ts";

/** The head of the page, and how all of it looks. */

/** @param fail takes why a reset did not happen */
export function listenToTools(
  readState: () => ViewState,
  go: (change: Partial<ViewState>) => void,
  fail: (error: unknown) => void,
): void {
  const theme = part("select", "theme");
  theme.addEventListener("change", () => go({ theme: theme.value as ViewState["theme"] }));
  part("button", "phone").addEventListener("click", () =>
    go({ width: readState().width === "phone" ? "desktop" : "phone" }),
  );
  part("button", "back").addEventListener("click", () =>
    go({ conversation: "", tab: "", sub: "" }),
  );
  part("button", "reset").addEventListener("click", () => void reset().catch(fail));
}

/** Sets theme and width on the document; the style sheet does the rest. */
export function dress({ theme, width, conversation }: ViewState, isNarrow: boolean): void {
  const { dataset } = document.documentElement;
  dataset.theme = theme;
  dataset.width = width;
  dataset.narrow = String(isNarrow);
  dataset.side = conversation === "" ? "rail" : "pane";
  part("select", "theme").value = theme;
  part("button", "phone").setAttribute("aria-pressed", String(width === "phone"));
}

/** Says over everything that the sandbox does not answer; empty takes that away. */
export function tellFault(text: string): void {
  const fault = part("p", "fault");
  fault.hidden = text === "";
  fault.textContent = text;
}
