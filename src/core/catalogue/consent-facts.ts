import { z } from "zod";
import { LocalText } from "../local-text.ts";

/** The file catalogue/consent.json: error codes of Entra ID and who may grant what. */
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
  grantRoles: z.array(
    z.strictObject({
      id: z.string(),
      /** As Microsoft names the role in each language. */
      title: LocalText,
      roleTemplateId: z.guid().nullable(),
      may: LocalText,
      /** Which kinds of permission this role may grant tenant-wide. */
      grants: z.array(z.enum(["delegated", "exo-application", "graph-application"])),
      sources: z.array(z.string()).min(1),
    }),
  ),
});
export type ConsentFacts = z.infer<typeof ConsentFacts>;
