import { readCallback } from "../../core/consent/index.ts";
import type { Language } from "../../core/local-text.ts";
import type { Clock, Ids, Log, PersonTokens, Seal } from "../../ports/index.ts";
import { describeError } from "../../telemetry/index.ts";
import type { Once } from "../once.ts";
import { SERVICE_ACCOUNT, type ServiceAccounts } from "./service-account.ts";
import { createTickets, LIFETIME_MS, type Ticket, type Visit } from "./tickets.ts";

/** What came of a sign-in page. */
export type SignInEnd =
  /** `key` tells the client which question goes on; it is no secret. */
  | { readonly kind: "signed-in"; readonly key: string; readonly language: Language }
  /** Somebody else signed in than the one whom the link was made for; nothing was kept. */
  | { readonly kind: "other-account" }
  | { readonly kind: "declined" }
  | { readonly kind: "needs-admin" }
  | { readonly kind: "expired" }
  | { readonly kind: "blocked" }
  | { readonly kind: "busy"; readonly seconds: number }
  | { readonly kind: "failed" };

/** Where the page of a ticket leads to. */
export type SignInStart =
  | { readonly kind: "go"; readonly url: string }
  | { readonly kind: "confirm"; readonly ticket: string };

/** Sign-ins on a page, from the link to what goes on afterwards. */
export interface SignIns {
  /** Address of a page on which that person signs in for a scope; good for ten minutes, and one sign-in. */
  link(ticket: Omit<Ticket, "id" | "isConfirmed">): string;
  /**
   * Where the page leads to; undefined for a ticket that is old, used or not ours. `confirm` where the sign-in
   * is for more than the person: it gives another ticket, for whoever has read that.
   */
  start(ticket: string): Promise<SignInStart | undefined>;
  /** Reads what Entra ID sent back, and keeps the sign-in when it is the right person's. */
  finish(query: URLSearchParams): Promise<SignInEnd>;
  /**
   * Who goes on with the question of a ticket: `signed-in`, or `needs-admin` where the tenant lets nobody
   * consent for themselves. Called before the page is answered, and not waited for.
   */
  listen(goOn: GoOn): void;
  /** Resolves when nothing goes on any more. */
  idle(): Promise<void>;
}

/** See {@link SignIns.listen}. */
type GoOn = (ticket: Ticket, end: "signed-in" | "needs-admin") => Promise<void>;

/** What sign-ins are made of. */
export interface SignInsOptions {
  readonly tokens: Pick<PersonTokens, "authorizeUrl" | "redeem">;
  readonly serviceAccounts: Pick<ServiceAccounts, "connect">;
  readonly seal: Seal;
  readonly once: Once;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** Address of this server as a browser sees it, without a slash at the end. */
  readonly publicUrl: string;
  /** Makes a PKCE verifier, a nonce and the challenge of the verifier. */
  readonly prove: () => {
    readonly verifier: string;
    readonly challenge: string;
    readonly nonce: string;
  };
}

/** Makes the sign-ins of a process. */
export function createSignIns(options: SignInsOptions): SignIns {
  const { publicUrl, clock, ids, seal, log, once } = options;
  const tickets = createTickets(seal, clock);
  const running = new Set<Promise<void>>();
  let goOn: GoOn = async () => {};
  const follow = (ticket: Ticket, end: Parameters<GoOn>[1]) => {
    const run = goOn(ticket, end).catch((error: unknown) =>
      log.error("a question did not go on", describeError(error)),
    );
    running.add(run);
    void run.finally(() => running.delete(run));
  };
  return {
    link: (ticket) => {
      const sealed = tickets.sealTicket({ ...ticket, id: ids.next() });
      return `${publicUrl}/auth/start?t=${encodeURIComponent(sealed)}`;
    },
    start: async (text) => {
      const ticket = tickets.openTicket(text);
      if (!ticket || (await once.isTaken(ticket.tenantId, nameTicket(ticket)))) return undefined;
      if (ticket.scope === SERVICE_ACCOUNT && !ticket.isConfirmed)
        return { kind: "confirm", ticket: tickets.sealTicket({ ...ticket, isConfirmed: true }) };
      return { kind: "go", url: toAddress(options, tickets, ticket) };
    },
    finish: async (query) => {
      const visit = tickets.openVisit(query.get("state") ?? "");
      if (!visit || (await once.isTaken(visit.tenantId, nameTicket(visit))))
        return { kind: "expired" };
      // One code a visit: whoever has its state cannot make the product ask Entra ID again and again.
      const isFirst = await claim(options, visit, `sign-in visit:${visit.nonce}`);
      const end: SignInEnd = isFirst ? await redeem(options, visit, query) : { kind: "expired" };
      if (end.kind === "signed-in" || end.kind === "needs-admin") follow(visit, end.kind);
      return end;
    },
    listen: (next) => {
      goOn = next;
    },
    idle: async () => {
      await Promise.all(running);
    },
  };
}

function toAddress(
  { tokens, prove, publicUrl }: SignInsOptions,
  tickets: ReturnType<typeof createTickets>,
  ticket: Ticket,
): string {
  const { verifier, challenge, nonce } = prove();
  const { claims, ...rest } = ticket;
  const { tenantId, scope } = rest;
  return tokens.authorizeUrl({
    tenantId,
    scope,
    challenge,
    nonce,
    redirectUri: toRedirect(publicUrl),
    state: tickets.sealVisit({ ...rest, verifier, nonce }),
    ...(claims !== undefined && { claims }),
  });
}

function nameTicket({ id }: Pick<Ticket, "id">): string {
  return `sign-in ticket:${id}`;
}

/** Longer than any ticket and any page lives. */
function claim({ once }: SignInsOptions, { tenantId }: Visit, name: string): Promise<boolean> {
  return once.claim({ tenantId, name, milliseconds: 2 * LIFETIME_MS });
}

function toRedirect(publicUrl: string): string {
  return `${publicUrl}/auth/end`;
}

async function redeem(
  options: SignInsOptions,
  visit: Visit,
  query: URLSearchParams,
): Promise<SignInEnd> {
  const code = query.get("code");
  // An error counts, also beside a code.
  if (query.has("error") || code === null) return toRefusal(query);
  const { tenantId, personId, scope, verifier, nonce } = visit;
  const isService = scope === SERVICE_ACCOUNT;
  const redirectUri = toRedirect(options.publicUrl);
  const ask = { tenantId, scope, code, verifier, nonce, redirectUri };
  const answer = await options.tokens.redeem(isService ? { ...ask, keptAs: SERVICE_ACCOUNT } : ask);
  if (answer.kind !== "signed-in") return toEnd(answer);
  const { identity, settle } = answer;
  const isRight = identity.tenantId === tenantId && (isService || identity.personId === personId);
  if (!isRight || (isService && identity.isGuest)) return { kind: "other-account" };
  // Of two pages that one link has opened, one signs in.
  if (!(await claim(options, visit, nameTicket(visit)))) return { kind: "expired" };
  if (isService) await options.serviceAccounts.connect(visit, identity, settle);
  else await settle();
  return { kind: "signed-in", key: visit.pending ?? "done", language: visit.language };
}

function toRefusal(query: URLSearchParams): SignInEnd {
  const claim = readCallback(query);
  if (claim.kind !== "refused") return { kind: "failed" };
  switch (claim.how) {
    case "cancelled":
    case "declined":
      return { kind: "declined" };
    case "needs-admin":
      return { kind: "needs-admin" };
    case "failed":
      return { kind: "failed" };
    default:
      return claim.how satisfies never;
  }
}

type NoIdentity = Exclude<Awaited<ReturnType<PersonTokens["redeem"]>>, { kind: "signed-in" }>;

function toEnd(answer: NoIdentity): SignInEnd {
  switch (answer.kind) {
    case "busy":
      return answer;
    case "consent":
      return { kind: "needs-admin" };
    case "blocked":
      return { kind: "blocked" };
    case "sign-in":
      return { kind: "expired" };
    case "step-up":
    case "refused":
    case "unreachable":
      return { kind: "failed" };
    default:
      return answer satisfies never;
  }
}
