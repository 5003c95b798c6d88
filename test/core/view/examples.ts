import assert from "node:assert/strict";
import type { Language } from "../../../src/core/local-text.ts";
import { readSubject } from "../../../src/core/subject/index.ts";
import {
  drawChange,
  drawChanged,
  drawError,
  drawForget,
  drawHelp,
  drawLookup,
  drawNoError,
  drawNote,
  drawShared,
  drawSharedError,
  drawWelcome,
  drawWizard,
  type View,
  type World,
} from "../../../src/core/view/index.ts";
import { CONSENT_EXAMPLES } from "./consent-examples.ts";
import { asked, CODES, type Example, example, must, selected } from "./example.ts";
import { EXPORT_EXAMPLES } from "./export-examples.ts";
import { REQUEST_EXAMPLES } from "./request-examples.ts";
import { SHARE_EXAMPLES } from "./share-examples.ts";
import { SIGN_IN_EXAMPLES } from "./sign-in-examples.ts";
import { WATCH_EXAMPLES } from "./watch-examples.ts";

export {
  buildQuestion,
  buildWorld,
  CODES,
  catalogue,
  must,
  PUBLIC_URL,
  REDIRECT_URI,
} from "./example.ts";
export { CLIENT_ID, TENANT } from "./readings.ts";

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
  selected("answer-own-scopes", "answer", CODES.ownScopes),
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
  asked("action-verify", "action", "", { kind: "action", action: "verify" }),
  asked("action-share", "action", "", { kind: "action", action: "share" }),
  asked("action-scenarios", "action", "", { kind: "action", action: "scenarios" }),
  asked("action-scopes", "action", "", { kind: "action", action: "scopes" }),
  asked("action-delete-my-data", "action", "", { kind: "action", action: "delete-my-data" }),
  example("forget-deleted", "action", (world, language) => drawForget(world, language, "deleted")),
  example("forget-kept", "action", (world, language) => drawForget(world, language, "kept")),
  ...CONSENT_EXAMPLES,
  example("error", "error", (world, language) =>
    drawError(world, language, { code: "ERR_TURN_FAILED", correlationId: "c0ffee" }),
  ),
  example("error-input", "error", (world, language) =>
    drawError(world, language, { code: "ERR_ACTION_INPUT", correlationId: "c0ffee" }),
  ),
  example("shared", "shared", (world, language) =>
    must(drawShared(world, language, { kind: "answer", code: CODES.imapOther })),
  ),
  example("shared-union", "shared", (world, language) =>
    must(drawShared(world, language, { kind: "answer", code: CODES.union })),
  ),
  example("shared-permission", "shared", (world, language) =>
    must(drawShared(world, language, { kind: "permission", key: "graph:Mail.Send" })),
  ),
  example("shared-note", "shared", (world, language) =>
    must(drawShared(world, language, { kind: "note", id: "entra:rbac-for-applications" })),
  ),
  ...["autostore.source_imap.sender_robot~gone.a_b", CODES.imapOpen.slice(2)].map((rest, index) =>
    example(index === 0 ? "changed" : "changed-open", "changed", (world, language) =>
      drawReading(world, language, `1~${rest}`),
    ),
  ),
  example("changed-later", "changed", (world, language) =>
    drawReading(world, language, `2${CODES.union.slice(1)}`),
  ),
  example("changed-permission", "changed", (world, language) =>
    drawReading(world, language, "permission:graph:Gone.All"),
  ),
  example("shared-error", "shared", (world, language) =>
    must(drawSharedError(world, language, { codes: ["AADSTS65001", "AADSTS999999"] })),
  ),
  example("shared-error-message", "shared", (world, language) =>
    must(drawSharedError(world, language, { codes: [], message: "admin-approval" })),
  ),
  example("shared-error-checks", "shared", (world, language) =>
    must(drawSharedError(world, language, { codes: [], checks: "autostore" })),
  ),
  example("no-error", "paste-error", drawNoError),
  ...SHARE_EXAMPLES,
  ...REQUEST_EXAMPLES,
  asked("out-of-scope", "out-of-scope", "", {
    kind: "out-of-scope",
    outside: "[Share](https://evil.example) ${1+1} Point\u202e\u200b",
    nearest: ["autostore:2", "autostore:5", "graph:Mail.Send", "nowhere:9"],
  }),
  asked("out-of-scope-plain", "out-of-scope", "", { kind: "out-of-scope" }),
  asked("refuse", "refuse", "", { kind: "refuse" }),
  ...SIGN_IN_EXAMPLES,
  ...WATCH_EXAMPLES,
  ...EXPORT_EXAMPLES,
];

export function findExample(name: string): Example {
  return must(EXAMPLES.find((known) => known.name === name));
}

function drawReading(world: World, language: Language, text: string): View {
  const reading = readSubject(world.catalogue, text);
  assert.equal(reading.kind, "changed");
  return drawChanged(world, language, reading as Extract<typeof reading, { kind: "changed" }>);
}
