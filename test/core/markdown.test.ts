import assert from "node:assert/strict";
import { toHtml } from "../../src/core/markdown.ts";

const link = '<a href="https://x.example/a" target="_blank" rel="noopener noreferrer">';

describe("toHtml", () => {
  const cases: readonly [string, string, string][] = [
    ["text", "a < b & c", "<p>a &lt; b &amp; c</p>"],
    ["bold and italic", "**a** _b_ *c*", "<p><strong>a</strong> <em>b</em> <em>c</em></p>"],
    ["no marks inside of words", "Mail_Read_Write 2 * 3", "<p>Mail_Read_Write 2 * 3</p>"],
    ["a link", "see [it](https://x.example/a)", `<p>see ${link}it</a></p>`],
    ["no link to a script", "[it](javascript:alert)", "<p>[it](javascript:alert)</p>"],
    ["no link in the clear", "[it](http://x.example/a)", "<p>[it](http://x.example/a)</p>"],
    ["no link with a name in it", "[it](https://a@x.example)", "<p>[it](https://a@x.example)</p>"],
    [
      "escaped brackets as text",
      String.raw`\[it\](https://x.example)`,
      "<p>[it](https://x.example)</p>",
    ],
    ["escaped marks", String.raw`\*\*a\*\* \<b\>`, "<p>**a** &lt;b&gt;</p>"],
    ["escaped marks in bold", String.raw`**a\*b**`, "<p><strong>a*b</strong></p>"],
    ["a list", "- a\n- b", "<ul><li>a</li><li>b</li></ul>"],
    ["a numbered list after text", "x\n\n1. a\n2. b", "<p>x</p><ol><li>a</li><li>b</li></ol>"],
    ["lines", "a\nb", "<p>a<br>b</p>"],
    [
      "quotes in an address",
      '[x](https://x.example/"onclick=a)',
      '<p><a href="https://x.example/&quot;onclick=a" target="_blank" rel="noopener noreferrer">x</a></p>',
    ],
    ["markup", "<img src=x onerror=a>", "<p>&lt;img src=x onerror=a&gt;</p>"],
  ];
  for (const [name, text, expected] of cases)
    it(`draws ${name}`, () => {
      assert.equal(toHtml(text), expected);
    });
});
