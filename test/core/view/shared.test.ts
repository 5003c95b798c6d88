import assert from "node:assert/strict";
import type { Language } from "../../../src/core/local-text.ts";
import type { Subject } from "../../../src/core/subject/index.ts";
import { drawShared } from "../../../src/core/view/index.ts";
import { buildWorld, CODES } from "./example.ts";

const world = buildWorld();

describe("drawShared()", () => {
  const subjects: readonly Subject[] = [
    { kind: "answer", code: CODES.imapOther },
    { kind: "permission", key: "graph:Mail.Send" },
    { kind: "note", id: "autostore:private-window" },
  ];
  const days: Readonly<Record<Language, RegExp>> = {
    en: /^Catalogue of \S+ \d+, \d{4}\.$/m,
    de: /^Katalog vom \d+\. \S+ \d{4}\.$/m,
    fr: /^Catalogue du \d+ \S+ \d{4}\.$/m,
  };

  for (const subject of subjects)
    for (const [language, day] of Object.entries(days) as [Language, RegExp][])
      it(`says of which catalogue the facts are: ${subject.kind}, ${language}`, () => {
        const view = drawShared(world, language, subject);

        assert.match(view?.text ?? "", day);
      });
});
