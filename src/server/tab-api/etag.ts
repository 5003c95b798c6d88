/**
 * A tag of the store as `ETag` and `If-Match` carry it, in quotes; what may not stand between them is
 * encoded. Source: RFC 9110, section 8.8.3.
 */
export function formatEtag(etag: string): string {
  return `"${encodeURIComponent(etag)}"`;
}

/** The tag in such a text, with its quotes or without; undefined for one that is not ours. */
export function parseEtag(text: string | undefined): string | undefined {
  if (text === undefined || text.length > 400) return undefined;
  const bare = /^"([^"]*)"$/.exec(text.trim())?.[1] ?? text.trim();
  try {
    return decodeURIComponent(bare);
  } catch {
    // A percent sign that encodes nothing.
    return undefined;
  }
}
