import type { Activity, Attachment } from "botbuilder";
import type { FilePlace } from "../ports/index.ts";

/** A file that the person may have put into their OneDrive. */
export interface FileOffer {
  readonly kind: "offer";
  readonly name: string;
  /** Why, in one line. */
  readonly description: string;
  readonly bytes: number;
  /** Comes back with the person's answer: enough to write the file anew. */
  readonly context: Readonly<Record<string, string>>;
}

/** A file that is there. */
export interface FileStored extends Pick<FilePlace, "contentUrl" | "uniqueId" | "fileType"> {
  readonly kind: "stored";
  readonly name: string;
}

/**
 * The message that offers a file, or that shows one.
 * Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4
 */
export function toFileMessage(file: FileOffer | FileStored): Partial<Activity> {
  return { type: "message", summary: file.name, attachments: [toAttachment(file)] };
}

function toAttachment(file: FileOffer | FileStored): Attachment {
  if (file.kind === "stored") {
    const { name, contentUrl, uniqueId, fileType } = file;
    const contentType = "application/vnd.microsoft.teams.card.file.info";
    return { contentType, contentUrl, name, content: { uniqueId, fileType } };
  }
  const { name, description, bytes, context } = file;
  return {
    contentType: "application/vnd.microsoft.teams.card.file.consent",
    name,
    content: {
      description,
      sizeInBytes: bytes,
      acceptContext: context,
      declineContext: context,
    },
  };
}
