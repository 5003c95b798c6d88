import type { TabInput, TabOutput, TabRouteName } from "../core/tab-api/index.ts";
import { type Failure, type Outcome, readFailure } from "./failure.ts";

/** Where a call goes. Method and path stand here again, because the page's bundle holds no schemas. */
type Address = readonly [method: "GET" | "POST" | "PUT" | "DELETE", path: string];

/** Addresses of the routes; test/tab/api.test.ts compares them with TAB_ROUTES. */
export const ADDRESSES = {
  me: ["GET", "/api/me"],
  deleteMyData: ["DELETE", "/api/me/data"],
  signOut: ["POST", "/api/me/sign-out"],
  signInLink: ["POST", "/api/sign-in-links"],
  consentLinks: ["POST", "/api/consent-links"],
  listTeams: ["GET", "/api/home/teams"],
  listChannels: ["GET", "/api/home/teams/{team}/channels"],
  readTeam: ["GET", "/api/home/teams/{team}"],
  readChannel: ["GET", "/api/home/teams/{team}/channels/{channel}"],
  listResults: ["GET", "/api/home/results"],
  listPacks: ["GET", "/api/catalog/packs"],
  ask: ["POST", "/api/catalog/ask"],
  press: ["POST", "/api/catalog/press"],
  listLabels: ["GET", "/api/catalog/labels"],
  setLabel: ["PUT", "/api/catalog/packs/{pack}/label"],
  readSettings: ["GET", "/api/settings"],
  changeSettings: ["PUT", "/api/settings"],
  findPeople: ["GET", "/api/settings/people"],
  disconnectServiceAccount: ["DELETE", "/api/settings/service-account"],
  readModels: ["GET", "/api/settings/models"],
  listRequests: ["GET", "/api/home/requests"],
  listToDecide: ["GET", "/api/home/to-decide"],
  readRequest: ["GET", "/api/requests/{request}"],
  decideRequest: ["POST", "/api/requests/{request}/decision"],
  withdrawRequest: ["POST", "/api/requests/{request}/withdrawal"],
  listWatches: ["GET", "/api/home/watches"],
  lookWatch: ["POST", "/api/watches/{app}/look"],
  snoozeWatch: ["PUT", "/api/watches/{app}/snooze"],
  stopWatch: ["DELETE", "/api/watches/{app}"],
  readJobs: ["GET", "/api/settings/jobs"],
  reviveLetter: ["POST", "/api/settings/letters/{letter}/send"],
  discardLetter: ["DELETE", "/api/settings/letters/{letter}"],
  listAudit: ["GET", "/api/settings/audit"],
  exportAudit: ["POST", "/api/settings/audit/exports"],
} as const satisfies Readonly<Record<TabRouteName, Address>>;

/** What a call carries besides its name. */
export interface CallOptions<Name extends TabRouteName> {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: TabInput<Name>;
  /** The state that a change was made on. */
  readonly etag?: string;
}

/** Asks the tab's API; what goes wrong comes back as a value. */
export type Api = <Name extends TabRouteName>(
  name: Name,
  options?: CallOptions<Name>,
) => Promise<Outcome<TabOutput<Name>>>;

export interface ApiOptions {
  readonly fetch: typeof fetch;
  /** A token of Teams for Consentry; undefined when Teams gives none. */
  readonly getToken: (ask: { readonly claims?: string }) => Promise<string | undefined>;
  readonly language: string;
  /** Milliseconds after which an answer is not waited for any longer. @default 30000 */
  readonly timeLimit?: number;
}

/**
 * Makes what the page asks its server with. A read whose connection breaks is tried once more; a token that
 * has ended, or that lacks a proof, is asked for anew from Teams once, and the call repeated.
 */
export function createApi(options: ApiOptions): Api {
  return async (name, call = {}) => {
    const first = await send(options, { name, call });
    if (first.kind === "ok" || !isRenewable(first.failure)) return read(first);
    const { claims } = first.failure;
    return read(await send(options, { name, call, claims }));
  };
}

type Sent =
  | { readonly kind: "ok"; readonly body: unknown }
  | { readonly kind: "failed"; readonly failure: Failure };

interface Sending {
  readonly name: TabRouteName;
  readonly call: CallOptions<TabRouteName>;
  readonly claims?: string | undefined;
}

/** A token that has run out is `unauthorized` to the server, and `sign_in` to Entra ID. */
function isRenewable({ code, claims }: Failure): boolean {
  const isEnded = code === "unauthorized" || code === "sign_in";
  return isEnded || (code === "step_up" && claims !== undefined);
}

function read<Value>(sent: Sent): Outcome<Value> {
  // The server validates what it sends with the same schemas; the page trusts its own origin.
  return sent.kind === "ok" ? { kind: "ok", value: sent.body as Value } : sent;
}

async function send(options: ApiOptions, sending: Sending): Promise<Sent> {
  const token = await options.getToken(sending.claims ? { claims: sending.claims } : {});
  if (token === undefined) return { kind: "failed", failure: { code: "no_token" } };
  const [method, path] = ADDRESSES[sending.name];
  const request = toRequest(options, { ...sending, method, token });
  const answer = await receive(options, fill(path, sending.call), request);
  const isBroken = answer.kind === "failed" && answer.failure.code === "offline";
  return isBroken && method === "GET"
    ? receive(options, fill(path, sending.call), request)
    : answer;
}

function toRequest(
  { language }: ApiOptions,
  { call, method, token }: Sending & { readonly method: string; readonly token: string },
): RequestInit {
  return {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      "X-Consentry": "1",
      "Accept-Language": language,
      ...(call.body === undefined ? {} : { "Content-Type": "application/json" }),
      ...(call.etag === undefined ? {} : { "If-Match": call.etag }),
    },
    credentials: "omit",
    cache: "no-store",
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
  };
}

async function receive(options: ApiOptions, url: string, request: RequestInit): Promise<Sent> {
  const signal = AbortSignal.timeout(options.timeLimit ?? 30_000);
  try {
    const response = await options.fetch(url, { ...request, signal });
    const body: unknown = await response.json();
    return response.ok ? { kind: "ok", body } : { kind: "failed", failure: readFailure(body) };
  } catch (error) {
    if (signal.aborted) return { kind: "failed", failure: { code: "timeout" } };
    const code = error instanceof SyntaxError ? "unreadable" : "offline";
    return { kind: "failed", failure: { code } };
  }
}

/** `/api/home/teams/{team}` with its parts and its question. */
function fill(path: string, { params = {}, query = {} }: CallOptions<TabRouteName>): string {
  const filled = path.replace(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(params[name] ?? ""),
  );
  const asked = new URLSearchParams(query).toString();
  return asked === "" ? filled : `${filled}?${asked}`;
}
