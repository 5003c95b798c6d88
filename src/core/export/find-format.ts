import { EXPORT_FORMATS, type ExportFormat, type ExportFormatId } from "./formats.ts";

/** How people call the formats, folded; the first that stands in a text counts, longer words first. */
const WORDS: Readonly<Record<ExportFormatId, readonly string[]>> = {
  csv: ["csv", "excel", "spreadsheet", "tabellenkalkulation", "tableur"],
  markdown: ["markdown", "md", "wiki"],
  json: ["json"],
  manifest: ["manifest", "manifeste", "requiredresourceaccess", "app manifest"],
  "az-cli": ["azure cli", "az cli", "azure-cli", "az-cli", "bash", "shell"],
  powershell: ["powershell", "power shell", "ps1", "pwsh"],
  bicep: ["bicep"],
  terraform: ["terraform", "hcl", "azuread"],
};

const NAMED = EXPORT_FORMATS.flatMap((format) =>
  WORDS[format.id].map((word) => ({ format, word })),
).sort((a, b) => b.word.length - a.word.length);

/** The format that a text names, in any of the languages; undefined where it names none. */
export function findExportFormat(text: string): ExportFormat | undefined {
  const words = ` ${text
    .slice(0, LIMIT)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")} `;
  return NAMED.find(({ word }) => words.includes(` ${word.replaceAll("-", " ")} `))?.format;
}

/** Characters that are looked at. */
const LIMIT = 2_000;
