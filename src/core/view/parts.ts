import {
  escapeForeign,
  escapeLongForeign,
  escapeMarkdown,
  quoteForeign,
  quoteLongForeign,
} from "./foreign.ts";
import type { CardName, Json, Texts, View } from "./view.ts";
import type { Voice } from "./voice.ts";

/**
 * A piece of a card in both forms at once: what the template binds, and what it says as plain text.
 * Cards are put together from parts only, so the two forms cannot drift apart.
 */
export interface Part {
  readonly data: Json;
  /** Lines. */
  readonly text: readonly string[];
}

export type Parts = Readonly<Record<string, Part>>;

/** A text of ours or of the catalogue, in a place that reads Markdown (TextBlock). */
export function say(text: string): Part {
  return { data: escapeMarkdown(text), text: text === "" ? [] : [text] };
}

/** A text in a place that reads no Markdown: titles of buttons, labels of inputs, texts of images. */
export function label(text: string): Part {
  return { data: text.replaceAll("${", "$ {"), text: text === "" ? [] : [text] };
}

/** Somebody else's words, in a place that reads Markdown. */
export function quote(text: string): Part {
  return { data: escapeForeign(text), text: [quoteForeign(text)] };
}

/** The same for what somebody wrote on purpose: a reason, a comment. */
export function quoteLong(text: string): Part {
  return { data: escapeLongForeign(text), text: [quoteLongForeign(text)] };
}

/**
 * A text of ours with somebody else's words in it, in a place that reads Markdown. Only the words are
 * quoted; the text around them stays as it is read.
 */
export function sayQuoting(
  t: Texts,
  key: string,
  foreign: Readonly<Record<string, string>>,
  values: Readonly<Record<string, string | number>> = {},
): Part {
  const names = Object.keys(foreign);
  const marks = Object.fromEntries(names.map((name, index) => [name, `\uE000${index}\uE001`]));
  const text = t(key, { ...values, ...marks });
  const fill = (from: string, quoteOne: (text: string) => string) =>
    from.replace(/\uE000(\d)\uE001/g, (_mark, index) =>
      quoteOne(foreign[names[index] ?? ""] ?? ""),
    );
  return { data: fill(escapeMarkdown(text), escapeForeign), text: [fill(text, quoteForeign)] };
}

/** Ids, addresses and verbs: bound, never read. */
export function hide(value: Json): Part {
  return { data: value, text: [] };
}

/** Parts by name, said one after the other. */
export function group(parts: Parts): Part {
  const entries = Object.entries(parts);
  return {
    data: Object.fromEntries(entries.map(([name, part]) => [name, part.data])),
    text: entries.flatMap(([, part]) => part.text),
  };
}

/** Parts by name, said in one line: a row of a table. */
export function row(parts: Parts): Part {
  const { data, text } = group(parts);
  return { data, text: [text.join(" · ")] };
}

export function list(parts: readonly Part[]): Part {
  return { data: parts.map(({ data }) => data), text: parts.flatMap(({ text }) => text) };
}

/** A list of one, or of none: templates repeat over it instead of asking whether it is there. */
export function optional(part: Part | undefined): Part {
  return list(part ? [part] : []);
}

/** A list of texts, each bound as `text`. */
export function paragraphs(texts: readonly string[]): Part {
  return list(texts.map((text) => group({ text: say(text) })));
}

/** Lines, each bound as `text`: for those that hold somebody else's words. */
export function lines(parts: readonly Part[]): Part {
  return list(parts.map((part) => group({ text: part })));
}

/** A heading with texts under it, or nothing where there are none. */
export function section(heading: string, texts: readonly string[]): Part {
  if (texts.length === 0) return list([]);
  return list([group({ heading: say(heading), lines: paragraphs(texts) })]);
}

/** A heading over a list of blocks, or nothing over an empty one. */
export function under(heading: string, items: Part): Part {
  if (items.text.length === 0) return list([]);
  return list([group({ heading: say(heading), items })]);
}

/** A titled fact, bound as `title` and `text`. */
export function fact(title: string, text: Part): Part {
  return group({ title: say(title), text });
}

/** Titled facts, each bound as `title` and `text`. */
export function facts(entries: readonly { title: string; text: string }[]): Part {
  return list(entries.map(({ title, text }) => group({ title: say(title), text: say(text) })));
}

/** Puts a card's parts together. `lang` and `summary` are bound besides the parts. */
export function toView(voice: Voice, card: CardName, summary: string, parts: Parts): View {
  const entries = Object.entries(parts).map(([name, part]) => [name, part.data]);
  const data = { lang: voice.language, summary, ...Object.fromEntries(entries) };
  return { card, data, summary, text: group(parts).text.join("\n") };
}
