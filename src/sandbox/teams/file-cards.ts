import { z } from "zod";
import type { Attachment, Content } from "./world.ts";

/**
 * Cards of files that a bot offers, and of files that are there.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4
 */
const fileConsentCard = "application/vnd.microsoft.teams.card.file.consent";
const fileInfoCard = "application/vnd.microsoft.teams.card.file.info";

const FileConsent = z.object({
  description: z.string().nullish(),
  sizeInBytes: z.number().nonnegative().nullish(),
  acceptContext: z.unknown().optional(),
  declineContext: z.unknown().optional(),
});

const fileCards: Readonly<Record<string, z.ZodType>> = {
  [fileConsentCard]: z.object({ name: z.string().min(1), content: FileConsent }),
  [fileInfoCard]: z.object({
    name: z.string().min(1),
    contentUrl: z.url(),
    content: z.object({ uniqueId: z.string(), fileType: z.string() }),
  }),
};

/** False for a card of a file that Teams could not show. */
export function isFileOrOther(attachment: Attachment): boolean {
  return fileCards[attachment.contentType]?.safeParse(attachment).success ?? true;
}

/** A file that the bot would put into somebody's OneDrive. */
export interface OfferedFile {
  readonly name: string;
  readonly acceptContext: unknown;
  readonly declineContext: unknown;
}

export function findOfferedFile({ attachments = [] }: Content): OfferedFile | undefined {
  const card = attachments.find(({ contentType }) => contentType === fileConsentCard);
  const { data } = FileConsent.safeParse(card?.content);
  if (!card?.name || !data) return undefined;
  return {
    name: card.name,
    acceptContext: data.acceptContext ?? null,
    declineContext: data.declineContext ?? null,
  };
}
