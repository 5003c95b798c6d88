import { findPerson, type Person, people } from "../directory/people.ts";
import type { Answer, Call, Route } from "../http.ts";
import type { Authority } from "./authority.ts";
import { findProtocolError, isConsentForced, listOpen } from "./authorize.ts";
import {
  cancelled,
  needsAdmin,
  toAccepted,
  toDeclined,
  toFailure,
  toRedirect,
  toReturnAddress,
} from "./consent-answer.ts";
import { type Ask, readAsk } from "./consent-ask.ts";
import { toPicker, toProblem, toRefused, toRequest } from "./consent-html.ts";
import { type ConsentLink, readLink } from "./consent-link.ts";
import { createCode, writeConsent } from "./consent-write.ts";
import { readForm } from "./fields.ts";
import { mayGrant } from "./may-grant.ts";
import { toPage } from "./page.ts";
import { requireUnblocked } from "./policies.ts";
import { EntraRefusal } from "./refusal.ts";
import { createTransactions, type Transaction, type Transactions } from "./transaction.ts";

/** The pages share one signing key, which ends with the process. */
interface Pages {
  readonly authority: Authority;
  readonly transactions: Transactions;
}

/**
 * The pages that consent and sign-in links open: an account picker, then what is asked for.
 * - https://learn.microsoft.com/entra/identity-platform/v2-admin-consent
 * - https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow (version 1)
 * - https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
 */
export function consentRoutes(authority: Authority): readonly Route[] {
  const pages = { authority, transactions: createTransactions(authority.now) };
  const link = (path: string, kind: Transaction["kind"]): Route => ({
    method: "GET",
    path,
    answer: (call) => guard(() => openLink(pages, call, kind)),
  });
  const form = (path: string, answer: (pages: Pages, call: Call) => Promise<Answer>): Route => ({
    method: "POST",
    path,
    answer: (call) => guard(() => answer(pages, call)),
  });
  return [
    link("/:tenant/v2.0/adminconsent", "admin-v2"),
    link("/:tenant/adminconsent", "admin-v1"),
    link("/:tenant/oauth2/v2.0/authorize", "authorize"),
    form("/:tenant/login", takeAccount),
    form("/:tenant/consent", takeDecision),
  ];
}

/** What Entra tells no app about stays on its page: nobody is sent to an address that is not checked. */
async function guard(answer: () => Answer | Promise<Answer>): Promise<Answer> {
  try {
    return await answer();
  } catch (error) {
    if (!(error instanceof EntraRefusal)) throw error;
    return toPage({ status: 400, title: "Sign-in refused", body: toProblem(error) });
  }
}

function openLink({ authority, transactions }: Pages, call: Call, kind: Transaction["kind"]) {
  const tenantName = call.params.tenant ?? "";
  const transaction = { kind, tenantName, search: call.url.search, personId: null };
  const link = readLink(authority, transaction);
  const error = kind === "authorize" ? findProtocolError(link) : undefined;
  if (error) return toRedirect(link, toFailure(authority, link, error));
  readAsk(authority, link);
  const body = toPicker({
    link,
    action: `/${authority.tenant.id}/login`,
    transaction: transactions.sign(transaction),
    hinted: findHinted(link),
  });
  return toPage({ title: "Pick an account", body, formTarget: link.redirectUri });
}

/** A link may suggest who signs in; `as` is what the sandbox's own pages call people. */
function findHinted({ fields }: ConsentLink): Person | undefined {
  const hint = fields.get("login_hint").toLowerCase();
  return (
    findPerson(fields.get("as")) ??
    people.find(({ userPrincipalName }) => userPrincipalName.toLowerCase() === hint)
  );
}

async function takeAccount(pages: Pages, call: Call): Promise<Answer> {
  const { authority, transactions } = pages;
  const form = await readForm(call);
  const transaction = transactions.read(form.get("transaction"));
  if (!transaction) return expired();
  const link = readLink(authority, transaction);
  if (form.get("cancel") !== "") return toRedirect(link, cancelled);
  const person = people.find(({ id }) => id === form.get("account"));
  if (!person) return expired();
  requireUnblocked(authority, person);
  const visit = toVisit(authority, link, person);
  const { flaw, permissions } = visit.ask;
  if (flaw) return toRedirect(link, toFailure(authority, link, flaw));
  if (link.kind === "authorize" && permissions.length === 0 && !isConsentForced(link)) {
    return toRedirect(link, { code: createCode(authority, link, person) });
  }
  return showRequest(pages, { ...transaction, personId: person.id }, visit);
}

/** A person's sign-in asks for what is open only, an admin's consent for all that the link names. */
function toVisit(authority: Authority, link: ConsentLink, person: Person): Visit {
  const ask = readAsk(authority, link);
  if (link.kind !== "authorize") return { link, ask, person };
  const permissions = listOpen(authority, { link, ask, person });
  return { link, person, ask: { ...ask, permissions } };
}

/** A link, what it asks for, and who has signed in. */
export interface Visit {
  readonly link: ConsentLink;
  readonly ask: Ask;
  readonly person: Person;
}

function showRequest(pages: Pages, transaction: Transaction, visit: Visit): Answer {
  const { authority, transactions } = pages;
  const { link, ask, person } = visit;
  if (!mayGrantAll(visit, toReach(link))) return showRefused(authority, transaction, visit);
  const body = toRequest({
    link,
    person,
    principal: authority.directory.describeApp(link.application.appId),
    permissions: ask.permissions,
    action: `/${authority.tenant.id}/consent`,
    transaction: transactions.sign(transaction),
    again: toAddress(transaction),
    mayGrantForAll: link.kind === "authorize" && mayGrantAll(visit, "everybody"),
  });
  return toPage({ title: "Permissions requested", body, formTarget: link.redirectUri });
}

/** Whom a link asks for; on a sign-in page an admin may tick that everybody is meant. */
function toReach({ kind }: ConsentLink, ticked = ""): "self" | "everybody" {
  return kind === "authorize" && ticked !== "everybody" ? "self" : "everybody";
}

function mayGrantAll({ ask, person }: Visit, reach: "self" | "everybody"): boolean {
  return ask.permissions.every((permission) => mayGrant(person, permission, reach));
}

function showRefused(authority: Authority, transaction: Transaction, { link, person }: Visit) {
  const refusal = needsAdmin(authority, link, person);
  const body = toRefused({
    link,
    person,
    refusal,
    principal: authority.directory.describeApp(link.application.appId),
    again: toAddress(transaction),
    back: toReturnAddress(link, toFailure(authority, link, refusal)),
  });
  return toPage({ title: "Need admin approval", body });
}

const paths: Readonly<Record<Transaction["kind"], string>> = {
  "admin-v2": "v2.0/adminconsent",
  "admin-v1": "adminconsent",
  authorize: "oauth2/v2.0/authorize",
};

function toAddress({ kind, tenantName, search }: Transaction): string {
  return `/${encodeURIComponent(tenantName)}/${paths[kind]}${search}`;
}

/** Everything is looked at again: registration, roles and grants may have changed since the page. */
async function takeDecision({ authority, transactions }: Pages, call: Call): Promise<Answer> {
  const form = await readForm(call);
  const transaction = transactions.take(form.get("transaction"));
  const person = people.find(({ id }) => id === transaction?.personId);
  if (!transaction || !person) return expired();
  const link = readLink(authority, transaction);
  if (form.get("decision") !== "accept") return toRedirect(link, toDeclined(authority, link));
  const visit = toVisit(authority, link, person);
  const { flaw, permissions } = visit.ask;
  if (flaw) return toRedirect(link, toFailure(authority, link, flaw));
  const reach = toReach(link, form.get("reach"));
  if (!mayGrantAll(visit, reach)) return showRefused(authority, transaction, visit);
  writeConsent(authority, { link, permissions, personId: reach === "self" ? person.id : null });
  return toRedirect(
    link,
    link.kind === "authorize"
      ? { code: createCode(authority, link, person) }
      : toAccepted(authority, link),
  );
}

function expired(): Answer {
  const body = `<p>This page was open for too long, or it has been used already.</p>
<p>Open the link again to go on.</p>`;
  return toPage({ status: 400, title: "This page has expired", body });
}
