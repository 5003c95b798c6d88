/** What a terminal or an editor acts on before the language sees a quote. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** Any text as one line of a comment, in languages whose comments end with the line. */
export function toComment(text: string): string {
  return text.replace(INVISIBLE, " ").replaceAll(/ +/g, " ").trim();
}

/**
 * Text as a Bash word that is taken as it stands; several texts are lines of it.
 * Source: gnu.org/software/bash/manual/bash.html, Single Quotes: nothing within them has a meaning, and a
 * single quote cannot stand there, not even after a backslash.
 */
export function quoteBash(...lines: readonly string[]): string {
  return `'${lines.map((text) => toPlain(text).replaceAll("'", "'\\''")).join("\n")}'`;
}

/**
 * Text as a Bicep string.
 * Source: learn.microsoft.com/azure/azure-resource-manager/bicep/data-types: strings stand in single quotes;
 * a backslash, a single quote, and the dollar sign before a brace are escaped with a backslash.
 */
export function quoteBicep(text: string): string {
  const escaped = toPlain(text).replace(/[\\']/g, "\\$&").replaceAll("${", "\\${");
  return `'${escaped}'`;
}

/**
 * Text as a string of Terraform's language. The signs that open a template are written by their numbers,
 * because doubling them depends on what stands before.
 * Source: developer.hashicorp.com/terraform/language/expressions/strings, Escape Sequences.
 */
export function quoteHcl(text: string): string {
  const escaped = toPlain(text)
    .replace(/[\\"]/g, "\\$&")
    .replace(/[$%](?=\{)/g, (sign) => (sign === "$" ? "\\u0024" : "\\u0025"));
  return `"${escaped}"`;
}

function toPlain(text: string): string {
  return text.replace(INVISIBLE, " ");
}
