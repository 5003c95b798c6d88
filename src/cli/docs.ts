import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { loadCatalogue } from "../config/index.ts";
import { generateDocs } from "./generated-docs.ts";

const ROOT = join(import.meta.dirname, "../..");

for (const [path, text] of Object.entries(generateDocs(await loadCatalogue()))) {
  const file = join(ROOT, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  process.stdout.write(`${path}\n`);
}
