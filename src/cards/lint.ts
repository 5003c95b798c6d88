import { createRequire } from "node:module";
import { ELEMENTS, type Element, isRecord, listElements } from "./elements.ts";
import { toOlderClient } from "./older-client.ts";
import { measureCard, SIZE_LIMIT } from "./render.ts";

/** What a card may refer to. */
export interface LintOptions {
  /** Hosts that an address in a card may have: login bases, own host, portals, documentation. */
  readonly hosts: ReadonlySet<string>;
}

/** A rule of the house about rendered cards: what is wrong and how to mend it, or nothing. */
type Rule = (card: unknown, elements: readonly Element[], options: LintOptions) => string[];

const RULES: readonly Rule[] = [
  officialRenderer,
  language,
  knownElements,
  columnLimit,
  inputLabels,
  actionTitles,
  primaryActions,
  imageTexts,
  fallbacks,
  codeFallbacks,
  bindings,
  size,
  addresses,
  wrapping,
];

/**
 * Checks a rendered card against what Teams draws and the house demands.
 * @returns problems, each saying what to change; empty for a good card
 */
export function lintCard(card: unknown, options: LintOptions): string[] {
  const elements = listElements(card);
  return RULES.flatMap((rule) => rule(card, elements, options));
}

/** The part of adaptivecards 3.0.6 that is used; its own types do not compile under this tsconfig. */
interface Official {
  readonly Versions: { readonly v1_5: unknown };
  readonly HostConfig: new (config: object) => unknown;
  readonly SerializationContext: new (
    version: unknown,
  ) => { readonly eventCount: number; getEventAt(index: number): { readonly message: string } };
  readonly AdaptiveCard: new () => {
    hostConfig: unknown;
    parse(card: unknown, context: unknown): void;
    validateProperties(): { readonly validationEvents: readonly { readonly message: string }[] };
  };
}

/** The official renderer's own parser; importing its package by name fails in Node. */
function officialRenderer(card: unknown): string[] {
  const require = createRequire(import.meta.url);
  const official: Official = require("adaptivecards/dist/adaptivecards.js");
  const context = new official.SerializationContext(official.Versions.v1_5);
  const parsed = new official.AdaptiveCard();
  parsed.hostConfig = new official.HostConfig({ actions: { maxActions: TEAMS_ACTIONS } });
  parsed.parse(withoutCode(withoutLang(card)), context);
  const parsing = Array.from({ length: context.eventCount }, (_, index) =>
    context.getEventAt(index),
  );
  const failures = parsed.validateProperties().validationEvents;
  return [...parsing, ...failures].map(({ message }) => `the official renderer says: ${message}`);
}

/** Primary ones, and those behind the dots. */
const TEAMS_ACTIONS = 12;

/** The parser tests `lang` with one global pattern, so that every second card fails: AdaptiveCards 3.0.6. */
function withoutLang(card: unknown): unknown {
  return isRecord(card) ? { ...card, lang: undefined } : card;
}

/** The official renderer does not know the element; what stands in for it is looked at instead. */
function withoutCode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutCode);
  if (!isRecord(value)) return value;
  if (value.type === "CodeBlock") return withoutCode(value.fallback);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutCode(one)]));
}

function language(card: unknown): string[] {
  const isGiven = isRecord(card) && typeof card.lang === "string" && /^[a-z]{2}$/.test(card.lang);
  return isGiven ? [] : ["the card names no language"];
}

function knownElements(_card: unknown, elements: readonly Element[]): string[] {
  const unknown = elements.filter(({ type }) => !(type in ELEMENTS));
  return unknown.map(({ type }) => `${type} is not on the list of elements in elements.ts`);
}

/** Teams scrolls sideways nowhere. */
function columnLimit(_card: unknown, elements: readonly Element[]): string[] {
  const wide = elements.filter(({ columns }) => Array.isArray(columns) && columns.length > 3);
  return wide.map(() => "a ColumnSet has more than three columns");
}

function inputLabels(_card: unknown, elements: readonly Element[]): string[] {
  const inputs = elements.filter(({ type }) => type.startsWith("Input."));
  return inputs.filter(({ label }) => !isText(label)).map(({ id }) => `input ${id} has no label`);
}

function actionTitles(_card: unknown, elements: readonly Element[]): string[] {
  const actions = elements.filter(({ type }) => type.startsWith("Action."));
  return actions.filter(({ title }) => !isText(title)).map(({ type }) => `an ${type} has no title`);
}

/** Teams shows six of a card and of a row; the rest must say that it is secondary. */
function primaryActions(card: unknown, elements: readonly Element[]): string[] {
  const rows = elements.filter(({ type }) => type === "ActionSet");
  return [...(isRecord(card) ? [card] : []), ...rows].flatMap(({ actions }) => {
    const all: readonly unknown[] = Array.isArray(actions) ? actions : [];
    const primary = all.filter((action) => isRecord(action) && action.mode !== "secondary");
    return primary.length > 6 ? [`${primary.length} primary actions; Teams shows six`] : [];
  });
}

function imageTexts(_card: unknown, elements: readonly Element[]): string[] {
  const images = elements.filter(({ type }) => type === "Image");
  return images.filter(({ altText }) => !isText(altText)).map(() => "an Image has no altText");
}

/** Whatever came after 1.2 must stay usable on a phone. A dialog has Action.Submit to begin with. */
function fallbacks(card: unknown): string[] {
  const older = listElements(toOlderClient(card));
  const now = listElements(withoutFallbacks(card));
  const sending = now.filter(({ type }) => type === "Action.Execute" || type === "Action.Submit");
  const submits = older.filter(({ type }) => type === "Action.Submit");
  const isWhole = sending.length === submits.length;
  return isWhole ? [] : ["an Action.Execute has no fallback Action.Submit"];
}

/** A client that does not know `refresh` leaves it alone. */
const PASSED_OVER: ReadonlySet<string> = new Set(["fallback", "refresh"]);

function withoutFallbacks(card: unknown): unknown {
  return JSON.parse(
    JSON.stringify(card, (name, value) => (PASSED_OVER.has(name) ? undefined : value)),
  );
}

/** Phones do not draw it. */
function codeFallbacks(_card: unknown, elements: readonly Element[]): string[] {
  const bare = elements.filter(({ type, fallback }) => type === "CodeBlock" && !isRecord(fallback));
  return bare.map(() => "a CodeBlock has no fallback");
}

/** Code may hold what looks like a binding. */
function bindings(card: unknown): string[] {
  const text = JSON.stringify(card, (key, value) => (key === "codeSnippet" ? "" : value));
  return text.includes("${") ? ["a binding was left open: ${"] : [];
}

function size(card: unknown): string[] {
  const bytes = measureCard(card);
  return bytes > SIZE_LIMIT ? [`${bytes} bytes; the limit is ${SIZE_LIMIT}`] : [];
}

function addresses(_card: unknown, elements: readonly Element[], { hosts }: LintOptions): string[] {
  const urls = elements.flatMap(({ url }) => (typeof url === "string" ? [url] : []));
  return urls.filter((url) => !isAllowed(url, hosts)).map((url) => `address not allowed: ${url}`);
}

function isAllowed(address: string, hosts: ReadonlySet<string>): boolean {
  if (address.startsWith("data:image/svg+xml;base64,")) return true;
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.username !== "" || url.password !== "") return false;
  const isLoopback = url.protocol === "http:" && url.hostname === "127.0.0.1";
  return (url.protocol === "https:" || isLoopback) && hosts.has(url.host);
}

function wrapping(_card: unknown, elements: readonly Element[]): string[] {
  const cut = elements.filter(({ type, wrap }) => type === "TextBlock" && wrap !== true);
  return cut.map(({ text }) => `a TextBlock does not wrap: ${text}`);
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value.trim() !== "";
}
