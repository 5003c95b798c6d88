import { findCloud } from "../../src/core/cloud/index.ts";
import {
  DEFAULT_SETTINGS,
  listSettingsProblems,
  type TenantSettings,
} from "../../src/core/settings/index.ts";
import { createTexts } from "../../src/i18n/index.ts";
import type { Identity, ScopedToken, TokenVerdict, Workplace } from "../../src/ports/index.ts";
import { createServer, type ProductServer, type TabTools } from "../../src/server/index.ts";
import type { TabPage } from "../../src/server/tab-page/index.ts";
import { catalogue } from "./catalogue.ts";
import {
  createFakeClock,
  createFakeIds,
  createFakeLog,
  type FakeClock,
  type FakeLog,
} from "./fakes.ts";

import { createFakeApprovals, createFakeJobs, createFakeWatches } from "./tab-work.ts";

export const TENANT = "aaaaaaaa-bbbb-4ccc-8ddd-000000000001";
export const PERSON = "aaaaaaaa-bbbb-4ccc-8ddd-000000000002";
export const TEAM = "aaaaaaaa-bbbb-4ccc-8ddd-000000000003";
export const CHANNEL = "19:general@thread.tacv2";
export const APP_IDS = {
  botId: "aaaaaaaa-bbbb-4ccc-8ddd-00000000000b",
  apiId: "aaaaaaaa-bbbb-4ccc-8ddd-00000000000a",
  teamsAppId: "aaaaaaaa-bbbb-4ccc-8ddd-00000000000c",
} as const;

/** Ada, a member without a role. */
export function buildIdentity(overrides: Partial<Identity> = {}): Identity {
  return {
    tenantId: TENANT,
    personId: PERSON,
    name: "Ada",
    isGuest: false,
    roles: [],
    expiresAt: Date.UTC(2026, 10, 2, 10),
    ...overrides,
  };
}

/** A token that the fake verifier takes: it says whose it is. */
export function toToken(overrides: Partial<Identity> = {}): string {
  return Buffer.from(JSON.stringify(buildIdentity(overrides))).toString("base64url");
}

async function verifyToken(token: string): Promise<TokenVerdict> {
  if (token === "foreign") return { kind: "refused", reason: "tenant" };
  if (token === "late") return { kind: "unreachable" };
  if (token === "junk") return { kind: "refused", reason: "signature" };
  return { kind: "ok", identity: JSON.parse(Buffer.from(token, "base64url").toString()) };
}

const READERS = {
  people: [
    { name: "Ada", isOwner: true, isGuest: false },
    { name: "Gil", isOwner: false, isGuest: true },
  ],
  isCut: false,
} as const;

/** A workplace with one team of one channel, which asks for a token first as the real one does. */
export function createFakeWorkplace(overrides: Partial<Workplace> = {}): Workplace {
  const read = async <Value>(token: ScopedToken, value: Value) => {
    const answer = await token.get();
    return answer.kind === "token" ? ({ kind: "read", value } as const) : answer;
  };
  return {
    listTeams: (token) => read(token, [{ id: TEAM, name: "Scanning", description: null }]),
    listChannels: (token) =>
      read(token, [{ id: CHANNEL, name: "General", membership: "standard" as const }]),
    readTeam: (token) =>
      read(token, {
        visibility: "private" as const,
        isArchived: false,
        mayGuestsAddChannels: false,
        mayMembersAddApps: true,
      }),
    listTeamReaders: (token) => read(token, READERS),
    listChannelReaders: (token) => read(token, { people: [], isCut: false }),
    readChannel: (token) =>
      read(token, { mayBotsPost: true, whoMayPost: "everyone" as const, isArchived: false }),
    listTabs: (token) =>
      read(token, [{ name: "Consentry", externalAppId: APP_IDS.teamsAppId.toUpperCase() }]),
    listLabels: (token) =>
      read(token, [{ id: "label-1", name: "Internal", description: null, isActive: true }]),
    findPeople: (token) => read(token, [{ id: PERSON, name: "Ada", mail: "ada@contoso.com" }]),
    openDirectory: () => {
      throw new Error("nobody opens a directory from the tab");
    },
    ...overrides,
  };
}

/** Settings of one tenant in memory; its tags count. */
export function createFakeSettings(start: Partial<TenantSettings> = {}): TabTools["settings"] {
  let settings: TenantSettings = { ...DEFAULT_SETTINGS, ...start };
  let version = 0;
  const read = () => ({ settings, etag: version === 0 ? "" : `W/"${version}"` });
  return {
    read: async () => read(),
    change: async (_tenantId, _personId, etag, form) => {
      const [why] = listSettingsProblems(form);
      if (why) return { kind: "refused", why };
      if (etag !== read().etag) return { kind: "conflict" };
      settings = { ...settings, ...form };
      version += 1;
      return { kind: "changed", ...read() };
    },
    setLabel: async (_tenantId, _personId, packId, label) => {
      const { [packId]: _, ...others } = settings.labels;
      settings = { ...settings, labels: label ? { ...others, [packId]: label } : others };
    },
  };
}

/** A card as the bot answers. */
export const CARD = {
  kind: "card",
  card: { type: "AdaptiveCard" },
  summary: "s",
  earlier: "",
  link: null,
} as const;

/** Tools that answer everything; tests replace what they are about. */
export function createTabTools(overrides: Partial<TabTools> = {}): TabTools {
  return {
    verifyToken,
    tokens: {
      acquire: async (_person, scope) => ({ kind: "token", token: `token for ${scope}` }),
    },
    workplace: createFakeWorkplace(),
    signIns: {
      link: () => "https://consentry.example/auth/start?t=sealed",
      start: async () => undefined,
      finish: async () => ({ kind: "expired" }),
    },
    settings: createFakeSettings(),
    results: { list: async () => [] },
    places: { listTeams: async () => [TEAM] },
    consents: { open: async () => ({ id: "request", state: (link) => `state-${link}` }) },
    directory: { readApp: async () => ({ kind: "absent" }) },
    answer: async () => CARD,
    forget: async () => {},
    signOut: async () => {},
    serviceAccounts: { find: async () => undefined, disconnect: async () => {} },
    approvals: createFakeApprovals(),
    watches: createFakeWatches(),
    jobs: createFakeJobs(),
    clock: createFakeClock(),
    jobAccess: { list: async () => [] },
    audit: {
      list: async () => ({ lines: [], total: 0, older: null, isWhole: true }),
      export: async (_tenantId, { format, from, to }) => ({
        kind: "written",
        name: `consentry-audit-${from}-${to}.${format}`,
        text: "",
        lines: 0,
      }),
    },
    world: {
      catalogue,
      cloud: findCloud("public"),
      texts: createTexts,
      publicUrl: "https://consentry.example",
      botId: "00000000-0000-4000-8000-00000000b071",
    },
    appIds: APP_IDS,
    operator: { allowedApps: [], domains: [] },
    log: createFakeLog(),
    ...overrides,
  };
}

/** A page that is not bundled. */
export const FAKE_PAGE: TabPage = {
  showPage: async () => ({ status: 200, headers: { "Content-Type": "text/html" }, body: "tab" }),
  showAsset: async (file) => ({ status: 200, headers: {}, body: file }),
  showTexts: async (file) => ({ status: 200, headers: {}, body: file }),
  authEndScript: async () => "/tab/assets/auth-end-0.js",
};

/** A real server around fake tools. */
export interface TabStage {
  readonly server: ProductServer;
  readonly origin: string;
  readonly clock: FakeClock;
  readonly log: FakeLog;
  /** Puts other tools behind the routes. */
  open(overrides?: Partial<TabTools>, page?: TabPage | null): void;
  /** Asks as somebody with that token; `null` sends none. */
  ask(method: string, path: string, options?: AskOptions): Promise<Response>;
  stop(): Promise<void>;
}

export interface AskOptions {
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Starts it on a free port; nobody is throttled by address. */
export async function startTabStage({ isOpen = true } = {}): Promise<TabStage> {
  const clock = createFakeClock();
  const log = createFakeLog();
  const rate = 100_000;
  const ids = createFakeIds();
  const server = createServer({ clock, ids, log, proxyHops: 0, rate, isChecked: true });
  const origin = `http://127.0.0.1:${await server.listen("127.0.0.1", 0)}`;
  const open = (next: Partial<TabTools> = {}, page: TabPage | null = FAKE_PAGE) => {
    const tab = createTabTools({ log, ...next });
    const bot = { receive: async () => ({ status: 200 }) };
    const consents = { receive: async () => {} };
    server.open({ bot, world: tab.world, consents, tab, ...(page && { page }) });
  };
  if (isOpen) open();
  const ask: TabStage["ask"] = (method, path, { token = toToken(), headers, body } = {}) =>
    fetch(`${origin}${path}`, {
      method,
      redirect: "manual",
      headers: {
        ...(token !== null && { authorization: `Bearer ${token}` }),
        "x-consentry": "1",
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && {
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    });
  return { server, origin, clock, log, open, ask, stop: () => server.stop() };
}

/** Status and JSON of an answer. */
export async function readAnswer<Body = unknown>(answer: Response | Promise<Response>) {
  const response = await answer;
  return { status: response.status, body: (await response.json()) as Body };
}

/** Status and code of a problem. */
export async function codeOf(answer: Response | Promise<Response>) {
  const { status, body } = await readAnswer<{ readonly code: string }>(answer);
  return [status, body.code];
}

/** Headers of the connection, not of the answer. */
const WIRE = new Set(["connection", "keep-alive", "date", "transfer-encoding", "content-length"]);

/** All headers that the server chose; an id that is there stands as `*`. */
export function headersOf({ headers }: Response): Record<string, string> {
  const own = [...headers].filter(([name]) => !WIRE.has(name));
  return Object.fromEntries(
    own.map(([name, value]) => [name, name === "x-correlation-id" && value !== "" ? "*" : value]),
  );
}

/** Headers of every answer. */
export const COMMON_HEADERS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
};
