import { formatSelection, parseSelection } from "../../core/advisor/index.ts";
import { findPack } from "../../core/catalogue/index.ts";
import { type Language, localize } from "../../core/local-text.ts";
import { findHit, type Hit } from "../../core/search/index.ts";
import type { Subject } from "../../core/subject/index.ts";
import { nameSelection, type World } from "../../core/view/index.ts";
import type { Preview } from "../extension-answer.ts";

/**
 * A subject in three lines: its title, product and kind, what it is for.
 * @returns undefined when the catalogue does not have the subject
 */
export function previewSubject(
  world: World,
  language: Language,
  subject: Subject,
): Preview | undefined {
  const hit = findHit(world.catalogue, language, subject);
  if (hit) return previewHit(world, language, hit);
  return subject.kind === "answer" ? previewUnion(world, language, subject.code) : undefined;
}

/** The same of something that a search found. */
export function previewHit(world: World, language: Language, hit: Hit): Preview {
  const { title, product, kind, line: text } = hit;
  const subtitle = `${product} · ${world.texts(language)(`search.kind.${kind}`)}`;
  return { title, subtitle, text };
}

/** Several set-ups in one app registration: their number, their products, their titles. */
function previewUnion(world: World, language: Language, code: string): Preview | undefined {
  const { catalogue } = world;
  const selection = parseSelection(catalogue, code) ?? [];
  const title = nameSelection(world, language, code);
  if (title === undefined) return undefined;
  const products = [...new Set(selection.map(({ pack }) => pack))]
    .flatMap((id) => findPack(catalogue, id) ?? [])
    .map(({ head }) => localize(head.title, language));
  const parts = selection.flatMap(
    (setUp) => nameSelection(world, language, formatSelection([setUp])) ?? [],
  );
  return { title, subtitle: products.join(" · "), text: parts.join(" · ") };
}
