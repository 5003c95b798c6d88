import { createHash } from "node:crypto";

/** Readable in either color scheme, in forced colors, from 320 px, and on paper; nothing is loaded for it. */
export const STYLE = `:root{color-scheme:light dark;--page:#f5f5f5;--card:#fff;--ink:#242424;--soft:#505050;--line:#c7c7c7;--link:#3d3e8f;--mark:#fdf6e3;--edge:#8a6d00}
@media(prefers-color-scheme:dark){:root{--page:#1f1f1f;--card:#292929;--ink:#fff;--soft:#d1d1d1;--line:#525252;--link:#b3b5f5;--mark:#3d3514;--edge:#e0b93f}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:1rem/1.5 "Segoe UI",system-ui,sans-serif;overflow-wrap:anywhere}
header,main,footer{max-width:60rem;margin:0 auto;padding:1rem 2rem}
header{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;justify-content:space-between;align-items:baseline}
.brand{font-weight:600}
main{background:var(--card);border:1px solid var(--line);border-radius:8px;padding-bottom:1.5rem}
footer{color:var(--soft);font-size:.875rem}
h1{font-size:1.5rem;line-height:1.25;margin:.75rem 0}
h2{font-size:1.125rem;line-height:1.35;margin:0 0 .5rem}
h3{font-size:1rem;margin:0 0 .25rem}
p,ul,ol{margin:0}
a{color:var(--link);text-underline-offset:.15em}
a:focus-visible,summary:focus-visible{outline:2px solid;outline-offset:2px;border-radius:2px}
section,.part{margin-top:1.5rem}
.part .part{margin-top:.75rem}
.apart{border-top:1px solid var(--line);padding-top:.75rem}
.text{margin:.25rem 0}
.subtle{color:var(--soft)}
.small{font-size:.875rem}
.strong{font-weight:600;margin-top:.75rem}
.part>.strong:first-child{margin-top:0}
.code{font-family:Consolas,Menlo,monospace;white-space:pre-wrap;background:var(--page);padding:.5rem .75rem;border-radius:4px}
.warning{background:var(--mark);border-left:4px solid var(--edge);padding:.75rem 1rem}
.emphasis{background:var(--page);padding:.75rem 1rem}
table{width:100%;border-collapse:collapse;table-layout:fixed;hyphens:auto}
th,td{text-align:left;vertical-align:top;padding:.5rem .75rem .5rem 0}
th:first-child,td:first-child{width:50%}
tr{border-top:1px solid var(--line)}
thead tr{border-top:0}
td .text,th .text{margin:0}
details{margin:.75rem 0}
summary{cursor:pointer;color:var(--link);padding:.25rem 0}
img{margin-top:.5rem;max-width:100%;height:auto;background:#fff;border-radius:4px}
nav ul,.links{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.25rem 1rem}
.links{margin-top:.5rem}
.links a,nav a{display:inline-block;padding:.25rem 0}
dt{font-weight:600}
dd{margin:0 0 .5rem}
dl{margin:.5rem 0 0}
@media(max-width:40rem){header,main,footer{padding:.75rem 1rem}main{border-width:1px 0;border-radius:0}table{font-size:.875rem}th,td{padding-right:.25rem}th:first-child,td:first-child{width:42%}th:nth-child(2){width:31%}}
@media(forced-colors:active){main,.warning{border:1px solid}}
@media print{:root{--page:#fff;--card:#fff;--ink:#000;--soft:#333;--line:#888;--link:#000;--mark:#fff;--edge:#000;color-scheme:light}
body{font-size:10pt}header,main,footer{max-width:none;padding:0}main{border:0}nav,.screen{display:none}
details::details-content{content-visibility:visible;display:block;block-size:auto}
summary{list-style:none;font-weight:600;color:inherit}
main a[href]::after{content:" (" attr(href) ")";font-size:.85em}
thead{display:table-header-group}tr,li,dt,.text,img{break-inside:avoid}h1,h2,h3,summary,dt{break-after:avoid}
@page{margin:18mm}}`;

/** What a Content-Security-Policy names so that this style alone applies. */
export const SUBJECT_STYLE = `'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`;
