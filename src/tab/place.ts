import { TEAMS_HOSTS } from "../core/teams-link.ts";

/** Pages of the tab, in the order of their links. */
export const PLACES = ["home", "catalog", "settings"] as const;
/** One of {@link PLACES}. */
export type PageId = (typeof PLACES)[number];

/** Where somebody is in the tab. */
export interface Place {
  readonly page: PageId;
  /** Selection code of the answer that is open; in the Catalog only. */
  readonly code?: string;
  /** An answer that was open before, as the page knows it until it is loaded anew. */
  readonly step?: string;
}

/** What Teams and the address say about where to begin. */
export interface Beginning {
  /** Query of the address: `?page=catalog&code=…` */
  readonly search: string;
  /** What a deep link names besides the page. */
  readonly subPageId?: string | undefined;
}

/** The address decides the page; a deep link with a selection code leads to its answer. */
export function readPlace({ search, subPageId }: Beginning): Place {
  const asked = new URLSearchParams(search);
  const page = PLACES.find((known) => known === asked.get("page")) ?? "home";
  if (page !== "catalog") return { page };
  const code = asked.get("code") ?? subPageId ?? "";
  const step = asked.get("step") ?? "";
  return { page, ...(code === "" ? {} : { code }), ...(step === "" ? {} : { step }) };
}

/** `?page=catalog&code=…`, for the page's own history. */
export function toSearch(place: Place): string {
  return `?${new URLSearchParams({ ...place })}`;
}

/** How a link of a card is opened: by Teams, in a window of the browser, or not at all. */
export function judgeLink(url: string, own: string): "teams" | "browser" | "refused" {
  if (!URL.canParse(url)) return "refused";
  const link = new URL(url);
  if (link.username !== "" || link.password !== "") return "refused";
  if (TEAMS_HOSTS.test(link.origin)) return "teams";
  if (link.protocol === "https:") return "browser";
  return isLoopback(link) && isLoopback(new URL(own)) ? "browser" : "refused";
}

function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === "http:" && hostname === "127.0.0.1";
}
