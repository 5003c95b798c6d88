import type { ServerResponse } from "node:http";

const COMMON: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  // States travel in addresses.
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** Headers of every answer. */
export function setCommonHeaders(response: ServerResponse): void {
  for (const [name, value] of Object.entries(COMMON)) response.setHeader(name, value);
}

/**
 * Headers of a page that no other page may frame, that no cache keeps, and that loads and sends nothing.
 * @param styleSource names its one inline style: `'sha256-…'`
 */
export function toPageHeaders(styleSource: string): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    `style-src ${styleSource}`,
    // The empty icon, so that no browser asks for one.
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": policy.join("; "),
    "Cache-Control": "no-store",
  };
}
