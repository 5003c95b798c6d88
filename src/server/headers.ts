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

/** What a page may load besides its one inline style. */
export interface PageSources {
  /** Names that style: `'sha256-…'` */
  readonly style: string;
  /** Source of its scripts. @default none */
  readonly script?: "'self'";
  /** Source of its pictures, besides what is drawn in place. @default none */
  readonly images?: "'self'";
}

/** Headers of a page that no other page may frame, that no cache keeps, and that sends nothing anywhere. */
export function toPageHeaders({
  style,
  script,
  images,
}: PageSources): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    ...(script ? [`script-src ${script}`] : []),
    `style-src ${style}`,
    // The empty icon, so that no browser asks for one.
    `img-src ${images ? `${images} ` : ""}data:`,
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
