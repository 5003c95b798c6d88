import type { IncomingMessage } from "node:http";

/** A body that was read, or the status that says why not. */
export type ReadBody =
  | { readonly kind: "read"; readonly value: unknown }
  | { readonly kind: "refused"; readonly status: 400 | 413 | 415; readonly reason: string };

/**
 * Reads a JSON body.
 * @param limit in bytes; what is above is not kept
 */
export async function readJson(request: IncomingMessage, limit: number): Promise<ReadBody> {
  const { headers } = request;
  const encoding = headers["content-encoding"] ?? "identity";
  const isJson = /^application\/json *(?:;|$)/i.test(headers["content-type"] ?? "");
  // A compressed body would grow past the limit after it was counted.
  if (!isJson || encoding !== "identity") return refuse(415, "content-type");
  if (Number(headers["content-length"] ?? 0) > limit) return refuse(413, "size");
  const bytes = await readBytes(request, limit);
  if (!bytes) return refuse(413, "size");
  try {
    return { kind: "read", value: JSON.parse(bytes.toString("utf8")) };
  } catch {
    return refuse(400, "json");
  }
}

function refuse(status: 400 | 413 | 415, reason: string): ReadBody {
  return { kind: "refused", status, reason };
}

async function readBytes(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    // Read on, so that the sender is there to hear the answer; the request's time limit ends it.
    if (size <= limit) chunks.push(chunk as Buffer);
  }
  return size <= limit ? Buffer.concat(chunks) : undefined;
}
