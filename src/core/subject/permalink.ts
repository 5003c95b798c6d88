import { formatSubject, type Subject } from "./subject.ts";

/** A permalink in a text, and the text without it. */
export interface FoundPermalink {
  /** For `readSubject`. */
  readonly code: string;
  readonly rest: string;
}

/**
 * The address of a subject's page, readable without Teams.
 * @param publicUrl address of this server, without a slash at the end
 */
export function toPermalink(publicUrl: string, subject: Subject): string {
  return `${publicUrl}/p/${formatSubject(subject)}`;
}

/** The address of an export of a subject: `…/p/<code>/export/<format>`. */
export function toExportLink(publicUrl: string, subject: Subject, format: string): string {
  return `${toPermalink(publicUrl, subject)}/export/${format}`;
}

/** What may stand around an address in a text, and does not belong to it. */
const AROUND = String.raw`\s<>()[\]{}"'„“”«»|`;
const ADDRESS = new RegExp(`(?<![^${AROUND}])https?://[^${AROUND}]+`, "gi");

/** The first permalink of this server in a text; undefined where there is none. */
export function findPermalink(publicUrl: string, text: string): FoundPermalink | undefined {
  for (const { 0: address, index } of text.matchAll(ADDRESS)) {
    const code = readPermalink(publicUrl, address.replace(/[.,:;!?]+$/, ""));
    if (code === undefined) continue;
    const rest = `${text.slice(0, index)} ${text.slice(index + address.length)}`;
    return {
      code,
      rest: rest
        .replaceAll(/<\s*>|\(\s*\)/g, " ")
        .replaceAll(/\s+/g, " ")
        .trim(),
    };
  }
  return undefined;
}

/**
 * The code in an address, where it is a permalink of exactly this server, or leads to an export or a part of
 * its page.
 * @returns undefined for any other address, also one that only looks like ours
 */
export function readPermalink(publicUrl: string, address: string): string | undefined {
  const link = URL.parse(address);
  const own = URL.parse(publicUrl);
  if (!link || !own || link.origin !== own.origin) return undefined;
  if (link.username !== "" || link.password !== "") return undefined;
  const base = own.pathname.replace(/\/$/, "");
  if (!link.pathname.startsWith(`${base}/p/`)) return undefined;
  const path = link.pathname.slice(base.length);
  const [, code] = /^\/p\/([^/]+)(?:\/export\/[\w-]+)?\/?$/.exec(decodePath(path)) ?? [];
  return code !== undefined && /^[\w.~:-]+$/.test(code) ? code : undefined;
}

/** Some clients encode more than is needed; what cannot be decoded is no code of ours. */
function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A percent sign that stands for nothing.
    return path;
  }
}
