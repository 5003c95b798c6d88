import { z } from "zod";
import { LocalText } from "../local-text.ts";
import { ReadOnlyCommand } from "./schema.ts";

/** The file catalogue/consent.json: error codes of Entra ID, who may grant what, what Exchange alone tells. */
export const ConsentFacts = z.strictObject({
  $schema: z.string().optional(),
  sources: z.record(z.string(), z.string()),
  errors: z.array(
    z.strictObject({
      code: z.string().regex(/^AADSTS[0-9]+$/),
      means: LocalText,
      tellTheAdmin: LocalText,
      /** The request itself is at fault: Microsoft shows it on its own page, no redirect comes. */
      staysOnMicrosoftPage: z.boolean().default(false),
      sources: z.array(z.string()).min(1),
    }),
  ),
  /** What pages and redirects say without a number. The first that fits a text explains it. */
  messages: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
        /**
         * Words that stand in such a text, by the language of the page; matched whole, without case,
         * accents and punctuation. Names of the protocol stand under English.
         */
        phrases: z.strictObject({
          en: z.array(z.string()).min(1),
          de: z.array(z.string()).default([]),
          fr: z.array(z.string()).default([]),
        }),
        means: LocalText,
        tellTheAdmin: LocalText,
        sources: z.array(z.string()).min(1),
      }),
    )
    .default([]),
  grantRoles: z.array(
    z.strictObject({
      id: z.string(),
      /** As Microsoft names the role in each language. */
      title: LocalText,
      roleTemplateId: z.guid().nullable(),
      may: LocalText,
      /** Which kinds of permission this role may grant tenant-wide. */
      grants: z.array(z.enum(["delegated", "exo-application", "graph-application"])),
      /** May take grants away, of whichever kind; false where no source says so. */
      revokes: z.boolean().default(false),
      sources: z.array(z.string()).min(1),
    }),
  ),
  /** What Exchange Online alone can tell about an app that holds application permissions. */
  mailboxChecks: z
    .array(
      z.strictObject({
        id: z.string(),
        title: LocalText,
        /** Keys of the application permissions that it is about; any one of them is enough. */
        permissions: z.array(z.string()).min(1),
        /** `<object id of the enterprise application>` is filled in where it is known. */
        command: ReadOnlyCommand,
        /** What a right answer looks like. */
        expect: LocalText,
        sources: z.array(z.string()).min(1),
      }),
    )
    .default([]),
});
export type ConsentFacts = z.infer<typeof ConsentFacts>;
