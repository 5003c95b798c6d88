import assert from "node:assert/strict";
import { findCloud } from "../../src/core/cloud/index.ts";
import { createMailer } from "../../src/graph/index.ts";
import { createEgress } from "../../src/identity/index.ts";
import type { AppTokenAnswer, Mail, MailOutcome } from "../../src/ports/index.ts";
import { readMime } from "../../src/sandbox/mail/read-mime.ts";
import { type FakeAnswer, type FakeGraph, startFakeGraph } from "../support/fake-graph.ts";
import { createFakeClock, createFakeIds } from "../support/fakes.ts";
import { tenantId } from "./tenant.ts";

const mail: Mail = {
  to: ["ada@contoso.example", "grace@contoso.example"],
  subject: "Freigabe für „AutoStore“ gesucht – Zeile 1\r\nBcc: eve@evil.example",
  text: "Was, wofür\n.\nÄÖÜ 漢字",
  html: "<p>Was, wofür</p>",
};
const cloud = findCloud("public");

type Model = "application" | "service-account";

interface Scene {
  readonly model?: Model;
  readonly mailbox?: string | null;
  /** What comes of asking for a token: a first and a newer one. */
  readonly tokens?: readonly [AppTokenAnswer, AppTokenAnswer];
}

const tokenOf = (token: string, scope: Model): AppTokenAnswer => ({ kind: "token", token, scope });

describe("createMailer", () => {
  let graph: FakeGraph;
  before(async () => {
    graph = await startFakeGraph();
  });
  after(() => graph?.stop());
  beforeEach(() => graph.reset());

  function open({ model = "application", mailbox = "consentry@contoso.example", tokens }: Scene) {
    const [first, newer] = tokens ?? [tokenOf("first", model), tokenOf("newer", model)];
    return createMailer({
      egress: createEgress(cloud, { [cloud.graphBase]: graph.origin }, { timeout: 2000 }),
      cloud,
      clock: createFakeClock(),
      ids: createFakeIds(),
      sleep: async () => {},
      patienceMs: 300,
      token: async (_tenant, renewal) => (renewal ? newer : first),
      readSender: async () => ({ model, mailbox }),
    });
  }

  const accepted: FakeAnswer = { status: 202, body: "" };
  const refusal = (status: number, code: string): FakeAnswer => ({
    status,
    body: { error: { code, message: "no" } },
  });
  const sent = () => graph.requests.map(({ method, path }) => `${method} ${path}`);
  const bodies = () =>
    graph.requests.map(({ body }) => readMime(Buffer.from(body, "base64").toString("utf8")));

  it("sends as the mailbox that Settings names", async () => {
    graph.answer(/sendMail/, accepted);

    assert.deepEqual(await open({}).send(tenantId, mail), { kind: "sent" });
    assert.deepEqual(sent(), ["POST /v1.0/users/consentry%40contoso.example/sendMail"]);
    const [request] = graph.requests;
    assert.equal(request?.headers["content-type"], "text/plain");
    assert.equal(request?.headers.authorization, "Bearer first");
  });

  it("sends as the service account", async () => {
    graph.answer(/sendMail/, accepted);

    const outcome = await open({ model: "service-account" }).send(tenantId, mail);

    assert.deepEqual(outcome, { kind: "sent" });
    assert.deepEqual(sent(), ["POST /v1.0/me/sendMail"]);
  });

  it("writes both forms, and no header that a text could add", async () => {
    graph.answer(/sendMail/, accepted);

    await open({}).send(tenantId, mail);

    const from = "consentry@contoso.example";
    const { to, subject, text, html } = mail;
    assert.deepEqual(bodies(), [{ from, to, subject, text, html }]);
    const raw = Buffer.from(graph.requests[0]?.body ?? "", "base64").toString("utf8");
    assert.doesNotMatch(raw, /^Bcc/m);
    assert.ok(raw.split("\r\n").every((line) => line.length <= 998));
  });

  it("leaves out what is no address, and sends nothing without one", async () => {
    graph.answer(/sendMail/, accepted);
    const mailer = open({});

    const hostile = ["a@b.example>\r\nBcc: eve@evil.example", "ada@contoso.example", "ada"];
    assert.deepEqual(await mailer.send(tenantId, { ...mail, to: hostile }), { kind: "sent" });
    assert.deepEqual(await mailer.send(tenantId, { ...mail, to: ["ada"] }), { kind: "refused" });

    assert.deepEqual(
      bodies().map(({ to }) => to),
      [["ada@contoso.example"]],
    );
  });

  const words: readonly (readonly [name: string, scene: Scene, expected: MailOutcome])[] = [
    ["no mailbox", { mailbox: null }, { kind: "not-allowed", why: "no-mailbox" }],
    ["a mailbox that is a path", { mailbox: "x/../y" }, { kind: "not-allowed", why: "mailbox" }],
    ...(
      [
        [
          { kind: "refused", reason: "no-account" },
          { kind: "not-allowed", why: "no-account" },
        ],
        [
          { kind: "refused", reason: "credentials" },
          { kind: "not-allowed", why: "credentials" },
        ],
        [{ kind: "consent" }, { kind: "not-allowed", why: "consent" }],
        [
          { kind: "busy", seconds: 9 },
          { kind: "busy", seconds: 9 },
        ],
        [{ kind: "unreachable" }, { kind: "unreached" }],
      ] as const
    ).map(
      ([token, expected]) =>
        [`a token answer ${JSON.stringify(token)}`, { tokens: [token, token] }, expected] as const,
    ),
  ];
  for (const [name, scene, expected] of words)
    it(`asks nothing of Graph with ${name}`.slice(0, 60), async () => {
      assert.deepEqual(await open(scene).send(tenantId, mail), expected);
      assert.deepEqual(sent(), []);
    });

  const answers: readonly [answer: FakeAnswer, expected: MailOutcome, requests: number][] = [
    [refusal(403, "ErrorAccessDenied"), { kind: "not-allowed", why: "consent" }, 2],
    [refusal(403, "ErrorSendAsDenied"), { kind: "not-allowed", why: "mailbox" }, 2],
    [refusal(404, "MailboxNotEnabledForRESTAPI"), { kind: "not-allowed", why: "mailbox" }, 1],
    [refusal(404, "ErrorInvalidUser"), { kind: "not-allowed", why: "mailbox" }, 1],
    [refusal(400, "ErrorInvalidRecipients"), { kind: "refused" }, 1],
    [refusal(413, ""), { kind: "refused" }, 1],
    [refusal(401, "InvalidAuthenticationToken"), { kind: "unreached" }, 1],
    [{ status: 429, headers: { "retry-after": "7" } }, { kind: "busy", seconds: 7 }, 1],
    [{ status: 429 }, { kind: "busy", seconds: 60 }, 1],
    [{ status: 503, headers: { "retry-after": "3" } }, { kind: "busy", seconds: 3 }, 1],
    [{ status: 500 }, { kind: "unknown" }, 1],
    [{ status: 502 }, { kind: "unknown" }, 1],
    [{ status: 504 }, { kind: "unknown" }, 1],
    [{ status: 200 }, { kind: "unknown" }, 1],
    [{ drop: true }, { kind: "unknown" }, 1],
    [{ hold: new Promise((resolve) => setTimeout(resolve, 600)) }, { kind: "unknown" }, 1],
  ];
  for (const [answer, expected, requests] of answers)
    it(`says ${expected.kind} to ${JSON.stringify(answer)}`.slice(0, 60), async () => {
      graph.answer(/sendMail/, answer);

      assert.deepEqual(await open({}).send(tenantId, mail), expected);
      assert.equal(graph.requests.length, requests);
    });

  it("tries a newer token once where the first was refused", async () => {
    graph.answer(/sendMail/, refusal(403, "ErrorAccessDenied"), accepted);

    assert.deepEqual(await open({}).send(tenantId, mail), { kind: "sent" });
    const tokens = graph.requests.map(({ headers }) => headers.authorization);
    assert.deepEqual(tokens, ["Bearer first", "Bearer newer"]);
  });

  it("waits for a newer token where the same comes again", async () => {
    const same = tokenOf("first", "application");
    graph.answer(/sendMail/, refusal(403, "ErrorAccessDenied"));

    const outcome = await open({ tokens: [same, same] }).send(tenantId, mail);

    assert.deepEqual(outcome, { kind: "busy", seconds: 60 });
    assert.equal(graph.requests.length, 1);
  });

  it("says that nothing went out where nobody listens", async () => {
    const nobody = await startFakeGraph();
    nobody.stop();
    const egress = createEgress(cloud, { [cloud.graphBase]: nobody.origin });
    const mailer = createMailer({
      egress,
      cloud,
      clock: createFakeClock(),
      ids: createFakeIds(),
      sleep: async () => {},
      token: async () => tokenOf("t", "service-account"),
      readSender: async () => ({ model: "service-account", mailbox: null }),
    });

    assert.deepEqual(await mailer.send(tenantId, mail), { kind: "unreached" });
  });

  it("sends nothing with a token of another scope", async () => {
    const other = tokenOf("t", "service-account");

    await assert.rejects(open({ tokens: [other, other] }).send(tenantId, mail), RangeError);
    assert.deepEqual(sent(), []);
  });
});
