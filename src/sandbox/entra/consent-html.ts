import { type Person, people } from "../directory/people.ts";
import type { ServicePrincipal } from "../directory/tenant-directory.ts";
import type { AskedPermission } from "./consent-ask.ts";
import type { ConsentLink } from "./consent-link.ts";
import { toHtml } from "./page.ts";
import type { EntraRefusal } from "./refusal.ts";

/** What the account picker shows. */
export interface Picker {
  readonly link: ConsentLink;
  /** Path that the form goes to. */
  readonly action: string;
  readonly transaction: string;
  readonly hinted: Person | undefined;
}

export function toPicker({ link, action, transaction, hinted }: Picker): string {
  const own = hinted ? [hinted] : [];
  const order = [...own, ...people.filter((person) => person !== hinted)];
  const accounts = order.map((person) => toAccount(person, person === hinted)).join("\n");
  return `<p>to continue to <strong>${toHtml(link.application.displayName)}</strong></p>
<form method="post" action="${toHtml(action)}">
${toHidden(transaction)}
${accounts}
<div class="row"><button name="cancel" value="yes">Cancel</button></div>
</form>`;
}

/** The account of a link's hint comes first and has the focus; it is never taken without a press. */
function toAccount({ id, name, userPrincipalName, title }: Person, isHinted: boolean): string {
  const mark = isHinted ? ' class="account hint" autofocus' : ' class="account"';
  return `<button name="account" value="${toHtml(id)}"${mark}><span><strong>${toHtml(name)}</strong></span>
<span>${toHtml(userPrincipalName)}</span><span class="soft">${toHtml(title)}</span></button>`;
}

function toHidden(transaction: string): string {
  return `<input type="hidden" name="transaction" value="${toHtml(transaction)}">`;
}

/** What the consent page shows. */
export interface Request {
  readonly link: ConsentLink;
  readonly principal: ServicePrincipal | undefined;
  readonly person: Person;
  readonly permissions: readonly AskedPermission[];
  readonly action: string;
  readonly transaction: string;
  /** The link, to begin again as somebody else. */
  readonly again: string;
  /** Whether the person may accept for everybody although the link asks for himself only. */
  readonly mayGrantForAll: boolean;
}

/** https://learn.microsoft.com/entra/identity-platform/application-consent-experience */
export function toRequest(request: Request): string {
  const { link, permissions, action, transaction } = request;
  const isForAll = link.kind !== "authorize";
  const effect = isForAll
    ? "If you accept, this app gets the access above for everybody in your organization, and nobody else is asked."
    : "If you accept, this app gets the access above for your own account.";
  return `${isForAll ? "<p>Review for your organization</p>" : ""}
${toAppLine(link, request.principal)}
${toSignedIn(request)}
<h2>This app would like to:</h2>
<ul>
${permissions.map(toItem).join("\n")}
</ul>
<p>${effect}</p>
<p class="soft">Accept only if you trust the app and its publisher. What you grant here, the sandbox tenant holds until it is taken away or the sandbox restarts.</p>
<form method="post" action="${toHtml(action)}">
${toHidden(transaction)}
${request.mayGrantForAll ? forAllBox : ""}
<div class="row"><button name="decision" value="cancel">Cancel</button>
<button class="main" name="decision" value="accept">Accept</button></div>
</form>`;
}

/** Shown to who signs in and may consent for others as well. */
const forAllBox = `<p><label><input type="checkbox" name="reach" value="everybody"> Consent on behalf of your organization</label><br>
<span class="soft">The app then gets the access above for everybody in your organization, and nobody else is asked.</span></p>`;

/**
 * A publisher counts as verified when Microsoft says so; one that is not verified is not named, since the
 * app's own word proves nothing: https://learn.microsoft.com/entra/identity-platform/publisher-verification-overview
 */
function toAppLine({ application }: ConsentLink, principal: ServicePrincipal | undefined): string {
  const verified = principal?.verifiedPublisher.displayName;
  const publisher = verified
    ? `${toHtml(verified)} <span class="mark">&#10003; verified</span>`
    : '<span class="mark">unverified</span>';
  return `<p><strong>${toHtml(application.displayName)}</strong><br>${publisher}</p>
<p class="soft">Application (client) id <code>${toHtml(application.appId)}</code></p>`;
}

function toSignedIn({ person, again }: Pick<Request, "person" | "again">): string {
  return `<p class="soft">Signed in as ${toHtml(person.name)}, ${toHtml(person.userPrincipalName)}. <a href="${toHtml(again)}">Use another account</a></p>`;
}

function toItem({ title, value, type, resource }: AskedPermission): string {
  const kind = type === "delegated" ? "Delegated" : "Application";
  return `<li><strong>${toHtml(title)}</strong><br>
<span class="soft"><code>${toHtml(value)}</code> · ${kind} · ${toHtml(resource.displayName)}</span></li>`;
}

/** What somebody sees who may not grant what is asked for. */
export interface Refused {
  readonly link: ConsentLink;
  readonly principal: ServicePrincipal | undefined;
  readonly person: Person;
  readonly again: string;
  readonly refusal: EntraRefusal;
  /** Where the app waits for the answer. */
  readonly back: string;
}

export function toRefused({ link, principal, person, again, refusal, back }: Refused): string {
  return `${toAppLine(link, principal)}
<p>This app needs permission to access resources in your organization that only an admin can grant. Please ask an admin to grant it before you use the app.</p>
${toSignedIn({ person, again })}
<p class="problem"><strong>AADSTS${refusal.number}</strong>: ${toHtml(refusal.message)}</p>
<p><a href="${toHtml(again)}">Have an admin account? Sign in with that account</a></p>
<p><a href="${toHtml(back)}">Return to the application without granting consent</a></p>`;
}

export function toProblem({ number, message }: EntraRefusal): string {
  return `<p>Sorry, but we&#39;re having trouble signing you in. The app is not told about it.</p>
<p class="problem"><strong>AADSTS${number}</strong>: ${toHtml(message)}</p>
<p class="soft">Close this page, correct the link and try again.</p>`;
}
