import { loadCatalogue } from "../../../src/config/catalogue-files.ts";
import { parseSelection } from "../../../src/core/advisor/index.ts";
import { findCloud } from "../../../src/core/cloud/index.ts";
import type { Language } from "../../../src/core/local-text.ts";
import type { Question } from "../../../src/core/understanding/index.ts";
import {
  answerQuestion,
  answerSelection,
  type CardName,
  createQuestion,
  drawChange,
  drawConsent,
  drawError,
  drawHelp,
  drawLookup,
  drawNote,
  drawWelcome,
  drawWizard,
  type View,
  type World,
} from "../../../src/core/view/index.ts";
import { createTexts } from "../../../src/i18n/index.ts";

export const catalogue = await loadCatalogue();

export const PUBLIC_URL = "https://consentry.example";
export const TENANT = "11111111-2222-3333-4444-555555555555";
export const CLIENT_ID = "66666666-7777-8888-9999-aaaaaaaaaaaa";
export const REDIRECT_URI = `${PUBLIC_URL}/consent/callback`;

export function buildWorld(overrides: Partial<World> = {}): World {
  const cloud = findCloud("public");
  return { catalogue, cloud, texts: createTexts, publicUrl: PUBLIC_URL, ...overrides };
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
  allScopes:
    "1~nbold.scope_application~nbold.scope_basic~nbold.scope_catalog~nbold.scope_home~nbold.scope_service-account~nbold.scope_settings",
} as const;

/** One card worth looking at: what golden files and the every-tests are made from. */
export interface Example {
  readonly name: string;
  readonly card: CardName;
  readonly draw: (world: World, language: Language) => View;
}

function example(name: string, card: CardName, draw: Example["draw"]): Example {
  return { name, card, draw };
}

function asked(name: string, card: CardName, code: string, overrides: Partial<Question>): Example {
  return example(name, card, (world, language) => {
    return answerQuestion(world, buildQuestion(code, { ...overrides, language })).view;
  });
}

function selected(name: string, card: CardName, code: string): Example {
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

const state = (index: number) => `sealed-state-${index}`;
const target = { tenant: TENANT, clientId: CLIENT_ID, redirectUri: REDIRECT_URI, state };

export const EXAMPLES: readonly Example[] = [
  example("welcome", "welcome", drawWelcome),
  example("help", "help", (world, language) =>
    drawHelp(world, language, [
      { name: "watch", description: "Tells of changes.", isPlanned: true },
      { name: "help", description: "Shows this.", isPlanned: false },
    ]),
  ),
  asked("help-known", "help", "", { kind: "action", action: "help" }),
  example("wizard-product", "wizard", (world, language) => drawWizard(world, language, undefined)),
  example("wizard-source", "wizard", (world, language) =>
    drawWizard(world, language, "1~autostore"),
  ),
  example("wizard-sender", "wizard", (world, language) =>
    drawWizard(world, language, "1~autostore.source_imap"),
  ),
  example("wizard-change", "wizard", (world, language) =>
    drawChange(world, language, CODES.imapOther),
  ),
  selected("clarify", "clarify", CODES.imapOpen),
  asked("clarify-product", "clarify", "", { kind: "clarify", askBack: "product" }),
  selected("answer", "answer", CODES.imapOther),
  selected("answer-same", "answer", CODES.imapSame),
  selected("answer-onedrive", "answer", CODES.oneDrive),
  selected("answer-union", "answer", CODES.union),
  selected("answer-scope", "answer", CODES.home),
  selected("answer-settings", "answer", CODES.settings),
  selected("answer-all-scopes", "answer", CODES.allScopes),
  asked("compare", "compare", `${CODES.fileWith}~${CODES.fileWithout.slice(2)}`, {
    kind: "compare",
  }),
  asked("compare-three", "compare", CODES.union, { kind: "compare" }),
  asked("reverse", "reverse", "", {
    kind: "reverse",
    permissions: ["graph:Mail.Send", "exo:Mail.Send"],
  }),
  asked("lookup", "lookup", "", { kind: "lookup", permissions: ["graph:IMAP.AccessAsUser.All"] }),
  example("lookup-twins", "lookup", (world, language) =>
    must(drawLookup(world, language, "graph:Mail.ReadWrite")),
  ),
  example("explain", "explain", (world, language) =>
    must(drawNote(world, language, "entra:rbac-for-applications")),
  ),
  asked("explain-links", "explain", "", { kind: "explain", notes: ["autostore:links"] }),
  selected("explain-shared-mailbox", "explain", CODES.shared),
  asked("troubleshoot", "troubleshoot", "", {
    kind: "troubleshoot",
    codes: ["AADSTS65001", "AADSTS50011", "AADSTS999999"],
  }),
  asked("troubleshoot-nbold", "troubleshoot", CODES.home, { kind: "troubleshoot" }),
  asked("action-verify", "action", CODES.imapOther, { kind: "action", action: "verify" }),
  asked("action-share", "action", "", { kind: "action", action: "share" }),
  asked("action-scenarios", "action", "", { kind: "action", action: "scenarios" }),
  asked("action-scopes", "action", "", { kind: "action", action: "scopes" }),
  asked("action-delete-my-data", "action", "", { kind: "action", action: "delete-my-data" }),
  asked("consent-form", "consent-form", CODES.imapSame, { kind: "action", action: "consent" }),
  example("consent-form-refused", "consent-form", (world, language) =>
    must(
      drawConsent(world, language, {
        ...target,
        s: CODES.imapSame,
        tenant: "common",
        clientId: "not ${a.guid}",
      }),
    ),
  ),
  example("consent-form-unknown", "consent-form", (world, language) =>
    must(
      drawConsent(world, language, {
        ...target,
        s: CODES.imapSame,
        problems: { clientId: "unknown", tenant: "foreign" },
      }),
    ),
  ),
  example("consent-preview", "consent-preview", (world, language) =>
    must(drawConsent(world, language, { ...target, s: CODES.imapOther })),
  ),
  example("consent-preview-user", "consent-preview", (world, language) =>
    must(drawConsent(world, language, { ...target, s: CODES.basic })),
  ),
  example("consent-preview-no-link", "consent-preview", (world, language) => {
    const { state: _none, ...rest } = target;
    return must(drawConsent(world, language, { ...rest, s: CODES.home }));
  }),
  example("error", "error", (world, language) =>
    drawError(world, language, { code: "ERR_TURN_FAILED", correlationId: "c0ffee" }),
  ),
  example("error-input", "error", (world, language) =>
    drawError(world, language, { code: "ERR_ACTION_INPUT", correlationId: "c0ffee" }),
  ),
  asked("out-of-scope", "out-of-scope", "", {
    kind: "out-of-scope",
    outside: "[Share](https://evil.example) ${1+1} Point\u202e\u200b",
    nearest: ["autostore:2", "autostore:5", "graph:Mail.Send", "nowhere:9"],
  }),
  asked("out-of-scope-plain", "out-of-scope", "", { kind: "out-of-scope" }),
  asked("refuse", "refuse", "", { kind: "refuse" }),
];

export function findExample(name: string): Example {
  return must(EXAMPLES.find((known) => known.name === name));
}
