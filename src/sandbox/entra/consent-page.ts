import { createHash } from "node:crypto";
import type { Tenant } from "../directory/tenant.ts";
import type { Answer, Call, Route } from "../http.ts";
import { missingParameter, tenantNotFound } from "./entra.ts";

export interface ConsentOptions {
  readonly tenant: Tenant;
  readonly appId: string;
  readonly botName: string;
}

/** Pages that consent and sign-in links open: they show what a link asks for, and record nothing. */
export function consentRoutes(options: ConsentOptions): readonly Route[] {
  const page = (path: string, kind: Kind): Route => ({
    method: "GET",
    path,
    answer: (call) => answer(options, readLink(call, kind)),
  });
  return [
    page("/:tenant/v2.0/adminconsent", "adminV2"),
    page("/:tenant/adminconsent", "adminV1"),
    page("/:tenant/oauth2/v2.0/authorize", "authorize"),
  ];
}

type Kind = "adminV2" | "adminV1" | "authorize";

const titles: Readonly<Record<Kind, string>> = {
  adminV2: "Consent for the whole tenant",
  adminV1: "Consent for the whole tenant, all that the app registration lists",
  authorize: "Sign-in with consent for one person",
};

interface Link {
  readonly kind: Kind;
  readonly tenant: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly hasState: boolean;
}

function readLink({ url, params }: Call, kind: Kind): Link {
  const read = (name: string) => url.searchParams.get(name) ?? "";
  return {
    kind,
    tenant: params.tenant ?? "",
    clientId: read("client_id"),
    scopes: read("scope").split(/\s+/).filter(Boolean),
    redirectUri: read("redirect_uri"),
    hasState: url.searchParams.has("state"),
  };
}

function answer(options: ConsentOptions, link: Link): Answer {
  const problem = findProblem(options, link);
  return problem ? toPage(400, "Sign-in refused", problemBody(problem)) : showLink(options, link);
}

interface Problem {
  readonly number: number;
  readonly message: string;
}

/** `common` is refused like an unknown tenant: a consent link names the tenant it is for. */
function findProblem({ tenant }: ConsentOptions, link: Link): Problem | undefined {
  if (!tenant.names.includes(link.tenant.toLowerCase())) {
    return { number: 90002, message: tenantNotFound(link.tenant) };
  }
  if (link.clientId === "") return { number: 900144, message: missingParameter("client_id") };
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(link.clientId)) {
    const message = `Application with identifier '${link.clientId}' was not found in the directory '${tenant.name}'.`;
    return { number: 700016, message };
  }
  return findScopeProblem(link) ?? findRedirectProblem(link);
}

const openIdScopes = ["openid", "profile", "email", "offline_access"];

function findScopeProblem({ kind, scopes }: Link): Problem | undefined {
  if (kind === "adminV1") return undefined;
  if (scopes.length === 0) return { number: 900144, message: missingParameter("scope") };
  const defaults = scopes.filter((scope) => /(^|\/)\.default$/.test(scope));
  const singles = scopes.filter(
    (scope) => !defaults.includes(scope) && !openIdScopes.includes(scope),
  );
  if (defaults.length === 0 || defaults.length + singles.length === 1) return undefined;
  const message = `The provided value for the input parameter 'scope' is not valid. The scope ${scopes.join(" ")} is not valid: .default scope can't be combined with resource-specific scopes.`;
  return { number: 70011, message };
}

function findRedirectProblem({ redirectUri }: Link): Problem | undefined {
  if (redirectUri === "") return { number: 900971, message: "No reply address provided." };
  if (URL.canParse(redirectUri)) return undefined;
  return { number: 50011, message: "The redirect URI is not a valid address." };
}

function showLink({ appId, botName, tenant }: ConsentOptions, link: Link): Answer {
  const app = link.clientId.toLowerCase() === appId.toLowerCase() ? ` (${botName} itself)` : "";
  const scopes =
    link.kind === "adminV1"
      ? "<p>This older link names no permissions: Entra asks for all that the app registration lists.</p>"
      : `<ul>${link.scopes.map((scope) => `<li><code>${toHtml(scope)}</code></li>`).join("")}</ul>`;
  return toPage(
    200,
    "Permissions requested",
    `<p>${titles[link.kind]}.</p>
<h2>What this link asks for</h2>
${scopes}
<dl>
<dt>Application (client) id</dt><dd><code>${toHtml(link.clientId)}</code>${toHtml(app)}</dd>
<dt>Tenant</dt><dd>${toHtml(tenant.name)} <code>${toHtml(link.tenant)}</code></dd>
<dt>Answer goes to</dt><dd><code>${toHtml(link.redirectUri)}</code></dd>
<dt>State</dt><dd>${link.hasState ? "given; it comes back unchanged" : "none"}</dd>
</dl>
<p class="note">This sandbox does not record consent yet. Close this page to go back.</p>`,
  );
}

function problemBody({ number, message }: Problem): string {
  return `<p>Entra would show this page and send nobody back to the app.</p>
<p class="problem"><strong>AADSTS${number}</strong>: ${toHtml(message)}</p>
<p class="note">Close this page, correct the link and try again.</p>`;
}

const style = `:root{color-scheme:light dark;--card:#fff;--ink:#242424;--soft:#616161;--line:#d1d1d1;--page:#f5f5f5}
@media(prefers-color-scheme:dark){:root{--card:#292929;--ink:#fff;--soft:#adadad;--line:#525252;--page:#1f1f1f}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 "Segoe UI",system-ui,sans-serif}
.banner{background:#835b00;color:#fff;padding:.6rem 1rem;text-align:center;font-weight:600}
main{max-width:36rem;margin:2rem auto;padding:1.5rem 2rem;background:var(--card);border:1px solid var(--line);border-radius:8px}
h1{font-size:1.5rem;margin:0 0 .5rem}h2{font-size:1rem;margin:1.5rem 0 .5rem}
code{font:14px ui-monospace,Consolas,monospace;overflow-wrap:anywhere}
ul{margin:0;padding-left:1.25rem}dl{margin:1.5rem 0}dt{color:var(--soft);font-size:.875rem}dd{margin:0 0 .75rem}
.note{border-top:1px solid var(--line);padding-top:1rem;margin-bottom:0}
.problem{border-left:4px solid #c50f1f;padding-left:.75rem}
@media(max-width:40rem){main{margin:0;border:0;border-radius:0;padding:1.25rem}}`;

const styleHash = createHash("sha256").update(style).digest("base64");

function toPage(status: number, title: string, body: string): Answer {
  const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  return {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": policy,
      "referrer-policy": "no-referrer",
    },
    body: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${toHtml(title)} - sandbox</title>
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

function toHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
