// Knows the product's texts in English, German and French.
// Must not know who says them nor where: views ask by key.
// A new language is one JSON file with the keys of en.json, a line in text.ts, and its code in LANGUAGES of core.
export { createTexts, listTexts, TEXTS } from "./text.ts";
