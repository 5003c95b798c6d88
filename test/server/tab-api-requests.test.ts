import assert from "node:assert/strict";
import type { ApprovalRequest } from "../../src/core/approval/index.ts";
import type { TabOutput } from "../../src/core/tab-api/index.ts";
import { ANNA, BEN, eventsTo, PRIYA, toRequest } from "../support/approval-request.ts";
import {
  codeOf,
  createFakeSettings,
  PERSON,
  readAnswer,
  startTabStage,
  type TabStage,
  TENANT,
  toToken,
} from "../support/tab-stage.ts";
import { createFakeApprovals } from "../support/tab-work.ts";

type Rows = TabOutput<"listRequests">;
type Decided = TabOutput<"decideRequest">;

const ADA = { id: PERSON, name: "Ada" };
const APPROVER = toToken({ personId: ANNA.id, name: ANNA.name, roles: ["global-administrator"] });
const SECOND = toToken({ personId: BEN.id, name: BEN.name, roles: ["global-administrator"] });
const APPROVE = { kind: "approve", comment: "" };
const SEEN = { "if-match": '"pending%201"' };

describe("requests in the tab's API", () => {
  let stage: TabStage;
  before(async () => {
    stage = await startTabStage();
  });
  after(() => stage?.stop());
  beforeEach(() => stage.clock.advance(60_000));

  const open = (requests: readonly Partial<ApprovalRequest>[], overrides = {}): void => {
    const kept = requests.map((part) => toRequest({ tenantId: TENANT, requester: ADA, ...part }));
    stage.open({ approvals: createFakeApprovals(kept), ...overrides });
  };
  const decide = (body: object, token = APPROVER, headers: Record<string, string> = SEEN) =>
    stage.ask("POST", "/api/requests/request-1/decision", { token, headers, body });

  it("lists a person's own requests, with what may be done", async () => {
    open([{}, { id: "request-2", requester: PRIYA }, { id: "request-3", tenantId: "other" }]);

    const { body } = await readAnswer<Rows>(stage.ask("GET", "/api/home/requests"));

    const [own, ...others] = body.requests;
    assert.deepEqual(others, []);
    assert.deepEqual(
      [own?.id, own?.state, own?.mayWithdraw, own?.mayDecide, own?.app],
      ["request-1", "pending", true, false, "Contoso Teams tool"],
    );
    assert.equal(own?.etag, '"pending%201"');
  });

  it("lists other people's open requests to an approver", async () => {
    open([
      {},
      { id: "own", requester: ANNA },
      { id: "ended", state: "declined" },
      { id: "approved", state: "approved", events: eventsTo("approved") },
    ]);

    const { body } = await readAnswer<Rows>(
      stage.ask("GET", "/api/home/to-decide", { token: APPROVER }),
    );

    assert.deepEqual(
      body.requests.map(({ id, mayDecide }) => [id, mayDecide]),
      [
        ["request-1", true],
        ["approved", false],
      ],
    );
  });

  it("cleans what came from outside", async () => {
    const app = { ...toRequest().app, name: "Con\u202Etoso\u200B" };
    open([{ app }]);

    const { body } = await readAnswer<Rows>(stage.ask("GET", "/api/home/requests"));

    assert.equal(body.requests[0]?.app, "Con toso");
  });

  it("tells all of a request to who asked, and to approvers", async () => {
    open([{}]);

    for (const token of [toToken(), APPROVER]) {
      const { status, body } = await readAnswer<TabOutput<"readRequest">>(
        stage.ask("GET", "/api/requests/request-1", { token }),
      );
      const { packet } = body;
      assert.equal(status, 200);
      assert.ok(packet.permissions.some(({ value }) => value === "TeamMember.Read.All"));
      assert.ok(packet.facts.some(({ text }) => text.includes("For the new archive")));
      assert.equal(packet.headings.permissions, "Permissions");
    }
  });

  it("S34 says of others' requests nothing, not even that they are", async () => {
    open([{ requester: PRIYA }]);

    for (const [method, path] of [
      ["GET", "/api/requests/request-1"],
      ["GET", "/api/requests/request-2"],
      ["POST", "/api/requests/request-1/withdrawal"],
    ] as const)
      assert.deepEqual(
        await codeOf(stage.ask(method, path, { headers: SEEN })),
        [404, "not_found"],
        `${method} ${path}`,
      );
  });

  it("approves once, and tells it", async () => {
    open([{}]);

    const { status, body } = await readAnswer<Decided>(decide(APPROVE));

    assert.equal(status, 200);
    assert.deepEqual(
      [body.kind, body.kind === "decided" && body.isLast, body.request.state, body.request.etag],
      ["decided", true, "approved", '"approved%202"'],
    );
    assert.match(body.packet.decisions[0]?.by ?? "", /Anna Admin/);
  });

  it("takes two people where two are needed", async () => {
    open([{ approvalsNeeded: 2 }]);

    const first = (await readAnswer<Decided>(decide(APPROVE))).body;
    const again = (
      await readAnswer<Decided>(decide(APPROVE, APPROVER, { "if-match": first.request.etag }))
    ).body;
    const second = (
      await readAnswer<Decided>(decide(APPROVE, SECOND, { "if-match": first.request.etag }))
    ).body;

    assert.deepEqual(
      [first.kind === "decided" && first.isLast, first.request.approvals, first.request.state],
      [false, 1, "pending"],
    );
    assert.deepEqual(
      [again.kind, again.kind === "refused" && again.why],
      ["refused", "same-person"],
    );
    assert.deepEqual([second.request.state, second.request.approvals], ["approved", 2]);
  });

  it("declines with a reason only", async () => {
    open([{}]);

    const empty = decide({ kind: "decline", reason: "  " });
    assert.deepEqual(await codeOf(empty), [400, "invalid"]);
    const { body } = await readAnswer<Decided>(decide({ kind: "decline", reason: "Too wide" }));

    assert.equal(body.request.state, "declined");
    assert.equal(body.packet.decisions[0]?.words, "Too wide");
  });

  it("lets nobody decide on a request of their own", async () => {
    open([{ requester: ANNA }]);

    const { body } = await readAnswer<Decided>(decide(APPROVE));

    assert.deepEqual([body.kind, body.kind === "refused" && body.why], ["refused", "own"]);
  });

  it("asks the settings of now who decides", async () => {
    const settings = createFakeSettings({ approvers: [ADA] });
    open([{ requester: PRIYA }], { settings });
    const { settings: form, etag } = await settings.read(TENANT);

    const named = await decide(APPROVE, toToken());
    open([{ requester: PRIYA }], { settings });
    await settings.change(TENANT, PERSON, etag, { ...form, approvers: [] });
    const dropped = decide(APPROVE, toToken());

    assert.equal(named.status, 200);
    assert.deepEqual(await codeOf(dropped), [403, "forbidden"]);
  });

  it("lets a role decide only as long as Settings has it", async () => {
    const approval = { roles: ["privileged-role-administrator"] as const };
    const settings = createFakeSettings({
      approval: { ...(await createFakeSettings().read(TENANT)).settings.approval, ...approval },
    });
    open([{}], { settings });

    assert.deepEqual(await codeOf(decide(APPROVE)), [403, "forbidden"]);
  });

  for (const [name, headers, expected] of [
    ["another state than was seen", { "if-match": '"pending%202"' }, [412, "conflict"]],
    ["a tag that cannot be read", { "if-match": '"%zz"' }, [400, "invalid"]],
    ["no tag at all", {}, [400, "invalid"]],
  ] as const)
    it(`decides nothing for ${name}`, async () => {
      open([{}]);

      assert.deepEqual(await codeOf(decide(APPROVE, APPROVER, headers)), expected);
      const { body } = await readAnswer<Rows>(stage.ask("GET", "/api/home/requests"));
      assert.equal(body.requests[0]?.state, "pending");
    });

  it("is not put off by a reminder", async () => {
    open([{ events: [...toRequest().events, { kind: "reminded", at: 1 }] }]);

    assert.equal((await decide(APPROVE)).status, 200);
  });

  it("takes a request back, once", async () => {
    open([{}]);
    const path = "/api/requests/request-1/withdrawal";

    const first = await readAnswer<Decided>(stage.ask("POST", path, { headers: SEEN }));
    const headers = { "if-match": first.body.request.etag };
    const again = await readAnswer<Decided>(stage.ask("POST", path, { headers }));

    assert.equal(first.body.request.state, "cancelled");
    assert.deepEqual([again.body.kind, again.body.request.mayWithdraw], ["refused", false]);
  });

  it("speaks the person's language", async () => {
    open([{}]);
    const headers = { "accept-language": "de" };

    const { body } = await readAnswer<Rows>(stage.ask("GET", "/api/home/requests", { headers }));

    assert.match(body.requests[0]?.stateText ?? "", /Wartet auf eine Entscheidung/);
  });
});
