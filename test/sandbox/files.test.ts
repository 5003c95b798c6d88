import assert from "node:assert/strict";
import { type Stage, startStage, toApi } from "./fake-bot.ts";

const chat = "a:1sandbox-product-admin";
const group = "19:mail-rollout@thread.v2";
const as = "product-admin";
const name = "Mail rollout ü.csv";
const text = "value;type\nMail.Send;Application\n";

interface Invoked {
  readonly action: string;
  readonly context: unknown;
  readonly uploadInfo?: {
    readonly uploadUrl: string;
    readonly contentUrl: string;
    readonly uniqueId: string;
    readonly fileType: string;
  };
}

const consent = {
  contentType: "application/vnd.microsoft.teams.card.file.consent",
  name,
  content: {
    description: "Plan",
    sizeInBytes: 33,
    acceptContext: { a: 1 },
    declineContext: { d: 1 },
  },
};

describe("sandbox files", () => {
  let stage: Stage;
  let api: ReturnType<typeof toApi>;
  before(async () => {
    stage = await startStage();
    api = toApi(stage.page);
  });
  after(() => stage.stop());
  beforeEach(async () => {
    await api.call("POST", "reset");
    stage.behave(() => undefined);
    stage.heard.length = 0;
  });

  const offer = async (to = chat) => {
    const path = `/v3/conversations/${encodeURIComponent(to)}/activities`;
    return (await stage.send("POST", path, { type: "message", attachments: [consent] })).body.id;
  };
  const answer = (id: string, action: string) =>
    api.call("PUT", `messages/${id}/file`, { as, action });
  const invoked = () => stage.heard[0]?.value as Invoked;
  const allow = async () => {
    await answer(await offer(), "accept");
    const { uploadInfo } = invoked();
    assert.ok(uploadInfo);
    return uploadInfo;
  };
  const put = (url: string, body: string, range: string, headers = {}) =>
    fetch(url, { method: "PUT", headers: { "content-range": range, ...headers }, body });
  const size = Buffer.byteLength(text);
  const whole = `bytes 0-${size - 1}/${size}`;

  it("tells the bot where an allowed file goes", async () => {
    const id = await offer();

    await answer(id, "accept");

    const [activity] = stage.heard;
    const { uploadInfo, ...rest } = invoked();
    assert.deepEqual([activity?.name, activity?.replyToId], ["fileConsent/invoke", id]);
    assert.deepEqual(rest, { type: "fileUpload", action: "accept", context: { a: 1 } });
    assert.equal(uploadInfo?.fileType, "csv");
    assert.equal((await api.read(chat, as))[0]?.fileAnswer, "accept");
  });

  it("tells the bot of a declined file", async () => {
    await answer(await offer(), "decline");

    assert.deepEqual(invoked(), { type: "fileUpload", action: "decline", context: { d: 1 } });
  });

  it("gives back what was uploaded whole", async () => {
    const { uploadUrl, contentUrl } = await allow();

    const { status } = await put(uploadUrl, text, whole);
    const file = await fetch(contentUrl);

    assert.equal(status, 201);
    assert.equal(await file.text(), text);
    assert.match(file.headers.get("content-disposition") ?? "", /^attachment; .*%C3%BC\.csv$/);
  });

  it("takes a file in parts, in order", async () => {
    const { uploadUrl, contentUrl } = await allow();

    const first = await put(uploadUrl, text.slice(0, 5), `bytes 0-4/${size}`);
    const early = await fetch(contentUrl);
    const gap = await put(uploadUrl, text.slice(6), `bytes 6-${size - 1}/${size}`);
    const last = await put(uploadUrl, text.slice(5), `bytes 5-${size - 1}/${size}`);

    const { nextExpectedRanges } = (await first.json()) as { nextExpectedRanges: string[] };
    assert.deepEqual(nextExpectedRanges, ["5-"]);
    assert.deepEqual(
      [first, early, gap, last].map(({ status }) => status),
      [202, 404, 416, 201],
    );
    assert.equal(await (await fetch(contentUrl)).text(), text);
  });

  const refused: Readonly<Record<string, { range?: string; headers?: object; status: number }>> = {
    "a bearer token": { headers: { authorization: "Bearer secret" }, status: 400 },
    "a body without its range": { range: "", status: 400 },
    "a body of another length": { range: `bytes 0-9/${size}`, status: 400 },
    "a range beyond the file": { range: `bytes 0-${size}/${size}`, status: 400 },
    "a file that is too large": { range: `bytes 0-${size - 1}/${2 ** 30}`, status: 413 },
  };
  for (const [what, { range = whole, headers, status }] of Object.entries(refused))
    it(`refuses ${what}`, async () => {
      const { uploadUrl } = await allow();

      const response = await put(uploadUrl, text, range, headers);

      assert.equal(response.status, status);
    });

  it("knows no other upload", async () => {
    const response = await put(`${stage.sandbox.origin}/upload/none`, text, whole);

    assert.equal(response.status, 404);
  });

  it("has no files of bots outside of personal chats", async () => {
    const { status } = await answer(await offer(group), "accept");

    assert.deepEqual([status, stage.heard.length], [400, 0]);
  });

  it("has none where clients take no files", async () => {
    await api.call("PUT", "teams", { takesFiles: false });

    const { status } = await answer(await offer(), "accept");

    assert.deepEqual([status, stage.heard.length], [400, 0]);
  });

  it("offers again what the bot failed to take", async () => {
    stage.behave(() => {
      throw new Error("fault");
    });
    const id = await offer();

    await answer(id, "accept");

    assert.equal((await api.read(chat, as))[0]?.fileAnswer, undefined);
  });
});
