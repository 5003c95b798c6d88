import assert from "node:assert/strict";
import { parseSelection } from "../../../src/core/advisor/index.ts";
import { LANGUAGES, type Language } from "../../../src/core/local-text.ts";
import { formatSubject, type Subject, toPermalink } from "../../../src/core/subject/index.ts";
import { ACTIONS, needsSetUp, understand } from "../../../src/core/understanding/index.ts";
import {
  answerQuestion,
  drawShared,
  drawSubject,
  readText,
  type View,
} from "../../../src/core/view/index.ts";
import { ANSWERS, SUBJECTS } from "../../support/subjects.ts";
import { buildWorld, CODES, catalogue, must } from "./examples.ts";

const world = buildWorld();
const imapOther: Subject = { kind: "answer", code: CODES.imapOther };
const link = toPermalink(world.publicUrl, imapOther);

function ask(text: string, language: Language = "en") {
  const read = readText(world, text, { language, earlier: undefined });
  assert.equal(read.kind, "question", text);
  return (read as Extract<typeof read, { kind: "question" }>).question;
}

/** What "Ask about this" of the shared card puts into the compose box. */
function draftOf(view: View): string {
  const { links } = view.data as unknown as { links: readonly { readonly url: string }[] };
  const chat = must(links.find(({ url }) => url.includes("/l/chat/")));
  return must(new URL(chat.url).searchParams.get("message") ?? undefined);
}

describe("readText", () => {
  for (const language of LANGUAGES) {
    it(`leads from each card's own draft to its subject, in ${language}`, () => {
      for (const [name, subject] of SUBJECTS) {
        const draft = draftOf(must(drawShared(world, language, subject)));

        const { view } = answerQuestion(world, ask(draft, language));

        assert.ok(draft.endsWith(formatSubject(subject)), name);
        assert.deepEqual(view, drawSubject(world, language, subject), name);
      }
    });

    it(`leads from each link alone to its subject, in ${language}`, () => {
      for (const [name, subject] of SUBJECTS) {
        const { view } = answerQuestion(
          world,
          ask(toPermalink(world.publicUrl, subject), language),
        );

        assert.deepEqual(view, drawSubject(world, language, subject), name);
      }
    });

    it(`takes each command beside a link, in ${language}`, () => {
      for (const action of ACTIONS.filter(needsSetUp))
        for (const [name, subject] of ANSWERS) {
          const command = world.texts(language)(`action.${action}.name`);
          const text = `${command} ${toPermalink(world.publicUrl, subject)}`;

          const question = ask(text, language);

          assert.deepEqual(
            [question.kind, question.action, question.selection],
            ["action", action, parseSelection(catalogue, subject.code)],
            `${name}: ${text}`,
          );
        }
    });
  }

  it("speaks the language of the draft", () => {
    const draft = draftOf(must(drawShared(world, "fr", imapOther)));

    assert.equal(ask(draft, "en").language, "fr");
  });

  const commands: Readonly<Record<string, string>> = {
    "consent {link}": "consent",
    "verify {link} please": "verify",
    "check tenant: {link}": "verify",
    "share {link}": "share",
    "export {link} as csv": "export",
    "request approval for {link}": "approve",
    "{link} teilen": "share",
    "exportieren <{link}>": "export",
    "[partager]({link}#export)": "share",
    "export {link}/export/csv": "export",
    "help {link}": "help",
  };
  for (const [text, action] of Object.entries(commands))
    it(`does what "${text}" says`, () => {
      const question = ask(text.replace("{link}", link));

      assert.equal(question.action, action);
      if (action !== "help")
        assert.deepEqual(question.selection, parseSelection(catalogue, CODES.imapOther));
    });

  it("shares and exports a permission and a note by their link", () => {
    const [permission, note] = [
      { kind: "permission", key: "exo:Mail.Send" },
      { kind: "note", id: "autostore:private-window" },
    ] as const;

    const questions = [
      ask(`share ${toPermalink(world.publicUrl, permission)}`),
      ask(`export ${toPermalink(world.publicUrl, note)} as markdown`),
    ];

    assert.deepEqual(
      questions.map(({ kind, action, permissions, notes }) => [kind, action, permissions, notes]),
      [
        ["action", "share", ["exo:Mail.Send"], []],
        ["action", "export", [], ["autostore:private-window"]],
      ],
    );
  });

  it("follows up on a link by the question beside it", () => {
    const { view } = answerQuestion(world, ask(`and for POP? ${link}`));

    assert.match(view.summary, /^POP3 Capture and Mail Send, another sender/);
  });

  it("answers which set-ups need a linked permission", () => {
    const address = toPermalink(world.publicUrl, { kind: "permission", key: "graph:Mail.Send" });

    const question = ask(`which set-ups need this? ${address}`);

    assert.deepEqual(question.permissions, ["graph:Mail.Send"]);
  });

  it("answers the link where the words say nothing", () => {
    const { view } = answerQuestion(world, ask(`my dear colleagues, look here ${link}`));

    assert.deepEqual(view, drawSubject(world, "en", imapOther));
  });

  it("keeps what was typed apart from the link", () => {
    const read = readText(world, `export ${link}/export/csv as json`, {
      language: "en",
      earlier: undefined,
    });

    assert.equal(read.kind === "question" && read.words, "export as json");
  });

  it("tells what another version of the catalogue made", () => {
    const text = `consent ${world.publicUrl}/p/1~autostore.sender_robot`;

    const read = readText(world, text, { language: "en", earlier: undefined });

    assert.deepEqual(read.kind === "changed" && read.reading.lost, ["autostore.sender_robot"]);
  });

  for (const address of [
    `https://evil.example/p/${CODES.imapOther}`,
    `https://consentry.example.evil.example/p/${CODES.imapOther}`,
    `https://consentry.example@evil.example/p/${CODES.imapOther}`,
    `https://admin:x@consentry.example/p/${CODES.imapOther}`,
    `https://evil.example/?next=${link}`,
    "https://consentry.example/p/nothing-of-ours",
  ])
    it(`takes ${address.slice(0, 40)} for words`, () => {
      const text = `consent ${address}`;

      assert.deepEqual(ask(text), understand(catalogue, text, { language: "en" }));
    });
});
