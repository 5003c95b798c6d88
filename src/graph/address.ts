import { isGuid } from "../core/guid.ts";
import type { Call } from "../core/scope/index.ts";
import { isMailAddress } from "./mime.ts";

/** Ids for the parts in braces of a call's path, by their names: `{ "team-id": "…" }`. */
export type CallParams = Readonly<Record<string, string>>;

export type CallQuery = Readonly<Record<string, string>>;

/** `19:…@thread.tacv2`; teams older than 2021 have channels of `thread.skype`. */
const CHANNEL = /^19:[\w.@:=-]{1,250}$/;

/** The address of a call; undefined when an id is none, because then there is no such thing. */
export function toAddress(
  base: string,
  { version, path }: Pick<Call, "version" | "path">,
  { params = {}, query = {} }: { readonly params?: CallParams; readonly query?: CallQuery },
): string | undefined {
  const parts = path.split("/").map((part) => fillPart(part, params));
  if (parts.includes(undefined)) return undefined;
  return `${base}/${version}${parts.join("/")}${toQuery(query)}`;
}

/** Braces stand around a whole part, or in the quotes of a key: `directoryRoles(roleTemplateId='{id}')`. */
function fillPart(part: string, params: CallParams): string | undefined {
  const [braced, name] = /\{(.+)\}/.exec(part) ?? [];
  if (braced === undefined || name === undefined) return part;
  const id = toId(name, params[name] ?? "");
  return id === undefined ? undefined : part.replace(braced, () => id);
}

function toId(name: string, given: string): string | undefined {
  if (name === "channel-id") return CHANNEL.test(given) ? encodeURIComponent(given) : undefined;
  if (name === "mailbox") return isMailAddress(given) ? encodeURIComponent(given) : undefined;
  const id = given.toLowerCase();
  return isGuid(id) ? id : undefined;
}

/** Names keep their `$`, and blanks become %20: not every part of Graph reads a plus as one. */
function toQuery(query: CallQuery): string {
  const pairs = Object.entries(query).map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  );
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

/** A link in an answer is followed on Graph's own origin and version only: the token goes with it. */
export function isFurtherPage(
  base: string,
  { version }: Pick<Call, "version">,
  link: string,
): boolean {
  if (!URL.canParse(link)) return false;
  const { origin, pathname, username, password } = new URL(link);
  const isBelow = origin === new URL(base).origin && pathname.startsWith(`/${version}/`);
  return isBelow && !username && !password;
}
