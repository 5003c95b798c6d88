import assert from "node:assert/strict";
import { listElements, renderCard } from "../../src/cards/index.ts";
import { findCloud } from "../../src/core/cloud/index.ts";
import { LANGUAGES } from "../../src/core/local-text.ts";
import { formatSubject } from "../../src/core/subject/index.ts";
import { drawShared } from "../../src/core/view/index.ts";
import { tenantId } from "../support/activities.ts";
import { type BotStage, startBotStage } from "../support/bot.ts";
import { SUBJECTS } from "../support/subjects.ts";
import { createTabTools } from "../support/tab-stage.ts";

const HOST = "http://127.0.0.1:3978";
const HOME = "1~nbold.scope_home";
const NAMES = ["composeExtension/queryLink", "composeExtension/anonymousQueryLink"] as const;

interface Attachment {
  readonly contentType: string;
  readonly content: { readonly version: string };
  readonly preview: { readonly contentType: string; readonly content: { readonly title: string } };
}

interface Answer {
  readonly composeExtension: {
    readonly type: string;
    readonly attachmentLayout: string;
    readonly attachments: readonly Attachment[];
  };
}

/** Of a tenant, a conversation and a person that the bot has just heard of. */
const CANARIES = {
  conversation: {
    id: "19:canary-conversation@thread.v2",
    conversationType: "groupChat",
    tenantId,
  },
  from: {
    id: "29:canary-person",
    name: "Canary Person",
    aadObjectId: "aaaaaaaa-bbbb-4ccc-8ddd-0000000ca1a2",
  },
  channelData: {
    tenant: { id: tenantId },
    team: { id: "19:canary-team@thread.tacv2", name: "Canary Team" },
  },
};

describe("a link of ours in the compose box", () => {
  let stage: BotStage;
  before(async () => {
    stage = await startBotStage();
  });
  after(() => stage?.stop());

  const unfurl = async (
    url: unknown,
    { name = NAMES[0], ...overrides }: Readonly<Record<string, unknown>> = {},
  ) => {
    const { status, body } = await stage.deliver({
      type: "invoke",
      text: undefined,
      name,
      value: { url },
      ...overrides,
    });
    assert.equal(status, 200);
    return (body as Answer).composeExtension;
  };

  it("unfurls to the shared card of every subject, in each language", async () => {
    const { world } = createTabTools();
    const cloud = findCloud("sandbox", { origin: HOST, tenantId });
    for (const language of LANGUAGES)
      for (const [name, subject] of SUBJECTS.filter(([name]) => name !== "all cases together")) {
        const { type, attachmentLayout, attachments } = await unfurl(
          `${HOST}/p/${formatSubject(subject)}`,
          { locale: language },
        );

        const own = drawShared({ ...world, cloud, publicUrl: HOST }, language, subject);
        const [attachment, ...others] = attachments;
        assert.deepEqual([type, attachmentLayout, others.length], ["result", "list", 0], name);
        assert.ok(attachment && own, name);
        assert.equal(attachment.contentType, "application/vnd.microsoft.card.adaptive");
        assert.equal(attachment.preview.contentType, "application/vnd.microsoft.card.thumbnail");
        assert.equal(attachment.preview.content.title, own.text.split("\n")[0], name);
        const { body } = (await renderCard(own)) as unknown as { body: object };
        assert.deepEqual((attachment.content as unknown as { body: object }).body, body, name);
      }
  });

  it("sends cards that a preview takes: schema 1.3, links only", async () => {
    for (const path of [HOME, "permission:graph:Mail.Send", "1~autostore.sender_robot", "2~nbold"])
      for (const name of NAMES) {
        const [attachment] = (await unfurl(`${HOST}/p/${path}`, { name })).attachments;

        assert.ok(attachment && Number(attachment.content.version) <= 1.3, path);
        const actions = listElements(attachment.content).filter(({ type }) =>
          type.startsWith("Action."),
        );
        const kinds = new Set(actions.map(({ type }) => type));
        kinds.delete("Action.ToggleVisibility");
        assert.deepEqual([...kinds], ["Action.OpenUrl"], path);
      }
  });

  for (const [name, path] of Object.entries({
    "an export": `${HOME}/export/csv`,
    "a part of the page": `${HOME}#export`,
    "a page in another language": `${HOME}?lang=de`,
  }))
    it(`unfurls ${name} as the permalink`, async () => {
      const [shown] = (await unfurl(`${HOST}/p/${path}`)).attachments;
      const [plain] = (await unfurl(`${HOST}/p/${HOME}`)).attachments;

      assert.ok(plain);
      assert.deepEqual(shown, plain);
    });

  it("says what changed since a link was made", async () => {
    const [stale] = (await unfurl(`${HOST}/p/1~autostore.sender_robot`)).attachments;
    const [later] = (await unfurl(`${HOST}/p/2~nbold.scope_home`)).attachments;

    assert.equal(stale?.preview.content.title, "This link names what is not known any more");
    assert.equal(later?.preview.content.title, "This link was made by a newer version");
  });

  for (const url of [
    undefined,
    7,
    "",
    "x",
    `${HOST}/p/nothing`,
    `${HOST}/`,
    `${HOST}/tab?code=${HOME}`,
    `https://127.0.0.1:3978/p/${HOME}`,
    `http://127.0.0.1:3979/p/${HOME}`,
    `http://127.0.0.1:3978@evil.example/p/${HOME}`,
    `http://a@127.0.0.1:3978/p/${HOME}`,
    `http://127.0.0.1.evil.example:3978/p/${HOME}`,
    `https://evil.example/?u=${HOST}/p/${HOME}`,
    `${HOST}/p/${"a".repeat(20_000)}`,
  ])
    it(`shows nothing for ${String(url).slice(0, 50)}`, async () => {
      for (const name of NAMES) {
        const { type, attachments } = await unfurl(url, { name });

        assert.deepEqual([type, attachments], ["result", []]);
      }
    });

  it("tells strangers the same facts, and nothing of a tenant", async () => {
    const own = await unfurl(`${HOST}/p/${HOME}`);

    const told = await unfurl(`${HOST}/p/${HOME}`, { name: NAMES[1] });
    const among = await unfurl(`${HOST}/p/${HOME}?tenant=canary`, { ...CANARIES });

    assert.deepEqual(told, own);
    const wire = JSON.stringify([own, told, among]);
    for (const canary of ["canary", "ca1a2", "Canary", tenantId])
      assert.ok(!wire.includes(canary), canary);
  });

  it("sends nothing to the conversation", async () => {
    const before = stage.channel.requests.length;

    await unfurl(`${HOST}/p/${HOME}`);

    assert.equal(stage.channel.requests.length, before);
  });
});
