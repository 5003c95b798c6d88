import type { World } from "../view/index.ts";
import type { Sheet } from "./sheet.ts";
import { toAzCli } from "./to-az-cli.ts";
import { toBicep } from "./to-bicep.ts";
import { toCsv } from "./to-csv.ts";
import { toJson } from "./to-json.ts";
import { toManifest } from "./to-manifest.ts";
import { toMarkdown } from "./to-markdown.ts";
import { toPowerShell } from "./to-power-shell.ts";
import { toTerraform } from "./to-terraform.ts";

/** Writes a sheet in one format; undefined where it has nothing to say about it. */
export type Writer = (sheet: Sheet, world: World) => string | undefined;

/** A form in which a result leaves the product. */
export interface ExportFormat {
  readonly id: ExportFormatId;
  /** Of the file, without a dot. */
  readonly extension: string;
  readonly mediaType: string;
  /** As the element CodeBlock of Adaptive Cards names it. */
  readonly language: "Bash" | "Json" | "PlainText" | "PowerShell";
  /** Tells files with one extension apart. */
  readonly suffix: "" | "-manifest";
  /** What a machine runs or takes; it is written in English. */
  readonly isCode: boolean;
}

const TEXT = { language: "PlainText", suffix: "", isCode: false } as const;

const FORMATS = {
  csv: { ...TEXT, extension: "csv", mediaType: "text/csv; charset=utf-8", write: toCsv },
  markdown: {
    ...TEXT,
    extension: "md",
    mediaType: "text/markdown; charset=utf-8",
    write: toMarkdown,
  },
  json: {
    ...TEXT,
    extension: "json",
    mediaType: "application/json",
    language: "Json",
    write: toJson,
  },
  manifest: {
    extension: "json",
    mediaType: "application/json",
    language: "Json",
    suffix: "-manifest",
    isCode: true,
    write: toManifest,
  },
  "az-cli": {
    extension: "sh",
    mediaType: "text/plain; charset=utf-8",
    language: "Bash",
    suffix: "",
    isCode: true,
    write: toAzCli,
  },
  powershell: {
    extension: "ps1",
    mediaType: "text/plain; charset=utf-8",
    language: "PowerShell",
    suffix: "",
    isCode: true,
    write: toPowerShell,
  },
  bicep: {
    extension: "bicep",
    mediaType: "text/plain; charset=utf-8",
    language: "PlainText",
    suffix: "",
    isCode: true,
    write: toBicep,
  },
  terraform: {
    extension: "tf",
    mediaType: "text/plain; charset=utf-8",
    language: "PlainText",
    suffix: "",
    isCode: true,
    write: toTerraform,
  },
} as const satisfies Record<string, Omit<ExportFormat, "id"> & { readonly write: Writer }>;

/** `csv`, `markdown`, `az-cli`…: how a format is named in addresses and by buttons. */
export type ExportFormatId = keyof typeof FORMATS;

/** Every format, documents before scripts. */
export const EXPORT_FORMATS: readonly ExportFormat[] = Object.entries(FORMATS).map(
  ([id, { write: _write, ...format }]) => ({ id: id as ExportFormatId, ...format }),
);

/** What writes a format. */
export function findWriter(id: ExportFormatId): Writer {
  return FORMATS[id].write;
}
