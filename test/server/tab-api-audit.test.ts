import assert from "node:assert/strict";
import type { AuditExportWish } from "../../src/ports/index.ts";
import type { TabTools } from "../../src/server/index.ts";
import {
  codeOf,
  createTabTools,
  PERSON,
  readAnswer,
  startTabStage,
  type TabStage,
  TENANT,
  toToken,
} from "../support/tab-stage.ts";

const ADMIN = { token: toToken({ roles: ["teams-administrator"] }) };
const ROW = "audit|2026-11-02T09:00:00.000Z|000000002.id-2|consent.opened";
const WISH = { format: "csv", from: "2026-11-01", to: "2026-11-02" };

describe("the audit log of the tab's API", () => {
  let stage: TabStage;
  let asked: unknown[];
  before(async () => {
    stage = await startTabStage();
  });
  after(() => stage?.stop());
  beforeEach(() => {
    asked = [];
    stage.clock.advance(120_000);
    open({});
  });

  function open(overrides: Partial<TabTools["audit"]>): void {
    const { audit } = createTabTools();
    stage.open({
      audit: {
        list: async (...said) => {
          asked.push(said);
          return audit.list(...said);
        },
        export: async (tenantId: string, wish: AuditExportWish) => {
          asked.push([tenantId, wish]);
          return audit.export(tenantId, wish);
        },
        ...overrides,
      },
    });
  }

  it("lists a page of the person's own tenant", async () => {
    const query = new URLSearchParams({ before: ROW });

    const first = await stage.ask("GET", "/api/settings/audit", ADMIN);
    const older = await stage.ask("GET", `/api/settings/audit?${query}`, ADMIN);

    assert.deepEqual([first.status, older.status], [200, 200]);
    assert.deepEqual(asked, [
      [TENANT, {}],
      [TENANT, { before: ROW }],
    ]);
  });

  it("writes a file as the person who asks", async () => {
    const { status, body } = await readAnswer(
      stage.ask("POST", "/api/settings/audit/exports", { ...ADMIN, body: WISH }),
    );

    assert.equal(status, 200);
    assert.deepEqual(body, {
      name: "consentry-audit-2026-11-01-2026-11-02.csv",
      text: "",
      lines: 0,
    });
    assert.deepEqual(asked, [[TENANT, { ...WISH, actor: PERSON }]]);
  });

  const REFUSED: readonly [string, object][] = [
    ["a period that ends before it begins", { ...WISH, from: "2026-11-03" }],
    ["a day that is none", { ...WISH, to: "2026-02-30" }],
    ["another format", { ...WISH, format: "xlsx" }],
  ];
  for (const [name, body] of REFUSED)
    it(`refuses ${name}`, async () => {
      const sent = stage.ask("POST", "/api/settings/audit/exports", { ...ADMIN, body });

      assert.deepEqual(await codeOf(sent), [400, "invalid"]);
      assert.deepEqual(asked, []);
    });

  for (const before of ["settings|tenant", "audit|~", "audit|é"])
    it(`reads no other row: ${before}`, async () => {
      const query = new URLSearchParams({ before });

      const sent = stage.ask("GET", `/api/settings/audit?${query}`, ADMIN);

      assert.deepEqual(await codeOf(sent), [400, "invalid"]);
      assert.deepEqual(asked, []);
    });

  it("says that a shorter period is needed", async () => {
    open({ export: async () => ({ kind: "too-long", most: 10_000 }) });

    const sent = stage.ask("POST", "/api/settings/audit/exports", { ...ADMIN, body: WISH });

    assert.deepEqual(await codeOf(sent), [400, "too_long"]);
  });

  it("writes files at a rate that the log can bear", async () => {
    const codes: number[] = [];
    for (let n = 0; n < 6; n++)
      codes.push(
        (await stage.ask("POST", "/api/settings/audit/exports", { ...ADMIN, body: WISH })).status,
      );

    assert.deepEqual(codes, [200, 200, 200, 200, 200, 429]);
  });
});
