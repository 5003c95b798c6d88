import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TurnContext } from "botbuilder";
import { enter } from "../../src/bot/gate.ts";
import type { StandingTools } from "../../src/bot/route.ts";
import type { Turn } from "../../src/bot/turn.ts";
import { ENTRANCES, type Entrance, VISITORS } from "../../src/cli/access-page.ts";
import { type EntraRole, needsRoles, type Standing } from "../../src/core/access/index.ts";
import { findCloud } from "../../src/core/cloud/index.ts";
import { DEFAULT_SETTINGS } from "../../src/core/settings/index.ts";
import { createTexts } from "../../src/i18n/index.ts";
import { tenantId } from "../support/activities.ts";
import { catalogue } from "../support/catalogue.ts";
import { createFakeIds, createFakeLog } from "../support/fakes.ts";
import { buildIdentity, createFakePersonTokens, createFakeVerifier } from "../support/people.ts";

const ROOT = join(import.meta.dirname, "../..");
const { personId, name } = buildIdentity();
const cloud = findCloud("public");
const world = {
  catalogue,
  cloud,
  texts: createTexts,
  publicUrl: "https://bot.example",
  botId: "00000000-0000-4000-8000-00000000b071",
};
const otherPerson = { id: "0e0c6dba-6b2c-4d0f-9a70-5a9d4b0c8000", name: "Somebody else" };

/** The yes and no of a row of the page, by route. */
function readCells(): ReadonlyMap<string, readonly string[]> {
  const lines = readFileSync(join(ROOT, "docs/access.md"), "utf8").split("\n");
  const rows = lines.filter((line) => line.startsWith("| `"));
  return new Map(
    rows.map((line) => {
      const [route = "", _scope, ...cells] = line.slice(2, -2).split(" | ");
      return [route.replaceAll("`", ""), cells] as const;
    }),
  );
}

const turn: Turn = {
  kind: "message",
  actor: { id: "29:priya", aadObjectId: personId, name, tenantId },
  tenantId,
  place: "personal",
  isTargeted: false,
  language: "en",
  isLanguageOpen: false,
  conversationId: "a:1",
  activityId: "1",
  text: "check",
  input: {},
};

/** What the gate works with, for somebody of that standing. */
function toolsFor({ isMember, roles }: Standing, isSignedIn: boolean): StandingTools {
  const tokens = createFakePersonTokens();
  const own = { id: personId, name };
  const list = (role: "approver" | "catalog-manager") =>
    roles.has(role) ? [own, otherPerson] : [otherPerson];
  const settings = {
    ...DEFAULT_SETTINGS,
    approvers: list("approver"),
    catalogManagers: list("catalog-manager"),
  };
  const entra = [...roles].filter((role): role is EntraRole => role.endsWith("administrator"));
  if (isSignedIn) tokens.signIn(buildIdentity({ isGuest: !isMember, roles: entra }));
  return {
    world,
    tokens,
    verifyToken: createFakeVerifier(),
    settings: { read: async () => ({ settings, etag: "1" }) },
    signIns: { link: () => "https://bot.example/auth/start?t=1" },
    pendings: { hold: async () => "question-1" },
    api: { clientId: otherPerson.id, uri: "api://bot.example/botid-1" },
    ids: createFakeIds(),
    log: createFakeLog(),
  } as unknown as StandingTools;
}

/** @param teamsSays what Teams says of the person */
function visit(standing: Standing, isSignedIn = true, teamsSays = true) {
  const roster = { isMember: async () => teamsSays };
  const reach = <Value>(run: (context: TurnContext) => Promise<Value>) => run({} as TurnContext);
  return { tools: toolsFor(standing, isSignedIn), roster, tenants: [tenantId], reach, turn };
}

const chat: readonly Entrance[] = [
  ...ENTRANCES.Commands,
  ...ENTRANCES["Buttons of cards"],
  ...ENTRANCES["Message extension"],
];

describe("every route of the chat", () => {
  it("S31 lets in whom the page of access names, no other", async () => {
    const cells = readCells();
    const wrong: string[] = [];

    for (const route of chat)
      for (const [index, [title, standing]] of Object.entries(VISITORS).entries()) {
        const isIn = (await enter(visit(standing, true, standing.isMember), route)).kind === "open";
        if ((isIn ? "yes" : "no") !== cells.get(route.name)?.[index])
          wrong.push(`${title} and ${route.name}`);
      }

    assert.deepEqual(wrong, []);
  });

  it("S31 asks for a sign-in where a scope or a role is needed", async () => {
    const everybody = { isMember: true, roles: new Set<EntraRole>(["global-administrator"]) };

    for (const route of chat) {
      const entry = await enter(visit(everybody, false), route);
      const isAsked = entry.kind === "closed" && entry.reply.signIn !== undefined;
      assert.equal(isAsked, route.scope !== null || needsRoles(route.who), route.name);
    }
  });

  it("S31 believes no role that only Teams could tell", async () => {
    const route = { who: "admin", scope: null } as const;

    const entry = await enter(visit({ isMember: true, roles: new Set() }), route);

    assert.equal(entry.kind, "closed");
  });

  it("S34 refuses people of a foreign tenant every route", async () => {
    const foreign = { ...turn, actor: { ...turn.actor, tenantId: otherPerson.id } };
    const everybody = { isMember: true, roles: new Set<EntraRole>(["global-administrator"]) };

    for (const route of chat)
      assert.equal((await enter({ ...visit(everybody), turn: foreign }, route)).kind, "closed");
  });

  it("S34 refuses a guest whom only the token tells", async () => {
    const guest = { isMember: false, roles: new Set<EntraRole>() };

    for (const route of chat.filter(({ scope }) => scope !== null))
      assert.equal((await enter(visit(guest, true, true), route)).kind, "closed", route.name);
  });
});
