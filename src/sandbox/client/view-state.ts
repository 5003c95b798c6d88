/** What the page shows; kept in the address, so that a link or a script opens it directly. */
export interface ViewState {
  /** Alias or id of a person. */
  readonly as: string;
  /** Empty for the list of conversations on a narrow page. */
  readonly conversation: string;
  readonly theme: Theme;
  readonly width: "desktop" | "phone";
}

export type Theme = "light" | "dark" | "contrast";

const themes: readonly Theme[] = ["light", "dark", "contrast"];

/** Reads `#as=…&conversation=…&theme=…&width=…`; what is missing or unknown gets its default. */
export function parseViewState(hash: string): ViewState {
  const fields = new URLSearchParams(hash.replace(/^#/, ""));
  const theme = themes.find((one) => one === fields.get("theme"));
  return {
    as: fields.get("as") ?? "",
    conversation: fields.get("conversation") ?? "",
    theme: theme ?? "light",
    width: fields.get("width") === "phone" ? "phone" : "desktop",
  };
}

export function formatViewState(state: ViewState): string {
  return `#${new URLSearchParams({ ...state })}`;
}
