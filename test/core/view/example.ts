import { loadCatalogue } from "../../../src/config/catalogue-files.ts";
import { formatSelection, parseSelection } from "../../../src/core/advisor/index.ts";
import { findCloud } from "../../../src/core/cloud/index.ts";
import type { Language } from "../../../src/core/local-text.ts";
import { OWN_PACK, SCOPE_IDS } from "../../../src/core/scope/index.ts";
import type { Question } from "../../../src/core/understanding/index.ts";
import {
  answerQuestion,
  answerSelection,
  type CardName,
  createQuestion,
  type View,
  type World,
} from "../../../src/core/view/index.ts";
import { createTexts } from "../../../src/i18n/index.ts";

export const catalogue = await loadCatalogue();

export const PUBLIC_URL = "https://consentry.example";
export const REDIRECT_URI = `${PUBLIC_URL}/consent/callback`;

export function buildWorld(overrides: Partial<World> = {}): World {
  const cloud = findCloud("public");
  return {
    catalogue,
    cloud,
    texts: createTexts,
    publicUrl: PUBLIC_URL,
    botId: "00000000-0000-4000-8000-00000000b071",
    ...overrides,
  };
}

/** A question about a selection, given by its code. */
export function buildQuestion(code: string, overrides: Partial<Question> = {}): Question {
  const selection = code === "" ? [] : (parseSelection(catalogue, code) ?? []);
  return createQuestion({ kind: "scenario", language: "en", selection, ...overrides });
}

export const CODES = {
  imapSame: "1~autostore.destination_mail-send.sender_same.source_imap",
  imapOther: "1~autostore.destination_mail-send.mode_application.sender_other.source_imap",
  imapOpen: "1~autostore.destination_mail-send.source_imap",
  fileWith: "1~autostore.destination_mail-send.source_file.token-vault_with",
  fileWithout: "1~autostore.destination_mail-send.source_file.token-vault_without",
  oneDrive: "1~autostore.destination_onedrive.source_file.token-vault_without",
  signIn: "1~autostore.source_sign-in",
  shared: "1~autostore.source_shared-mailbox",
  home: "1~nbold.scope_home",
  basic: "1~nbold.scope_basic",
  settings: "1~nbold.scope_settings",
  union:
    "1~autostore.destination_mail-send.sender_same.source_imap~autostore.destination_onedrive.source_file.token-vault_without~nbold.scope_home",
  ownScopes: formatSelection(SCOPE_IDS.map((scope) => ({ pack: OWN_PACK, choices: { scope } }))),
  allScopes:
    "1~nbold.scope_application~nbold.scope_basic~nbold.scope_catalog~nbold.scope_home~nbold.scope_service-account~nbold.scope_settings",
} as const;

/** One card worth looking at: what golden files and the every-tests are made from. */
export interface Example {
  readonly name: string;
  readonly card: CardName;
  readonly draw: (world: World, language: Language) => View;
}

export function example(name: string, card: CardName, draw: Example["draw"]): Example {
  return { name, card, draw };
}

export function asked(
  name: string,
  card: CardName,
  code: string,
  overrides: Partial<Question>,
): Example {
  return example(name, card, (world, language) => {
    return answerQuestion(world, buildQuestion(code, { ...overrides, language })).view;
  });
}

export function selected(name: string, card: CardName, code: string): Example {
  return example(
    name,
    card,
    (world, language) => must(answerSelection(world, language, code)).view,
  );
}

export function must<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("the example draws nothing");
  return value;
}
