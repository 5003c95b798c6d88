import { createHash } from "node:crypto";
import type { Answer } from "../http.ts";

/** A page without script; `body` is HTML. */
export interface Page {
  /** @default 200 */
  readonly status?: number;
  readonly title: string;
  readonly body: string;
  /** Where a form of the page may end up after a redirect, besides the page's own origin. */
  readonly formTarget?: string;
}

const style = `:root{color-scheme:light dark;--card:#fff;--ink:#242424;--soft:#616161;--line:#8a8a8a;--page:#f5f5f5;--act:#0f6cbd;--on:#fff;--hover:#ebebeb;--bad:#c50f1f}
@media(prefers-color-scheme:dark){:root{--card:#292929;--ink:#fff;--soft:#adadad;--line:#858585;--page:#1f1f1f;--act:#479ef5;--on:#000;--hover:#3d3d3d;--bad:#ff99a4}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 "Segoe UI",system-ui,sans-serif}
.banner{background:#835b00;color:#fff;padding:.6rem 1rem;text-align:center;font-weight:600}
main{max-width:30rem;margin:2rem auto;padding:1.5rem 2rem;background:var(--card);border:1px solid var(--line);border-radius:8px;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.25;margin:.25rem 0}h2{font-size:1rem;margin:1.5rem 0 .5rem}p{margin:.5rem 0}
a{color:var(--act)}code{font:14px ui-monospace,Consolas,monospace}
ul{margin:0;padding:0;list-style:none}li{padding:.6rem 0;border-bottom:1px solid var(--line)}
.soft{color:var(--soft);font-size:.875rem}
.mark{border:1px solid var(--line);border-radius:4px;padding:0 .35rem;font-size:.875rem;white-space:nowrap}
.problem{border-left:4px solid var(--bad);padding-left:.75rem}
button{font:inherit;padding:.5rem 1rem;border:1px solid var(--line);border-radius:4px;background:var(--card);color:var(--ink);cursor:pointer;min-height:44px}
button:hover{background:var(--hover)}
button.main{background:var(--act);border-color:var(--act);color:var(--on)}button.main:hover{text-decoration:underline}
button.account{display:block;width:100%;text-align:left;margin:.5rem 0;padding:.5rem .75rem}
button.account span{display:block;font-size:.875rem}button.hint{border-width:2px;border-color:var(--act)}
:focus-visible{outline:3px solid var(--act);outline-offset:2px}
.row{display:flex;flex-wrap:wrap;gap:.75rem;justify-content:flex-end;margin-top:1.5rem}
.big{font:600 2rem ui-monospace,Consolas,monospace;letter-spacing:.2em}
@media(max-width:40rem){body{background:var(--card)}main{margin:0;border:0;border-radius:0;padding:1.25rem}}`;

const styleHash = createHash("sha256").update(style).digest("base64");

/** Renders a page: the banner, a title, what it says. */
export function toPage({ status = 200, title, body, formTarget }: Page): Answer {
  return {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": toPolicy(formTarget),
      // With no-referrer a browser posts forms with "Origin: null", and the sandbox refuses them.
      "referrer-policy": "same-origin",
    },
    body: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${toHtml(title)} - sandbox</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<div class="banner" role="note">Sandbox tenant: nothing here is real</div>
<main>
<h1>${toHtml(title)}</h1>
${body}
</main>
</body>
</html>
`,
  };
}

/** Chromium holds redirects after a form post against form-action too. */
function toPolicy(formTarget: string | undefined): string {
  const forms = formTarget === undefined ? "'self'" : `'self' ${toSource(formTarget)}`;
  return `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; base-uri 'none'; form-action ${forms}; frame-ancestors 'none'`;
}

/** The origin of an address; addresses of apps on a device have a scheme of their own and none. */
function toSource(address: string): string {
  const { origin, protocol } = new URL(address);
  return origin === "null" ? protocol : origin;
}

export function toHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
