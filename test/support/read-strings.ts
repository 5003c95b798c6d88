/** What a file of a language says: its comments and what its strings mean, each in their order. */
export interface Tokens {
  readonly comments: readonly string[];
  readonly strings: readonly string[];
  /** Everything else. */
  readonly code: string;
}

interface Grammar {
  /** A comment up to the end of its line. */
  readonly comment: RegExp;
  /** A whole string literal. */
  readonly string: RegExp;
  /** What a literal means. @throws SyntaxError where it opens a template */
  readonly mean: (literal: string) => string;
}

/** about_Quoting_Rules: in single quotes everything stands for itself; a quote of any form is doubled. */
const POWER_SHELL: Grammar = {
  comment: /^#[^\r\n]*/,
  string: /^['‘’‚‛](?:[^'‘’‚‛]|['‘’‚‛]['‘’‚‛])*['‘’‚‛]/,
  mean: (literal) => literal.slice(1, -1).replace(/(['‘’‚‛])['‘’‚‛]/g, "$1"),
};

const BICEP: Grammar = {
  comment: /^\/\/[^\r\n]*/,
  string: /^'(?:[^'\\\r\n]|\\[^\r\n])*'/,
  mean: (literal) => {
    const body = literal.slice(1, -1);
    if (/(?<!\\)(?:\\\\)*\$\{/.test(body)) throw new SyntaxError(`opens a template: ${literal}`);
    return body.replace(/\\(.)/g, "$1");
  },
};

const HCL: Grammar = {
  comment: /^(?:#|\/\/)[^\r\n]*/,
  string: /^"(?:[^"\\\r\n]|\\[^\r\n])*"/,
  mean: (literal) => {
    if (/[$%]\{/.test(literal)) throw new SyntaxError(`opens a template: ${literal}`);
    return JSON.parse(literal);
  },
};

const GRAMMARS = { "power-shell": POWER_SHELL, bicep: BICEP, hcl: HCL };

/** Cuts a text into comments, strings and code, as the language does. */
export function readStrings(language: keyof typeof GRAMMARS, text: string): Tokens {
  const { comment, string, mean } = GRAMMARS[language];
  const tokens = { comments: [] as string[], strings: [] as string[], code: "" };
  let rest = text;
  while (rest !== "") {
    const [said = ""] = comment.exec(rest) ?? [];
    const [literal = ""] = said === "" ? (string.exec(rest) ?? []) : [];
    if (said !== "") tokens.comments.push(said);
    else if (literal !== "") tokens.strings.push(mean(literal));
    else tokens.code += rest[0];
    rest = rest.slice(Math.max(1, said.length + literal.length));
  }
  return tokens;
}
