import { findPack, type Pack } from "../catalogue/index.ts";
import { toChatLink } from "../teams-link.ts";
import { fold, understand } from "../understanding/index.ts";
import { button, buttons, link } from "./buttons.ts";
import { group, label, list, type Part, paragraphs, say, toView } from "./parts.ts";
import { readError } from "./read-error.ts";
import { CODE_LIMIT, explainCode, explainMessage, packToCheck } from "./troubleshoot.ts";
import type { View, World } from "./view.ts";
import type { Voice } from "./voice.ts";

/**
 * What is wrong in a text, without the text: numbers, the id of a known phrase, or that access is denied.
 * It names nobody and nothing of a tenant, so everybody may read what is drawn from it.
 */
export interface FoundError {
  /** `AADSTS65001`, five at most. */
  readonly codes: readonly string[];
  /** Id of an error text of the catalogue that has no number. */
  readonly message?: string;
  /** Id of the pack whose checks help where access is denied and nothing else is known. */
  readonly checks?: string;
}

/** Finds an error in what somebody wrote; undefined where there is none. 8,000 characters are read. */
export function findErrorIn(world: World, text: string): FoundError | undefined {
  const { catalogue } = world;
  const { codes, message } = readError(catalogue.consent, text);
  if (codes.length > 0 || message)
    return { codes: codes.slice(0, CODE_LIMIT), ...(message && { message: message.id }) };
  if (!isDenial(world, text)) return undefined;
  const pack = packToCheck(world, understand(catalogue, text).selection);
  return pack && { codes: [], checks: pack.head.id };
}

/** Longest text that is looked at for words of an error. */
const TEXT_LIMIT = 8000;

/** True where words of an error stand in the text: "access is denied", in any of the languages. */
function isDenial({ catalogue }: World, text: string): boolean {
  const padded = ` ${fold(text.slice(0, TEXT_LIMIT))} `;
  const phrases = Object.values(catalogue.words).flatMap(({ errors }) => errors);
  return phrases.some((phrase) => padded.includes(` ${fold(phrase)} `));
}

interface Block {
  readonly title: string;
  readonly lines: readonly string[];
}

/**
 * An error explained for everybody who reads it, with a link in place of buttons; schema 1.3 and older.
 * @returns undefined where the catalogue knows nothing of it
 */
export function drawSharedErrorView(voice: Voice, found: FoundError): View | undefined {
  const { t } = voice;
  const blocks = listBlocks(voice, found);
  const [first] = blocks;
  if (!first) return undefined;
  const title = t(found.checks ? "troubleshoot.title" : "extension.explain.title");
  const names = found.codes.join(", ");
  const about = names || (found.checks ? title : first.title);
  const summary = names === "" ? about : t("troubleshoot.summaryOf", { names });
  const none = list([]);
  return toView(voice, "shared", summary, {
    title: say(title),
    byline: none,
    news: none,
    lead: none,
    configured: none,
    added: none,
    legend: none,
    blocks: list(
      blocks.map(({ title: heading, lines }) =>
        group({ heading: say(heading), lines: paragraphs(lines) }),
      ),
    ),
    links: list([askLink(voice, about)]),
  });
}

function listBlocks(voice: Voice, { codes, message, checks }: FoundError): Block[] {
  const { catalogue } = voice.world;
  const known = catalogue.consent.messages.find(({ id }) => id === message);
  const pack = checks === undefined ? undefined : findPack(catalogue, checks);
  return [
    ...codes.map((code) => codeBlock(voice, code)),
    ...(known ? [toBlock(explainMessage(voice, known))] : []),
    ...(pack ? [checksOf(voice, pack)] : []),
  ].filter(({ lines }) => lines.length > 0);
}

/** Of an unknown code it says so: readers cannot paste anything where it stands. */
function codeBlock(voice: Voice, code: string): Block {
  const explained = explainCode(voice, code);
  const isKnown = voice.world.catalogue.consent.errors.some((fact) => fact.code === code);
  return isKnown ? toBlock(explained) : { title: code, lines: [explained.means] };
}

function toBlock({ title, means, act }: ReturnType<typeof explainCode>): Block {
  return { title, lines: [means, act] };
}

function checksOf({ t, local }: Voice, { head }: Pack): Block {
  return {
    title: t("troubleshoot.checks", { product: local(head.title) }),
    lines: head.troubleshooting.map(
      ({ title, text }, index) => `${index + 1}. ${local(title)} ${local(text)}`,
    ),
  };
}

/** Opens the reader's own chat with the question in its box. */
function askLink({ t, world }: Voice, about: string): Part {
  const teams = world.cloud.teamsBase;
  return link(t("shared.ask"), toChatLink(teams, world.botId, about));
}

/** Says that a text holds no error, and takes another one. */
export function drawNoErrorView(voice: Voice): View {
  const { t } = voice;
  const title = t("troubleshoot.noneTitle");
  return toView(voice, "paste-error", title, {
    title: say(title),
    lead: paragraphs([t("troubleshoot.unreadMeans"), t("paste.lead"), t("paste.secret")]),
    input: group({
      label: label(t("paste.label")),
      placeholder: label(t("paste.placeholder")),
      error: label(t("paste.error")),
    }),
    submit: buttons([button(t("paste.submit"), "explain-error")]),
    actions: buttons([]),
  });
}
