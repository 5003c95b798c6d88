import { readFileSync } from "node:fs";
import { z } from "zod";

/**
 * What the app's manifest says of it, as far as Teams' clients look at it here.
 * https://learn.microsoft.com/microsoft-365/extensibility/schema/root-compose-extensions
 */
const Manifest = z.object({
  composeExtensions: z
    .array(
      z.object({
        commands: z
          .array(
            z.object({
              id: z.string(),
              type: z.enum(["query", "action"]).default("query"),
              title: z.string(),
              description: z.string().default(""),
              initialRun: z.boolean().default(false),
              fetchTask: z.boolean().default(false),
              context: z.array(z.string()).default(["compose", "commandBox"]),
              parameters: z
                .array(
                  z.object({
                    name: z.string(),
                    title: z.string(),
                    description: z.string().default(""),
                  }),
                )
                .default([]),
            }),
          )
          .default([]),
        messageHandlers: z
          .array(
            z.object({
              type: z.string(),
              value: z.object({
                domains: z.array(z.string()).default([]),
                supportsAnonymizedPayloads: z.boolean().default(false),
              }),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
});
export type Manifest = z.input<typeof Manifest>;

/** The app's message extension. */
export interface Extension {
  readonly commands: readonly ExtensionCommand[];
  /** Whose links are shown as a card, with their port where the address has one. */
  readonly domains: readonly string[];
  /** Whether links are shown as a card to people without the app as well. */
  readonly isAnonymous: boolean;
}

export type ExtensionCommand = z.output<
  typeof Manifest
>["composeExtensions"][number]["commands"][number];

const manifestFile = new URL("../../../appPackage/manifest.json", import.meta.url);

/** The manifest as it stands in the app's package, with its placeholders. */
export function readManifest(): Manifest {
  return JSON.parse(readFileSync(manifestFile, "utf8")) as Manifest;
}

/** @param host takes the place of the manifest's placeholder for the domain of the bot */
export function toExtension(manifest: Manifest, host: string): Extension {
  const [{ commands, messageHandlers } = { commands: [], messageHandlers: [] }] =
    Manifest.parse(manifest).composeExtensions;
  const links = messageHandlers.filter(({ type }) => type === "link");
  return {
    commands,
    domains: links.flatMap(({ value }) =>
      value.domains.map((domain) => domain.replace("${{BOT_DOMAIN}}", host)),
    ),
    isAnonymous: links.some(({ value }) => value.supportsAnonymizedPayloads),
  };
}
