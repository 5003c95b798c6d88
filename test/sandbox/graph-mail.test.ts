import assert from "node:assert/strict";
import { toMime } from "../../src/graph/mime.ts";
import { asPerson, bearer, createGraphStage, type GraphStage } from "./graph-stage.ts";

const mail = {
  to: ["mei.tanaka@contoso.example", "jonas.weber@contoso.example"],
  subject:
    "Request for approval – „AutoStore“, a subject that is longer than one encoded word takes",
  text: "Plain\nÄ",
  html: "<p>Plain</p>",
};
const shared = "permissions@contoso.example";
const role = (id: string) => `directoryRoles(roleTemplateId='${id}')/members`;
const global = "62e90394-69f5-4237-9190-012177145e10";

describe("sandbox Graph mail", () => {
  let stage: GraphStage;
  before(async () => {
    stage = createGraphStage();
    await stage.start();
  });
  after(() => stage.stop());
  beforeEach(() => stage.reset());

  const mimeOf = (overrides: { from?: string } = {}) =>
    Buffer.from(toMime({ ...mail, ...overrides, boundary: "b1" })).toString("base64");

  async function post(
    path: string,
    claims: Parameters<GraphStage["sign"]>[0],
    { body = mimeOf(), type = "text/plain" } = {},
  ) {
    const { headers } = bearer(await stage.sign(claims));
    const init = { method: "POST", headers: { ...headers, "content-type": type }, body };
    const { status, body: answer } = await stage.send(`v1.0/${path}`, init);
    return [status, answer.error?.code];
  }

  const asMailer = (alias?: string) => asPerson("Mail.Send", alias);
  const asApp = () => stage.asApp(["Mail.Send"]);

  it("takes a mail of the signed-in account", async () => {
    assert.deepEqual(await post("me/sendMail", asMailer()), [202, undefined]);

    const [sent, ...others] = stage.mailboxes.list();
    const { id: _, sentAt: __, ...rest } = sent ?? { id: "", sentAt: 0 };
    assert.deepEqual(rest, { ...mail, from: "priya.raman@contoso.example" });
    assert.deepEqual(others, []);
  });

  it("takes a mail of an app from any mailbox", async () => {
    const body = mimeOf({ from: shared });

    assert.deepEqual(await post(`users/${shared}/sendMail`, asApp(), { body }), [202, undefined]);
    assert.equal(stage.mailboxes.list()[0]?.from, shared);
  });

  const refused: Record<string, () => Promise<unknown[]>> = {
    "403 ErrorAccessDenied without Mail.Send": () =>
      post("me/sendMail", asPerson("Directory.Read.All")),
    "403 ErrorAccessDenied to an app without it": () =>
      post(`users/${shared}/sendMail`, stage.asApp()),
    "403 ErrorAccessDenied from another's mailbox": () =>
      post(`users/${shared}/sendMail`, asMailer()),
    "403 ErrorSendAsDenied in another's name": () =>
      post("me/sendMail", asMailer(), { body: mimeOf({ from: shared }) }),
    "404 MailboxNotEnabledForRESTAPI of a guest": () => post("me/sendMail", asMailer("guest")),
    "404 ErrorInvalidUser of nobody": () => post("users/no@contoso.example/sendMail", asApp()),
    "400 BadRequest to an app as itself": () => post("me/sendMail", asApp()),
    "400 BadRequest for no base64": () => post("me/sendMail", asMailer(), { body: "To: x" }),
    "400 BadRequest for one form only": () =>
      post("me/sendMail", asMailer(), { body: btoa("To: a@b.example\r\n\r\nhi") }),
    "413 RequestEntityTooLarge above 4 MB": () =>
      post("me/sendMail", asMailer(), { body: "A".repeat(4 * 1024 * 1024 + 4) }),
    "501 notSupported for JSON": () =>
      post("me/sendMail", asMailer(), { body: "{}", type: "application/json" }),
  };
  for (const [name, ask] of Object.entries(refused))
    it(`answers ${name}`, async () => {
      const [status, code] = await ask();

      assert.ok(name.startsWith(`${status} ${code} `), `${status} ${code}`);
      assert.deepEqual(stage.mailboxes.list(), []);
    });

  it("lists who has a role, with mail", async () => {
    const { status, body } = await stage.get(`${role(global)}?$select=id,mail`);

    assert.equal(status, 200);
    assert.deepEqual(body.value, [
      {
        "@odata.type": "#microsoft.graph.user",
        id: "b2e2a7b1-7d2f-4c68-9a1f-3eab62d1a202",
        mail: "jonas.weber@contoso.example",
      },
    ]);
  });

  const roles: Record<string, readonly [path: string, status: number, isMail?: boolean]> = {
    "a role that nobody has": [role("9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"), 404],
    "an id of the tenant's own": [`directoryRoles/${global}/members`, 400],
    "a page size": [`${role(global)}?$top=5`, 400],
    "no permission for it": [role(global), 403, true],
  };
  for (const [name, [path, status, isMail]] of Object.entries(roles))
    it(`refuses to list with ${name}`, async () => {
      const answered = await stage.get(path, isMail ? asApp() : stage.asApp());

      assert.equal(answered.status, status);
    });
});
