import { once } from "node:events";
import { createInterface } from "node:readline";
import { loadCatalogue } from "../config/index.ts";
import { findCloud } from "../core/cloud/index.ts";
import type { World } from "../core/view/index.ts";
import { createTexts } from "../i18n/index.ts";
import { ask, askJson, readWords } from "./ask-line.ts";

const USAGE = `Usage: npm run -s ask -- [--lang en|de|fr] "your question"
       npm run -s ask -- --json   one JSON object a line in, one a line out
`;

/** The same answers as in Teams, without a tenant: links are for the public cloud. */
async function createWorld(): Promise<World> {
  return {
    catalogue: await loadCatalogue(),
    cloud: findCloud("public"),
    texts: createTexts,
    publicUrl: "https://consentry.invalid",
    botId: "00000000-0000-4000-8000-00000000b071",
  };
}

async function answerLines(world: World): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === "") continue;
    const isRoomLeft = process.stdout.write(`${JSON.stringify(askJson(world, line))}\n`);
    if (!isRoomLeft) await once(process.stdout, "drain");
  }
}

async function main(words: readonly string[]): Promise<number> {
  const world = await createWorld();
  if (words.includes("--json")) {
    await answerLines(world);
    return 0;
  }
  const { text, language } = readWords(words);
  if (text.trim() === "") {
    process.stderr.write(USAGE);
    return 2;
  }
  process.stdout.write(`${ask(world, { text, lang: language }).view.text}\n`);
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
