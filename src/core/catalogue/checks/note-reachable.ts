import { LANGUAGES } from "../../local-text.ts";
import { understand } from "../../understanding/index.ts";
import type { Check } from "./check.ts";

export const noteReachable: Check = {
  name: "note-reachable",
  description: "The example question of every note leads to it, in every language.",
  scope: "notes",
  exceptions: [],
  check: (catalogue) =>
    catalogue.packs.flatMap((pack) =>
      pack.notes.flatMap((note) =>
        LANGUAGES.flatMap((language) => {
          const text = note.asks[language];
          if (text === undefined) return [];
          const question = understand(catalogue, text, { language });
          if (question.kind === "explain" && question.notes[0] === `${pack.head.id}:${note.id}`)
            return [];
          const place = `${pack.head.id}/notes/${note.id}.json ${language}`;
          return [
            {
              place,
              message: `"${text}" is understood as ${question.kind} ${question.notes.join(" ")}: add its words to lexicon.${language}.json, notes.${note.id}`,
            },
          ];
        }),
      ),
    ),
};
