import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ApprovalRequest, needsOf } from "../../../src/core/approval/index.ts";
import { escapeHtml } from "../../../src/core/html.ts";
import { LANGUAGES, type Language } from "../../../src/core/local-text.ts";
import {
  drawRequestMail,
  MAIL_KINDS,
  type MailKind,
  toPacket,
} from "../../../src/core/view/index.ts";
import { eventsTo, toRequest } from "../../support/approval-request.ts";
import { buildWorld, CODES, catalogue } from "./example.ts";

const FOLDER = join(import.meta.dirname, "../../golden/mails");
const world = buildWorld();

function ask(overrides: Partial<ApprovalRequest> = {}): ApprovalRequest {
  const selection = CODES.imapOther;
  const needs = [...needsOf(catalogue, selection)];
  return toRequest({ selection, catalogue: { version: "v1", needs }, ...overrides });
}

const declined = () => ask({ state: "declined", events: eventsTo("declined") });

/** Run with UPDATE_GOLDEN=1 to write the files anew, then read the difference before committing it. */
async function expectGolden(name: string, text: string): Promise<void> {
  const path = join(FOLDER, name);
  if (process.env.UPDATE_GOLDEN) {
    await mkdir(FOLDER, { recursive: true });
    await writeFile(path, text);
  }
  assert.equal(text, await readFile(path, "utf8"), `${name}: UPDATE_GOLDEN=1 writes it anew`);
}

/** Every text of a packet that somebody is to read. */
function textsOf(request: ApprovalRequest, language: Language): readonly string[] {
  const packet = toPacket(world, language, request);
  return [
    packet.title,
    packet.state.text,
    packet.permalink,
    ...packet.facts.flatMap(({ title, text }) => [title, text]),
    ...packet.permissions.flatMap(({ value, type, resource, plain, reasons, risk, consent }) => [
      value,
      type,
      resource,
      plain,
      ...reasons,
      risk,
      consent,
    ]),
    ...packet.errata.flatMap(({ title, plan }) => [title, plan]),
    ...packet.decisions.flatMap(({ what, by, words }) => [what, by ?? "", words]),
    ...[packet.narrower, packet.warnings, packet.changes, packet.next].flat(),
  ];
}

describe("drawRequestMail()", () => {
  const goldens: readonly (readonly [MailKind, Language, () => ApprovalRequest])[] = [
    ["asked", "en", ask],
    ["asked", "de", ask],
    ["reminded", "fr", ask],
    ["decided", "en", declined],
  ];
  for (const [kind, language, make] of goldens)
    it(`writes ${kind} in ${language} as before`, async () => {
      const mail = drawRequestMail(world, language, { request: make(), kind });

      await expectGolden(`${kind}.${language}.txt`, `${mail.subject}\n\n${mail.text}`);
      await expectGolden(`${kind}.${language}.html`, mail.html);
    });

  for (const language of LANGUAGES)
    it(`says all of the packet in both forms, in ${language}`, () => {
      for (const kind of MAIL_KINDS)
        for (const request of [ask(), declined()]) {
          const { text, html } = drawRequestMail(world, language, { request, kind });
          const missing = textsOf(request, language).filter(
            (one) => !text.includes(one) || !html.includes(escapeHtml(one)),
          );

          assert.deepEqual(missing, []);
        }
    });

  const hostile =
    "<img src=x onerror=alert(1)>\"'&\r\nBcc: eve@evil.example\u202E https://evil.example";
  const foreign = ask({
    state: "declined",
    app: {
      clientId: "5e3ce6c0-2b1f-4285-8d4b-75ee78787346",
      name: hostile,
      publisher: hostile,
      verifiedPublisher: hostile,
    },
    requester: { id: "x", name: hostile },
    comment: hostile,
    events: [
      { kind: "asked", at: 0, by: { id: "x", name: hostile } },
      { kind: "declined", at: 0, by: { id: "y", name: hostile }, reason: hostile },
    ],
  });

  for (const kind of MAIL_KINDS)
    it(`makes nothing of what people write, in ${kind}`, () => {
      const { subject, text, html } = drawRequestMail(world, "en", { request: foreign, kind });

      assert.doesNotMatch(subject, /img|evil|\n/);
      assert.doesNotMatch(html, /<img|<script|onerror=alert\(1\)>/);
      assert.doesNotMatch(text, /^Bcc/m);
      for (const form of [text, html]) assert.doesNotMatch(form, /https:\/\/evil|\u202E/);
    });

  it("links to the chat and to the page without a tenant only", () => {
    const { html, text } = drawRequestMail(world, "en", { request: ask(), kind: "asked" });

    const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, href]) => href);
    assert.equal(links.length, 2);
    for (const link of links) {
      assert.ok(!link?.includes(toRequest().tenantId));
      assert.doesNotMatch(link ?? "", /adminconsent|authorize|state=|client_id/);
      assert.ok(text.includes(link ?? "?"));
    }
  });

  it("loads nothing and runs nothing", () => {
    const { html } = drawRequestMail(world, "en", { request: ask(), kind: "asked" });

    assert.doesNotMatch(html, /<(script|img|link|iframe|form|input|svg)|url\(|@import| on\w+=/i);
  });
});
