import assert from "node:assert/strict";
import type { TabOutput } from "../../src/core/tab-api/index.ts";
import type { Consents } from "../../src/flows/index.ts";

import { buildReading, roleOf } from "../support/grants.ts";
import {
  APP_IDS,
  codeOf,
  PERSON,
  readAnswer,
  startTabStage,
  type TabStage,
  TENANT,
  toToken,
} from "../support/tab-stage.ts";

const ADMIN = { token: toToken({ roles: ["global-administrator"] }) };

describe("the links of the tab's API", () => {
  let stage: TabStage;
  before(async () => {
    stage = await startTabStage();
  });
  after(() => stage?.stop());
  beforeEach(() => {
    stage.open();
    stage.clock.advance(60_000);
  });

  const link = (body: object, options = {}) =>
    stage.ask("POST", "/api/sign-in-links", { ...options, body });
  const consent = (scope: string, options = {}) =>
    stage.ask("POST", "/api/consent-links", { ...options, body: { scope } });

  it("makes a sign-in link for the person", async () => {
    const asked: unknown[] = [];
    const signIns = {
      link: (ask: unknown) => {
        asked.push(ask);
        return "https://consentry.example/auth/start?t=x";
      },
      start: async () => undefined,
      finish: async () => ({ kind: "expired" }) as const,
    };
    stage.open({ signIns });

    const { body } = await readAnswer(link({ scope: "home", claims: '{"access_token":{}}' }));

    assert.deepEqual(body, { url: "https://consentry.example/auth/start?t=x" });
    const person = { tenantId: TENANT, personId: PERSON, language: "en" };
    assert.deepEqual(asked, [{ ...person, scope: "home", claims: '{"access_token":{}}' }]);
  });

  it("lets administrators bring the service account", async () => {
    const codes = [await codeOf(link({ scope: "service-account" }))];
    const { status } = await link({ scope: "service-account" }, ADMIN);

    assert.deepEqual([codes, status], [[[403, "forbidden"]], 200]);
  });

  it("makes no link for what is no sign-in", async () => {
    const codes = [
      await codeOf(link({ scope: "application" }, ADMIN)),
      await codeOf(link({ scope: "home", claims: "[]" })),
      await codeOf(link({ scope: "home", claims: "{" })),
      // There is no token to sign in for.
      await codeOf(link({ scope: "settings" }, ADMIN)),
    ];

    assert.deepEqual(codes, Array(4).fill([400, "invalid"]));
  });

  it("takes claims of 2000 characters, and no more", async () => {
    const claimsOf = (length: number) => `{"x":"${"x".repeat(length - 8)}"}`;

    const answers = [
      (await link({ scope: "home", claims: claimsOf(2000) })).status,
      (await link({ scope: "home", claims: claimsOf(2001) })).status,
    ];

    assert.deepEqual(answers, [200, 400]);
  });

  const opening = () => {
    const drafts: Parameters<Consents["open"]>[0][] = [];
    const open: Consents["open"] = async (draft) => {
      drafts.push(draft);
      return { id: "request", state: (at) => `sealed-${at}` };
    };
    return { drafts, consents: { open } };
  };

  it("opens a consent request for a scope of its own", async () => {
    const { drafts, consents } = opening();
    stage.open({ consents });

    const { body } = await readAnswer(consent("home"));

    const { links, roles } = body as TabOutput<"consentLinks">;
    const [only, ...others] = links;
    const { pathname, searchParams } = new URL(only?.url ?? "");
    assert.equal(pathname, `/${TENANT}/v2.0/adminconsent`);
    assert.deepEqual(
      ["client_id", "state", "redirect_uri"].map((name) => searchParams.get(name)),
      [APP_IDS.apiId, "sealed-0", "https://consentry.example/consent/callback"],
    );
    assert.deepEqual([only?.isAdminNeeded, others], [true, []]);
    assert.ok(only?.asksFor.includes("TeamMember.Read.All"));
    assert.ok(roles.includes("Global Administrator"));
    const { parts, reading, ...draft } = drafts[0] as (typeof drafts)[number];
    assert.deepEqual(draft, {
      tenantId: TENANT,
      personId: PERSON,
      personName: "Ada",
      card: { conversationId: "", activityId: "", isPersonal: true },
      language: "en",
      clientId: APP_IDS.apiId,
      appName: null,
      selection: "1~consentry.scope_home",
    });
    assert.deepEqual([parts.length, reading], [1, null]);
  });

  it("asks for its own permissions through the bot's app", async () => {
    const { drafts, consents } = opening();
    stage.open({ consents });

    const { body } = await readAnswer(consent("application", ADMIN));

    const { links } = body as TabOutput<"consentLinks">;
    assert.equal(drafts[0]?.clientId, APP_IDS.botId);
    assert.equal(
      new URL(links[0]?.url ?? "").searchParams.get("scope"),
      "https://graph.microsoft.com/.default",
    );
  });

  it("gives the links again where all is granted", async () => {
    const grants = [roleOf("graph:Directory.Read.All")];
    const value = buildReading({ grants });
    stage.open({ directory: { readApp: async () => ({ kind: "read", value }) } });

    const { body } = await readAnswer(consent("application", ADMIN));

    assert.equal((body as TabOutput<"consentLinks">).links.length, 1);
  });

  it("opens none for a stranger to the scope, or for nothing", async () => {
    const codes = [
      await codeOf(consent("application")),
      await codeOf(consent("catalog")),
      await codeOf(consent("settings", ADMIN)),
    ];

    assert.deepEqual(codes, [
      [403, "forbidden"],
      [403, "forbidden"],
      [400, "invalid"],
    ]);
    assert.equal((await consent("catalog", ADMIN)).status, 200);
  });
});
