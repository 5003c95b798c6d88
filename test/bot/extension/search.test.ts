import assert from "node:assert/strict";
import { loadCatalogue } from "../../../src/config/index.ts";
import { AppError } from "../../../src/core/errors.ts";
import type { Result, Results } from "../../../src/flows/index.ts";
import { tenantId } from "../../support/activities.ts";
import { type BotStage, startBotStage } from "../../support/bot.ts";
import { dataOf, insertedOf, linesOf, listNodes, useExtension } from "../../support/extension.ts";

const IMAP = "1~autostore.destination_mail-send.sender_same.source_imap";
const HOME = "1~nbold.scope_home";
const UNION = `${IMAP}~nbold.scope_home`;
const STRANGER = "0e0c6dba-6b2c-4d0f-9a70-5a9d4b0c8000";

function buildResult(code: string, kind: Result["kind"] = "answer"): Result {
  return { id: `${kind}:${code}`, kind, code, at: 1, state: null };
}

/** A port that fails whatever asks it for anything. */
function forbid<Port extends object>(name: string): Port {
  const get = (_target: object, member: string | symbol) => () => {
    throw new Error(`${name}.${String(member)} was asked`);
  };
  return new Proxy({}, { get }) as Port;
}

/** Results of one person, and what was noted since. */
function createFakeResults() {
  const noted: object[] = [];
  let given: readonly Result[] = [];
  let isBroken = false;
  const results: Results = {
    note: async ({ personId }, note) => {
      noted.push({ personId, ...note });
    },
    list: async ({ personId }) => {
      if (isBroken) throw new AppError("ERR_STORE_FAILED", "the store is gone");
      return personId === "a1d1f6a0-6c1e-4b57-8f0e-2d9a51c0f101" ? given : [];
    },
    forget: async () => {},
  };
  return {
    results,
    noted,
    give: (list: readonly Result[]) => {
      given = list;
    },
    break: (broken: boolean) => {
      isBroken = broken;
    },
  };
}

describe("the search of the message extension", () => {
  const own = createFakeResults();
  let stage: BotStage;
  before(async () => {
    stage = await startBotStage({ results: own.results });
  });
  after(() => stage?.stop());
  beforeEach(() => {
    own.give([]);
    own.break(false);
    own.noted.length = 0;
  });

  it("lists what is like the words, with a preview and what a tap sends", async () => {
    const answered = await useExtension(stage).query("mail.redwrite");

    assert.equal(answered.composeExtension?.attachmentLayout, "list");
    assert.deepEqual(answered.composeExtension?.attachments?.[0], {
      contentType: "application/vnd.microsoft.card.thumbnail",
      content: {
        title: "Mail.ReadWrite",
        subtitle: "Microsoft Graph · Permission",
        text: linesOf(answered)[0]?.text,
        buttons: [
          {
            type: "openUrl",
            title: "Open",
            value: "http://127.0.0.1:3978/p/permission:graph:Mail.ReadWrite",
          },
        ],
      },
      preview: {
        contentType: "application/vnd.microsoft.card.thumbnail",
        content: {
          title: "Mail.ReadWrite",
          subtitle: "Microsoft Graph · Permission",
          text: linesOf(answered)[0]?.text,
          tap: {
            type: "invoke",
            value: { subject: "permission:graph:Mail.ReadWrite", l: "en" },
          },
        },
      },
    });
  });

  it("offers the catalogue before anything is typed", async () => {
    const user = useExtension(stage);

    const [opened, empty, odd] = await Promise.all([
      user.open(),
      user.query("   "),
      user.invoke("composeExtension/query", { commandId: "search", parameters: "x" }),
    ]);

    assert.equal(linesOf(opened).length, 25);
    assert.equal(linesOf(opened)[0]?.subtitle, "AutoStore · Set-up");
    assert.deepEqual([empty, odd], [opened, opened]);
  });

  it("puts the person's own results first, each once", async () => {
    own.give([
      buildResult(UNION),
      buildResult(HOME, "check"),
      buildResult(HOME),
      buildResult("1~gone"),
      buildResult("1~autostore"),
    ]);

    const lines = linesOf(await useExtension(stage).open());

    assert.deepEqual(
      lines.slice(0, 3).map(({ title, subtitle }) => [title, subtitle]),
      [
        ["One app registration for 2 set-ups", "AutoStore · your recent result"],
        ["nBold Home scope", "nBold for Microsoft Teams · your recent result"],
        ["IMAP Capture and Mail Send, same user", "AutoStore · Set-up"],
      ],
    );
    assert.equal(lines.filter(({ title }) => title === "nBold Home scope").length, 1);
  });

  it("S65 shows nobody the results of somebody else", async () => {
    own.give([buildResult(UNION)]);
    const other = { id: "29:sam", name: "Sam", aadObjectId: STRANGER };

    const lines = linesOf(await useExtension(stage, { from: other }).open());

    assert.ok(lines.every(({ subtitle }) => !subtitle.includes("recent")));
  });

  it("goes on without own results that cannot be read", async () => {
    own.break(true);

    const lines = linesOf(await useExtension(stage).open());

    assert.equal(lines.length, 25);
    assert.equal(stage.log.find("recent results were not read").length, 1);
  });

  it("pages through the whole list, and ends", async () => {
    own.give([buildResult(UNION), buildResult(HOME)]);
    const user = useExtension(stage);
    const codes: string[] = [];

    for (let skip = 0; ; skip += 20) {
      const page = linesOf(await user.open({ skip, count: 20 }));
      if (page.length === 0) break;
      codes.push(...page.map(({ tap }) => tap?.value.subject ?? ""));
    }

    assert.equal(new Set(codes).size, codes.length);
    const { facts, packs } = await loadCatalogue();
    const notes = packs.flatMap((pack) => pack.notes);
    assert.ok(codes.length > facts.permissions.length + notes.length);
  });

  it("gives 25 lines at most, however many are asked for", async () => {
    const user = useExtension(stage);

    for (const count of [26, 1e9, -1, 0.5, Number.NaN])
      assert.equal(linesOf(await user.query("mail", { count })).length, 25, String(count));
  });

  it("says how to ask when nothing is found, on the first page only", async () => {
    const user = useExtension(stage);

    const lines = linesOf(await user.query("qzxvw"));
    const next = linesOf(await user.query("qzxvw", { skip: 25 }));

    assert.deepEqual(
      lines.map(({ title }) => title),
      ["Nothing found"],
    );
    assert.deepEqual(next, []);
    const tapped = await user.select(lines[0]?.tap?.value ?? {});
    assert.equal(tapped.composeExtension?.type, "message");
    assert.match(tapped.composeExtension?.text ?? "", /^Try a product/);
  });

  it("speaks the language of the person", async () => {
    const user = useExtension(stage, { locale: "fr-FR" });

    const [line] = linesOf(await user.query("private window"));
    const inserted = insertedOf(await user.select(line?.tap?.value ?? {}));

    assert.equal(line?.title, "Utiliser une fenêtre de navigation privée");
    assert.equal(inserted.content.lang, "fr");
  });

  it("inserts the shared card of the line that was chosen", async () => {
    const user = useExtension(stage);
    const [line] = linesOf(await user.query("imap same user"));

    const inserted = insertedOf(await user.select(line?.tap?.value ?? {}));

    assert.equal(inserted.contentType, "application/vnd.microsoft.card.adaptive");
    assert.equal(inserted.preview.content.title, "IMAP Capture and Mail Send, same user");
    assert.equal(inserted.content.version, "1.3");
    const types = new Set(listNodes(inserted.content).map(({ type }) => type));
    assert.deepEqual([types.has("Action.Execute"), types.has("Action.Submit")], [false, false]);
  });

  it("inserts several set-ups of an own result together", async () => {
    own.give([buildResult(UNION)]);
    const user = useExtension(stage);
    const [line] = linesOf(await user.open());

    const { preview } = insertedOf(await user.select(line?.tap?.value ?? {}));

    assert.deepEqual(preview.content, {
      title: "One app registration for 2 set-ups",
      subtitle: "AutoStore · nBold for Microsoft Teams",
      text: "IMAP Capture and Mail Send, same user · nBold Home scope",
    });
  });

  it("says that the catalogue has changed since", async () => {
    const answered = await useExtension(stage).select({ subject: "1~autostore.source_fax" });

    assert.deepEqual(answered.composeExtension, {
      type: "message",
      text: "The catalogue has changed since. Search for it again.",
    });
  });

  const odd: Record<string, object> = {
    nothing: {},
    "no code of ours": { subject: "https://evil.example" },
    "a number": { subject: 1 },
    "a field too many": { subject: HOME, tenant: "x" },
    "a code without end": { subject: "1~".padEnd(100_000, "a") },
  };
  for (const [name, value] of Object.entries(odd))
    it(`answers a tap with ${name} by what went wrong and its id`, async () => {
      const { composeExtension } = await useExtension(stage).select(value);

      assert.equal(composeExtension?.type, "message");
      assert.match(composeExtension?.text ?? "", /ERR_ACTION_INPUT.*correlation-1/);
    });

  it("answers each delivery, and notes what was chosen once", async () => {
    const value = { subject: HOME, l: "en" };
    const repeated = useExtension(stage, { id: "the-same-activity" });

    const first = await repeated.select(value);
    const second = await repeated.select(value);

    assert.deepEqual(second, first);
    assert.equal(insertedOf(second).preview.content.title, "nBold Home scope");
    assert.deepEqual(own.noted, [
      { personId: "a1d1f6a0-6c1e-4b57-8f0e-2d9a51c0f101", kind: "answer", code: HOME },
    ]);
  });

  it("refuses people of another tenant in the form of the list", async () => {
    const from = { id: "29:eve", name: "Eve", aadObjectId: STRANGER, tenantId: STRANGER };

    const { composeExtension } = await useExtension(stage, { from }).query("imap");

    assert.equal(composeExtension?.type, "message");
    assert.ok((composeExtension?.text ?? "").length > 20);
  });

  it("S65 asks neither Teams nor Microsoft Graph, keeps no address", async () => {
    const silent = await startBotStage({
      apps: forbid("apps"),
      appsOf: () => forbid("apps of a person"),
      consents: forbid("consents"),
      tokens: forbid("tokens"),
      pendings: forbid("pendings"),
    });
    const user = useExtension(silent);

    try {
      await user.query("imap");
      await user.open();
      insertedOf(await user.select({ subject: HOME, l: "en" }));
      dataOf(await user.fetch("compose"), "AutoStore");
      dataOf(await user.explain("AADSTS65001"), "Close");

      assert.deepEqual(silent.log.find("turn failed"), []);
      assert.deepEqual(silent.channel.sent, []);
      const asked = silent.channel.requests.filter((path) => !/openid|keys|jwks/i.test(path));
      assert.deepEqual(asked, []);
      const kept = await silent.references.find(tenantId, "19:elsewhere@thread.v2");
      assert.equal(kept, undefined);
    } finally {
      await silent.stop();
    }
  });

  it("writes one line a turn, without what was typed", async () => {
    const before = stage.log.find("turn").length;

    await useExtension(stage).query("a very private word");

    const lines = stage.log.find("turn").slice(before);
    assert.deepEqual(
      lines.map(({ fields }) => [fields.route, fields.kind, fields.outcome]),
      [["query:search", "extension", "done"]],
    );
    assert.ok(!JSON.stringify(stage.log.lines).includes("private word"));
  });

  it("says of a command that it does not have that it is not offered", async () => {
    const answered = await useExtension(stage).invoke("composeExtension/query", {
      commandId: "no-such-command",
    });

    assert.equal(answered.composeExtension?.type, "message");
    assert.match(answered.composeExtension?.text ?? "", /not offered here/);
  });
});
