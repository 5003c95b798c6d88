import { toRecord, toText } from "./host-wire.ts";

/**
 * What a link means to Teams' clients.
 * https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-links
 */
export type DeepLink =
  | { readonly kind: "chat"; readonly users: readonly string[]; readonly message: string }
  | {
      readonly kind: "page";
      readonly appId: string;
      readonly page: string;
      readonly subPage: string;
    }
  | { readonly kind: "message"; readonly conversation: string; readonly message: string }
  /** An address of this machine. */
  | { readonly kind: "window"; readonly url: string }
  /** An address elsewhere, or something of Teams that the sandbox does not have. */
  | { readonly kind: "outside"; readonly url: string }
  | { readonly kind: "broken" };

const teamsHosts: ReadonlySet<string> = new Set(["teams.microsoft.com", "teams.cloud.microsoft"]);
const loopbackHosts: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"]);

export function readDeepLink(link: string): DeepLink {
  const url = URL.parse(link);
  if (!url || !/^https?:$/.test(url.protocol)) return { kind: "broken" };
  if (loopbackHosts.has(url.hostname)) return { kind: "window", url: link };
  const isOfTeams = url.protocol === "https:" && teamsHosts.has(url.hostname);
  return (isOfTeams ? readTeamsLink(url) : undefined) ?? { kind: "outside", url: link };
}

function readTeamsLink({ pathname, searchParams }: URL): DeepLink | undefined {
  const [, l, kind, first = "", second = ""] = pathname.split("/");
  if (l !== "l") return undefined;
  if (kind === "chat") {
    const users = (searchParams.get("users") ?? "").split(",").filter((one) => one !== "");
    return { kind: "chat", users, message: searchParams.get("message") ?? "" };
  }
  if (second === "") return undefined;
  if (kind === "message") {
    return { kind: "message", conversation: decode(first), message: decode(second) };
  }
  if (kind !== "entity") return undefined;
  const subPage = readSubPage(searchParams.get("context") ?? "");
  return { kind: "page", appId: decode(first), page: decode(second), subPage };
}

/** `subEntityId` is the field's name in links; newer pages of the documentation say `subPageId`. */
function readSubPage(context: string): string {
  try {
    const { subEntityId, subPageId } = toRecord(JSON.parse(context));
    return toText(subEntityId) || toText(subPageId);
  } catch {
    // No context, or none that is JSON: Teams opens the page as such.
    return "";
  }
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** A link to a page of an app, as `pages.shareDeepLink` offers it. */
export function toPageLink(appId: string, page: string, subPage: string): string {
  const path = `https://teams.microsoft.com/l/entity/${appId}/${encodeURIComponent(page)}`;
  if (subPage === "") return path;
  return `${path}?context=${encodeURIComponent(JSON.stringify({ subEntityId: subPage }))}`;
}
