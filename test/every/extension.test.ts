import assert from "node:assert/strict";
import { extensionCommands } from "../../src/bot/extension/index.ts";
import { extensionRoutes } from "../../src/bot/index.ts";
import { lintCard, listElements } from "../../src/cards/index.ts";
import { LANGUAGES } from "../../src/core/local-text.ts";
import { listHits } from "../../src/core/search/index.ts";
import { formatSubject } from "../../src/core/subject/index.ts";
import { TEXTS } from "../../src/i18n/index.ts";
import { type BotStage, startBotStage } from "../support/bot.ts";
import { catalogue } from "../support/catalogue.ts";
import {
  type Answered,
  dialogOf,
  type ExtensionUser,
  insertedOf,
  linesOf,
  useExtension,
} from "../support/extension.ts";
import type { CardNode } from "../support/talk.ts";

const documentation = catalogue.packs.flatMap(({ notes }) =>
  notes.flatMap(({ links }) => links.map(({ url }) => new URL(url).host)),
);
const hosts = new Set(["127.0.0.1:3978", "teams.microsoft.com", ...documentation]);

/** Elements that came after schema 1.3, which is the most that previews and posts of people take. */
const LATER = new Set(["Action.Execute"]);

const HOSTILE = {
  "a Markdown link": "[Mail.Send](https://evil.example) <a href='https://evil.example'>x</a>",
  "a template expression": "${$root.secret} {{DATE(2026-01-01T00:00:00Z)}}",
  "10 kB": "imap ".repeat(2000),
  "one word of 10 kB": "x".repeat(10_000),
  "invisible characters": "\u202egro.live\u200b\u0000",
  "an unpaired surrogate": "\ud800",
  brackets: "(".repeat(5000),
  "a script": "<script>alert(1)</script>",
} as const;

function checkInserted(card: CardNode): void {
  assert.deepEqual(lintCard(card, { hosts }), []);
  assert.ok(Number(card.version) <= 1.3);
  const types = listElements(card).map(({ type }) => type);
  assert.deepEqual(
    types.filter((type) => LATER.has(type) || type === "Action.Submit"),
    [],
  );
}

describe("every command of the message extension", () => {
  let stage: BotStage;
  before(async () => {
    stage = await startBotStage();
  });
  after(() => stage?.stop());

  for (const { id, type } of extensionCommands) {
    it(`has a title and a description in every language: ${id}`, () => {
      for (const [language, texts] of Object.entries(TEXTS)) {
        const title = texts[`extension.${id}.title`] ?? "";
        assert.ok(title !== "" && title.length <= 32, `${language} ${title}`);
        assert.ok(texts[`extension.${id}.does`], language);
      }
    });

    it(`has its routes: ${id}`, () => {
      const invokes = extensionRoutes.flatMap(({ command, invoke }) =>
        command === id ? [invoke] : [],
      );

      const wanted =
        type === "query"
          ? ["composeExtension/query"]
          : ["composeExtension/fetchTask", "composeExtension/submitAction"];
      assert.deepEqual(invokes, wanted);
    });

    if (type === "query") {
      it(`answers an empty query by lines with previews: ${id}`, async () => {
        const value = { commandId: id, parameters: [], queryOptions: { skip: 0, count: 25 } };

        const lines = linesOf(await useExtension(stage).invoke("composeExtension/query", value));

        assert.equal(lines.length, 25);
        for (const { title, text, tap } of lines)
          assert.ok(title !== "" && text !== "" && tap?.type === "invoke", title);
      });

      for (const [name, text] of Object.entries(HOSTILE))
        it(`answers ${name} without repeating it: ${id}`, async () => {
          const answered = await useExtension(stage).query(text);

          const sent = JSON.stringify(answered);
          assert.ok(linesOf(answered).length > 0);
          assert.doesNotMatch(sent, /evil|secret|DATE|<script|\u202e|\u200b|x{50}/);
          assert.ok(sent.length < 60_000, String(sent.length));
        });
    } else
      for (const language of LANGUAGES)
        it(`opens a dialog that passes the linter in ${language}: ${id}`, async () => {
          const { card } = dialogOf(await useExtension(stage, { locale: language }).fetch(id));

          assert.deepEqual(lintCard(card.content, { hosts }), []);
          assert.equal(card.content.lang, language);
        });
  }
});

describe("everything that the message extension inserts", () => {
  let stage: BotStage;
  before(async () => {
    stage = await startBotStage();
  });
  after(() => stage?.stop());

  for (const language of LANGUAGES)
    for (const kind of ["set-up", "scope", "permission", "note"] as const)
      it(`is a card of schema 1.3 with a preview: ${kind} in ${language}`, async () => {
        const user = useExtension(stage, { locale: language });
        const hits = listHits(catalogue, language).filter((hit) => hit.kind === kind);
        assert.ok(hits.length > 5);

        for (const { subject, title } of hits) {
          const inserted = insertedOf(await user.select({ subject: formatSubject(subject) }));

          assert.equal(inserted.preview.content.title, title);
          assert.equal(inserted.preview.contentType, "application/vnd.microsoft.card.thumbnail");
          checkInserted(inserted.content);
        }
      }).timeout(60_000);
});

describe("every step of the guided questions as a dialog", () => {
  let stage: BotStage;
  before(async () => {
    stage = await startBotStage();
  });
  after(() => stage?.stop());

  it("passes the linter, and leads to cards that are inserted", async () => {
    const user = useExtension(stage);
    const ends: string[] = [];
    const waiting: Answered[] = [await user.fetch("compose")];
    const seen = new Set<string>();

    for (let step = waiting.pop(); step; step = waiting.pop()) {
      const { content } = dialogOf(step).card;
      assert.deepEqual(lintCard(content, { hosts }), []);
      const sends = listSubmits(content);
      const insert = sends.find(({ verb }) => verb === "insert");
      if (insert) {
        checkInserted(insertedOf(await user.submit("compose", insert)).content);
        ends.push(String(insert.subject));
      } else waiting.push(...(await follow(user, sends, seen)));
    }

    assert.ok(ends.length >= 20, String(ends.length));
    assert.equal(new Set(ends).size, ends.length);
  }).timeout(60_000);
});

/** The steps that have not been seen yet. */
async function follow(
  user: ExtensionUser,
  sends: readonly CardNode[],
  seen: Set<string>,
): Promise<Answered[]> {
  const next = sends.filter((data) => data.verb === "wizard" && !seen.has(String(data.s)));
  const answers: Answered[] = [];
  for (const data of next) {
    seen.add(String(data.s));
    answers.push(await user.submit("compose", data));
  }
  return answers;
}

/** What the buttons of a card send; of a list, what each of its choices would. */
function listSubmits(card: CardNode): CardNode[] {
  const elements = listElements(card);
  const sends = elements.flatMap(({ type, data }) =>
    type === "Action.Submit" ? [data as CardNode] : [],
  );
  const picks = elements
    .filter(({ type }) => type === "Input.ChoiceSet")
    .flatMap(({ choices }) => choices as { value: string }[]);
  return [...sends, ...picks.map(({ value: s }) => ({ verb: "wizard", s }))];
}
