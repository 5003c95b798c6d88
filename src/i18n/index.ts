// Knows the product's texts in English, German and French.
// Must not know who says them nor where: views ask by key.
// A new language is one JSON file with the keys of en.json, and a line in text.ts.
export { createTexts, TEXTS } from "./text.ts";
