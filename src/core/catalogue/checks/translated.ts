import { LANGUAGES } from "../../local-text.ts";
import type { Catalogue } from "../catalogue.ts";
import type { Check, Problem } from "./check.ts";

export const translated: Check = {
  name: "translated",
  description: "A file that has a text in one further language has every text in all of them.",
  scope: "all",
  exceptions: [],
  check: (catalogue) =>
    listParts(catalogue).flatMap(({ place, value }) => {
      const texts = listTexts(value);
      const isTranslated = texts.some((text) =>
        LANGUAGES.some((language) => language !== "en" && text[language]),
      );
      if (!isTranslated) return [];
      return texts.flatMap((text) => lacking(place, text));
    }),
};

type AnyText = Readonly<Record<string, string>>;

function lacking(place: string, text: AnyText): Problem[] {
  return LANGUAGES.filter((language) => !text[language]).map((language) => ({
    place,
    message: `"${text.en?.slice(0, 40)}" has no ${language}: translate it`,
  }));
}

function listParts(catalogue: Catalogue): { place: string; value: unknown }[] {
  return [
    { place: "permissions.json", value: catalogue.facts.permissions },
    {
      place: "consent.json",
      value: [
        catalogue.consent.errors,
        catalogue.consent.grantRoles,
        catalogue.consent.mailboxChecks,
      ],
    },
    ...catalogue.packs.flatMap((pack) => [
      { place: `${pack.head.id}/pack.json`, value: pack.head },
      { place: `${pack.head.id}/errata.json`, value: pack.errata },
      ...pack.scenarios.map((value) => ({
        place: `${pack.head.id}/scenarios/${value.id}.json`,
        value,
      })),
      ...pack.notes.map((value) => ({ place: `${pack.head.id}/notes/${value.id}.json`, value })),
    ]),
  ];
}

/** Every object below that looks like a text in several languages. */
function listTexts(value: unknown): AnyText[] {
  if (Array.isArray(value)) return value.flatMap(listTexts);
  if (value === null || typeof value !== "object") return [];
  if ("en" in value && typeof value.en === "string") return [value as AnyText];
  return Object.values(value).flatMap(listTexts);
}
