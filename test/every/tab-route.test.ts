import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writeOpenApi } from "../../src/cli/openapi.ts";
import {
  ENTRA_ROLES,
  type EntraRole,
  mayEnter,
  type OwnRole,
  rolesFor,
  toStanding,
} from "../../src/core/access/index.ts";
import { DEFAULT_SETTINGS } from "../../src/core/settings/index.ts";
import {
  Problem,
  TAB_ROUTES,
  type TabRoute,
  type TabRouteName,
} from "../../src/core/tab-api/index.ts";
import { ASKED_AT, toRequest } from "../support/approval-request.ts";
import {
  CHANNEL,
  COMMON_HEADERS,
  createFakeSettings,
  headersOf,
  PERSON,
  startTabStage,
  type TabStage,
  TEAM,
  TENANT,
  toToken,
} from "../support/tab-stage.ts";
import {
  createFakeApprovals,
  createFakeJobs,
  createFakeWatches,
  toWatch,
  WATCHED,
} from "../support/tab-work.ts";

const ROOT = join(import.meta.dirname, "../..");
const routes = Object.entries(TAB_ROUTES) as [TabRouteName, TabRoute][];

/** A body that each route takes. */
const BODIES: Partial<Record<TabRouteName, unknown>> = {
  signInLink: { scope: "home" },
  consentLinks: { scope: "home" },
  ask: { code: "1~autostore" },
  press: { verb: "help", data: {} },
  setLabel: { labelId: null },
  decideRequest: { kind: "approve", comment: "" },
  snoozeWatch: { days: 7 },
  exportAudit: { format: "json", from: "2026-11-01", to: "2026-11-30" },
  changeSettings: {
    approvers: [],
    approval: DEFAULT_SETTINGS.approval,
    mail: DEFAULT_SETTINGS.mail,
    watchHours: 24,
    catalogManagers: [],
    allowedApps: [],
    model: "application",
    language: "en",
    retentionDays: 365,
  },
};

/** A query for each route that takes one. */
const QUERIES: Partial<Record<TabRouteName, string>> = { findPeople: "?name=Ada", listAudit: "" };

/** The state that a change of each conditional route is made on. */
const ETAGS: Partial<Record<TabRouteName, string>> = {
  decideRequest: '"pending%201"',
  withdrawRequest: '"pending%201"',
  snoozeWatch: `"${ASKED_AT}%20speaks"`,
  stopWatch: `"${ASKED_AT}%20speaks"`,
};

/** Something behind each route that names a thing: all of it is Ada's. */
function createWork() {
  const ada = { id: PERSON, name: "Ada" };
  const letter = { id: "letter-1", topic: "mail", about: {}, why: "left", tries: 9 };
  return {
    approvals: createFakeApprovals([toRequest({ tenantId: TENANT, requester: ada })]),
    watches: createFakeWatches([toWatch()]),
    jobs: createFakeJobs([{ ...letter, writtenAt: ASKED_AT, diedAt: ASKED_AT }]),
  };
}

/** One who holds each role, and one who holds none. */
const ROLES: readonly (EntraRole | OwnRole | null)[] = [
  null,
  ...Object.values(ENTRA_ROLES),
  "catalog-manager",
  "approver",
];

function toPath(name: TabRouteName): string {
  const { path }: TabRoute = TAB_ROUTES[name];
  const params: Readonly<Record<string, string>> = {
    team: TEAM,
    channel: CHANNEL,
    pack: "nbold",
    request: "request-1",
    app: WATCHED,
    letter: "letter-1",
  };
  const filled = path.replace(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(params[name] ?? ""),
  );
  return `${filled}${QUERIES[name] ?? ""}`;
}

describe("every route of the tab", () => {
  let stage: TabStage;
  before(async () => {
    stage = await startTabStage();
  });
  after(() => stage?.stop());
  beforeEach(() => {
    stage.open(createWork());
    stage.clock.advance(60_000);
  });

  const askRoute = (name: TabRouteName, options: Parameters<TabStage["ask"]>[2] = {}) => {
    const route: TabRoute = TAB_ROUTES[name];
    const headers = {
      ...(route.isConditional && { "if-match": ETAGS[name] ?? '""' }),
      ...options.headers,
    };
    const body = route.input ? { body: BODIES[name] } : {};
    return stage.ask(route.method, toPath(name), { ...body, ...options, headers });
  };

  /** Asks each route the same way; what does not fit comes back with its name. */
  const askAll = async (
    options: Parameters<TabStage["ask"]>[2],
    expected: readonly [status: number, code: string],
  ) => {
    const odd: unknown[] = [];
    for (const [name] of routes) {
      const response = await askRoute(name, options);
      const problem = Problem.safeParse(await response.json()).data;
      const seen = [response.status, problem?.code];
      if (String(seen) !== String(expected)) odd.push([name, ...seen]);
    }
    return odd;
  };

  it("stands in docs/openapi.json", () => {
    const kept = readFileSync(join(ROOT, "docs/openapi.json"), "utf8");

    assert.equal(kept, writeOpenApi(), "run `npm run docs`");
  });

  it("is served, and nothing else below /api", () => {
    const served = Object.values(stage.server.restify.router.getRoutes())
      .map(({ spec }) => `${spec?.method} ${spec?.path}`)
      .filter((one) => one.includes(" /api/"));

    const declared = routes.map(
      ([, { method, path }]) => `${method} ${path.replace(/\{(\w+)\}/g, ":$1")}`,
    );
    assert.deepEqual(served.sort(), [...declared, "POST /api/messages"].sort());
  });

  it("names what it does once", () => {
    const sentences = routes.map(([, { does }]) => does);

    assert.equal(new Set(sentences).size, sentences.length);
    assert.ok(sentences.every((sentence) => sentence.endsWith(".")));
  });

  it("S31 refuses whoever brings no token", async () => {
    assert.deepEqual(await askAll({ token: null }, [401, "unauthorized"]), []);
  });

  it("S31 refuses a token that does not verify", async () => {
    assert.deepEqual(await askAll({ token: "junk" }, [401, "unauthorized"]), []);
  });

  it("S31 refuses a request without the mark of the page", async () => {
    const headers = { "x-consentry": "" };

    assert.deepEqual(await askAll({ headers }, [401, "unauthorized"]), []);
  });

  it("S34 refuses a guest, whatever the roles", async () => {
    const roles = Object.values(ENTRA_ROLES);

    const odd = await askAll({ token: toToken({ isGuest: true, roles }) }, [403, "guest"]);

    assert.deepEqual(odd, []);
  });

  it("S34 refuses people of a foreign tenant", async () => {
    assert.deepEqual(await askAll({ token: "foreign" }, [403, "guest"]), []);
  });

  it("S31 lets in those roles that the table names, no other", async () => {
    const people = [{ id: PERSON, name: "Ada" }];
    const others = [{ id: TEAM, name: "Bob" }];
    for (const role of ROLES) {
      const isEntra = Object.values(ENTRA_ROLES).some((known) => known === role);
      const catalogManagers = role === "catalog-manager" ? people : others;
      const approvers = role === "approver" ? people : others;
      const settings = createFakeSettings({ catalogManagers, approvers });
      stage.open({ ...createWork(), settings });
      stage.clock.advance(60_000);
      const roles = isEntra ? [role as EntraRole] : [];
      const token = toToken({ roles });
      const facts = { personId: PERSON, isGuest: false, roles };
      const appointed = { ...DEFAULT_SETTINGS, catalogManagers, approvers };
      const standing = toStanding(facts, appointed);
      for (const [name, { who }] of routes) {
        const response = await askRoute(name, { token });

        const { code, needed } = (await response.json()) as Partial<Problem>;
        const seen = [name, role, response.status, code, needed];
        const refused = [name, role, 403, "forbidden", rolesFor(who)];
        const passed = [name, role, 200, undefined, undefined];
        assert.deepEqual(seen, mayEnter(who, standing) ? passed : refused);
      }
    }
  });

  it("S31 takes no role for the scope that it opens", async () => {
    for (const [path, scope] of [
      ["/api/sign-in-links", "service-account"],
      ["/api/sign-in-links", "catalog"],
      ["/api/consent-links", "application"],
      ["/api/consent-links", "catalog"],
    ] as const) {
      const response = await stage.ask("POST", path, { body: { scope } });

      assert.equal(((await response.json()) as Problem).code, "forbidden", `${path} ${scope}`);
    }
  });

  it("S60 answers with exactly these headers", async () => {
    for (const [name] of routes) {
      const passed = await askRoute(name, {
        token: toToken({ roles: ["global-administrator"] }),
      });
      const refused = await askRoute(name, { token: null });

      assert.deepEqual(headersOf(refused), { ...API_HEADERS, "content-type": PROBLEM_TYPE }, name);
      const etag = passed.headers.get("etag");
      const type = passed.status === 200 ? JSON_TYPE : PROBLEM_TYPE;
      const wanted = { ...API_HEADERS, ...(etag !== null && { etag }), "content-type": type };
      assert.deepEqual(headersOf(passed), wanted, name);
    }
  });
});

const JSON_TYPE = "application/json; charset=utf-8";
const PROBLEM_TYPE = "application/problem+json; charset=utf-8";

const API_HEADERS = { ...COMMON_HEADERS, "cache-control": "no-store", "x-correlation-id": "*" };
