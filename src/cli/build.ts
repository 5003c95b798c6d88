// `npm run build`: bundles the tab for a machine that has no bundler, such as the web app in Azure.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { buildTab } from "../server/index.ts";

const { path, text } = await buildTab();
await mkdir(dirname(path), { recursive: true });
await writeFile(path, text);
process.stdout.write(`${path}\n`);
