import assert from "node:assert/strict";
import { readHtml } from "../../../src/bot/extension/html-text.ts";

const TEXTS: Readonly<Record<string, readonly [html: string, text: string]>> = {
  "plain text": ["AADSTS65001: no consent", "AADSTS65001: no consent"],
  paragraphs: ["<p>one</p><p>two</p>", "one\n\ntwo"],
  "a line break": ["one<br/>two<BR>three", "one\ntwo\nthree"],
  "a number in bold": ["<b>AADSTS</b><i>65001</i>", "AADSTS65001"],
  entities: ["a &amp; b &lt;c&gt; &quot;d&quot;&nbsp;&#39;e&#x27;", "a & b <c> \"d\" 'e'"],
  "entities once": ["&amp;lt;script&amp;gt;", "&lt;script&gt;"],
  "entities that are none": ["AT&T; &nothing; &#0; &#1114112; &", "AT&T; &nothing;     &"],
  "a lone sign": ["2 < 3", "2 < 3"],
  "an unfinished tag": ["Access is denied <b", "Access is denied <b"],
  "an address in a tag": ['<a href="https://evil.example">click</a>', "click"],
  nothing: ["", ""],
};

describe("readHtml", () => {
  for (const [name, [html, text]] of Object.entries(TEXTS))
    it(`reads ${name}`, () => {
      assert.equal(readHtml(html), text);
    });

  it("reads 40,000 characters, and no more", () => {
    assert.equal(readHtml("x".repeat(1_000_000)).length, 40_000);
  });
});
