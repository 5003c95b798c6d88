import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stampLanguage } from "../src/bot/card-language.ts";
import { type Card, renderCard } from "../src/cards/index.ts";
import { loadCatalogue } from "../src/config/index.ts";
import { findCloud } from "../src/core/cloud/index.ts";
import { understand } from "../src/core/understanding/index.ts";
import { answerQuestion, type World } from "../src/core/view/index.ts";
import { createTexts } from "../src/i18n/index.ts";
import { TENANT_ID } from "./setup.ts";

/** A labelled sentence of the test data. */
export interface Phrasing {
  readonly id: string;
  readonly text: string;
}

/** Reads the sentences that understanding is tested with. */
export function readPhrasings(): readonly Phrasing[] {
  const file = join(import.meta.dirname, "../test/core/understanding/phrasings.jsonl");
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Phrasing);
}

const catalogue = await loadCatalogue();

/** @param origin of the services that the sandbox's row of clouds leads to */
export function buildWorld(origin: string): World {
  const cloud = findCloud("sandbox", { origin, tenantId: TENANT_ID });
  return {
    catalogue,
    cloud,
    texts: createTexts,
    publicUrl: origin,
    botId: "00000000-0000-4000-8000-00000000b071",
  };
}

/** What bots are asked, and the one card that is the right answer. */
export interface Asked {
  readonly texts: readonly string[];
  /** Code of the selection. */
  readonly selection: string;
  readonly card: Card;
}

/** IMAP capture and Mail Send with the same user: the commonest set-up. */
const FIRST = "p001";

/** Takes that question and all English phrasings that are answered with the very same card. */
export async function prepareAsked(origin: string): Promise<Asked> {
  const world = buildWorld(origin);
  const phrasings = readPhrasings();
  const first = phrasings.find(({ id }) => id === FIRST);
  if (!first) throw new RangeError(`there is no phrasing ${FIRST}`);
  const { view, selection } = ask(world, first.text);
  const card = stampLanguage(await renderCard(view), "en") as Card;
  const texts = phrasings.map(({ text }) => text);
  const same = texts.filter((text) => isSame(ask(world, text).view, view));
  return { texts: same, selection, card };
}

/** The answer to a sentence. */
export function ask(world: World, text: string) {
  return answerQuestion(world, understand(world.catalogue, text));
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
