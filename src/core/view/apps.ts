import type { AppRecord } from "../grant/index.ts";
import { button } from "./buttons.ts";
import { plainForeign } from "./foreign.ts";
import { fact, type Part, quote, say, sayQuoting } from "./parts.ts";
import type { Voice } from "./voice.ts";

/** What an app is looked up for. */
export type Purpose = "consent" | "verify" | "request" | "watch";

/** Longest name on a button, in characters. */
const TITLE_LIMIT = 40;

/** An app of which only the client id may be known. */
export interface NamedApp {
  readonly clientId: string;
  /** As its owner wrote it; null where it is not known. */
  readonly name: string | null;
}

/** Name of an app as somebody wrote it, or its client id where there is none. */
export function appName({ name, clientId }: NamedApp): Part {
  return name?.trim() ? quote(name) : say(clientId);
}

/** "App: AutoStore", with the name as somebody wrote it. */
export function aboutLine({ t }: Voice, { name, clientId }: NamedApp): Part {
  return sayQuoting(t, "app.about", { app: name?.trim() ? name : clientId });
}

/** "App: AutoStore, client id …": the client id once where there is no name. */
export function namedApp({ t }: Voice, { name, clientId }: NamedApp): Part {
  if (!name?.trim()) return say(t("app.about", { app: clientId }));
  return sayQuoting(t, "shared.app", { app: name }, { clientId });
}

/**
 * Who publishes an app, as far as that was read, and whether Microsoft has verified it: always in words. A
 * search and a registration of another tenant tell no publisher, which does not mean that there is none.
 */
export function publisherFacts({ t }: Voice, app: AppRecord): Part[] {
  const own = app.publisher?.trim() ? [fact(t("app.publisher"), quote(app.publisher))] : [];
  const verified = app.verifiedPublisher?.trim()
    ? quote(app.verifiedPublisher)
    : say(t("app.verified.none"));
  return [...own, fact(t("app.verified"), verified)];
}

/**
 * Where the app registration lives, told by the tenant that asks.
 * @param tenant its id; with a domain instead, own and other cannot be told apart
 */
export function homeFact({ t }: Voice, { homeTenantId }: AppRecord, tenant: string): Part {
  if (homeTenantId === null) return fact(t("app.home"), say(t("app.home.unknown")));
  if (tenant.includes("."))
    return fact(t("app.home"), say(t("app.home.id", { tenant: homeTenantId })));
  const isOwn = homeTenantId.toLowerCase() === tenant.toLowerCase();
  const text = isOwn ? t("app.home.own") : t("app.home.other", { tenant: homeTenantId });
  return fact(t("app.home"), say(text));
}

export function clientIdFact({ t }: Voice, clientId: string): Part {
  return fact(t("app.clientId"), say(clientId));
}

/** What asks for an app: the set-up, and for consent the tenant. */
export interface AppTarget {
  readonly s: string;
  readonly purpose: Purpose;
  readonly tenantId?: string | undefined;
  /** What else was typed on the way, to be sent along. */
  readonly along?: Readonly<Record<string, string>> | undefined;
}

/** Goes on with one app. */
export function appButton(app: AppRecord, { s, purpose, tenantId, along }: AppTarget): Part {
  const title = shortName(app.name) || app.clientId;
  if (purpose !== "consent") return button(title, purpose, { s, clientId: app.clientId, ...along });
  return button(title, "consent", {
    s,
    ...(tenantId && { tenant: tenantId }),
    clientId: app.clientId,
  });
}

function shortName(name: string): string {
  const whole = plainForeign(name);
  const start = plainForeign(name, TITLE_LIMIT);
  return start.length < whole.length ? `${start.trimEnd()}…` : whole;
}
