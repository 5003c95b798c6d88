/** What the page shows; kept in the address, so that a link or a script opens it directly. */
export interface ViewState {
  /** Alias or id of a person. */
  readonly as: string;
  /** Empty for the list of conversations on a narrow page. */
  readonly conversation: string;
  /** Id of the message that is looked for; empty once it was shown. */
  readonly message: string;
  readonly theme: Theme;
  readonly width: "desktop" | "phone";
  /** The panel beside the conversation; empty for none. */
  readonly panel: PanelName | "";
  /** Page of the app beside its chat; empty for the chat itself. */
  readonly tab: TabName | "";
  /** What that page shows of itself; empty for the page as such. */
  readonly sub: string;
}

export type Theme = "light" | "dark" | "contrast";

const themes: readonly Theme[] = ["light", "dark", "contrast"];

export const panelNames = ["tenant", "mail", "clock", "faults"] as const;
export type PanelName = (typeof panelNames)[number];

/** Pages of the app, by the ids of its manifest. */
export const tabNames = ["home", "catalog", "settings"] as const;
export type TabName = (typeof tabNames)[number];

/**
 * Reads `#as=…&conversation=…&message=…&theme=…&width=…&panel=…&tab=…&sub=…`; what is missing or unknown gets its
 * default.
 */
export function parseViewState(hash: string): ViewState {
  const fields = new URLSearchParams(hash.replace(/^#/, ""));
  const theme = themes.find((one) => one === fields.get("theme"));
  const panel = panelNames.find((one) => one === fields.get("panel"));
  const tab = toTabName(fields.get("tab") ?? "");
  return {
    as: fields.get("as") ?? "",
    conversation: fields.get("conversation") ?? "",
    message: fields.get("message") ?? "",
    theme: theme ?? "light",
    width: fields.get("width") === "phone" ? "phone" : "desktop",
    panel: panel ?? "",
    tab: tab ?? "",
    sub: tab ? (fields.get("sub") ?? "") : "",
  };
}

/** The page of that id; undefined where the app has none. */
export function toTabName(id: string): TabName | undefined {
  return tabNames.find((one) => one === id);
}

export function formatViewState(state: ViewState): string {
  return `#${new URLSearchParams({ ...state })}`;
}
