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

/** The first permalink of this server in a text; undefined where there is none. */
export function findPermalink(publicUrl: string, text: string): FoundPermalink | undefined {
  const start = text.indexOf(`${publicUrl}/p/`);
  if (start === -1) return undefined;
  const [address = ""] = /^\S+/.exec(text.slice(start)) ?? [];
  const [, code] =
    /^\/p\/([\w.~:-]+?)[.:]?(?:[/?#)>\],].*)?$/.exec(address.slice(publicUrl.length)) ?? [];
  if (code === undefined) return undefined;
  const rest = `${text.slice(0, start)} ${text.slice(start + address.length)}`;
  return { code, rest: rest.replaceAll(/\s+/g, " ").trim() };
}
