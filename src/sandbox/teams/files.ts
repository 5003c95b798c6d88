import type { Clock, Ids } from "../../ports/index.ts";
import type { Person } from "../directory/people.ts";
import { type Answer, type Call, Refusal, type Route } from "../http.ts";

export interface FilesOptions {
  /** Of the simulated services. */
  readonly origin: string;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Where a file goes and what it will be called, as `fileConsent/invoke` carries it. */
export interface UploadInfo {
  readonly contentUrl: string;
  readonly name: string;
  readonly uploadUrl: string;
  readonly uniqueId: string;
  readonly fileType: string;
}

/** A simulated OneDrive: the files that people have let the bot put there. In memory only. */
export interface Files {
  open(person: Person, name: string): UploadInfo;
  routes(): readonly Route[];
  reset(): void;
}

interface Upload {
  readonly name: string;
  readonly chunks: Buffer[];
  /** Bytes that have come. */
  received: number;
  /** Bytes of the whole file, once a part has said it. */
  size: number | undefined;
}

/** What one request may carry, and a file hold. */
const sizeLimit = 16 * 1024 * 1024;
const sessionLifeMs = 15 * 60_000;

export function createFiles({ origin, clock, ids }: FilesOptions): Files {
  const uploads = new Map<string, Upload>();
  return {
    open: (person, name) => {
      const uniqueId = ids.next();
      uploads.set(uniqueId, { name, chunks: [], received: 0, size: undefined });
      const folder = `${origin}/personal/${person.alias}/Documents/Applications`;
      return {
        contentUrl: `${folder}/${uniqueId}/${encodeURIComponent(name)}`,
        name,
        uploadUrl: `${origin}/upload/${uniqueId}`,
        uniqueId,
        fileType: toFileType(name),
      };
    },
    routes: () => [
      {
        method: "PUT",
        path: "/upload/:id",
        answer: async (call) => take(requireUpload(uploads, call), call, clock),
      },
      {
        method: "GET",
        path: "/personal/:person/Documents/Applications/:id/:name",
        answer: (call) => give(requireUpload(uploads, call)),
      },
    ],
    reset: () => uploads.clear(),
  };
}

function toFileType(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot < 0 ? "" : name.slice(dot + 1).toLowerCase();
}

function requireUpload(uploads: ReadonlyMap<string, Upload>, { params }: Call): Upload {
  const upload = uploads.get(params.id ?? "");
  if (upload) return upload;
  throw new Refusal(404, "itemNotFound", "There is no such upload session.");
}

/**
 * One part of the file, in order. The address alone is the key to it: a token that is sent along is refused,
 * as it would be given away.
 * https://learn.microsoft.com/graph/api/driveitem-createuploadsession#upload-bytes-to-the-upload-session
 */
async function take(upload: Upload, call: Call, clock: Clock): Promise<Answer> {
  if (call.header("authorization") !== undefined) {
    throw new Refusal(400, "invalidRequest", "Send no Authorization header to an upload address.");
  }
  const range = requireRange(call);
  const bytes = await call.bytes(sizeLimit);
  if (bytes.length !== range.end - range.start + 1) {
    throw new Refusal(400, "invalidRequest", "The body is not as long as its Content-Range.");
  }
  requireNext(upload, range);
  upload.chunks.push(bytes);
  upload.received += bytes.length;
  upload.size = range.total;
  return upload.received < range.total ? toAccepted(upload, clock) : toCreated(upload);
}

interface Range {
  readonly start: number;
  readonly end: number;
  readonly total: number;
}

function requireRange(call: Call): Range {
  const text = call.header("content-range") ?? "";
  const [, start, end, total] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(text) ?? [];
  const range = { start: Number(start), end: Number(end), total: Number(total) };
  const isWhole = range.start <= range.end && range.end < range.total;
  if (isWhole && range.total <= sizeLimit) return range;
  if (isWhole) throw new Refusal(413, "quotaLimitReached", "The file is too large.");
  throw new Refusal(400, "invalidRequest", "Content-Range is missing or no range of bytes.");
}

function requireNext({ received, size }: Upload, { start, total }: Range): void {
  if (start === received && (size === undefined || size === total)) return;
  throw new Refusal(416, "invalidRange", `The next byte that is expected is ${received}.`);
}

function toAccepted({ received }: Upload, clock: Clock): Answer {
  const expirationDateTime = new Date(clock.now() + sessionLifeMs).toISOString();
  return { status: 202, body: { expirationDateTime, nextExpectedRanges: [`${received}-`] } };
}

function toCreated({ name, received }: Upload): Answer {
  return { status: 201, body: { name, size: received, file: {} } };
}

function give({ name, chunks, received, size }: Upload): Answer {
  if (received !== size) throw new Refusal(404, "itemNotFound", "The file has not come yet.");
  const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
  const headers = {
    "content-type": "application/octet-stream",
    "content-disposition": disposition,
  };
  return { status: 200, headers, body: Buffer.concat(chunks) };
}
