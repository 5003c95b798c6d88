import assert from "node:assert/strict";
import { toHtml } from "../../src/sandbox/client/markdown.ts";

describe("toHtml", () => {
  const cases: Readonly<Record<string, { markdown: string; html: string }>> = {
    "bold and italic": {
      markdown: "**a** and *b* and _c_",
      html: "<p><strong>a</strong> and <em>b</em> and <em>c</em></p>",
    },
    "names with underscores": { markdown: "access_as_user", html: "<p>access_as_user</p>" },
    "escaped marks": {
      markdown: "\\*\\*a\\*\\* \\[b\\](https://x)",
      html: "<p>&#42;&#42;a&#42;&#42; &#91;b&#93;(https://x)</p>",
    },
    lists: {
      markdown: "do:\n- a\n- b\n1. c",
      html: "<p>do:</p><ul><li>a</li><li>b</li></ul><ol><li>c</li></ol>",
    },
    "line breaks and paragraphs": { markdown: "a\rb\n\nc", html: "<p>a<br>b</p><p>c</p>" },
    "web links": {
      markdown: "[a](https://b.example/c_d_e?f=1&g=2)",
      html: '<p><a href="https://b.example/c_d_e?f=1&amp;g=2" target="_blank" rel="noopener noreferrer">a</a></p>',
    },
    mentions: {
      markdown: "<at>Priya</at> hi",
      html: '<p><span class="mention">Priya</span> hi</p>',
    },
    "no other links": {
      markdown: "[a](javascript:alert(1))",
      html: "<p>[a](javascript:alert(1))</p>",
    },
    "no HTML": {
      markdown: '<img src=x onerror="alert(1)">',
      html: "<p>&lt;img src=x onerror=&#34;alert(1)&#34;&gt;</p>",
    },
    "no way out of a link": {
      markdown: '[a](https://x"onclick="alert)',
      html: '<p><a href="https://x&#34;onclick=&#34;alert" target="_blank" rel="noopener noreferrer">a</a></p>',
    },
    "no escaped way out of a link": {
      markdown: '[a](https://x\\"y)',
      html: '<p><a href="https://x&#34;y" target="_blank" rel="noopener noreferrer">a</a></p>',
    },
  };
  for (const [name, { markdown, html }] of Object.entries(cases)) {
    it(`knows ${name}`, () => {
      assert.equal(toHtml(markdown), html);
    });
  }
});
