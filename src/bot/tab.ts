import { z } from "zod";
import { renderCard } from "../cards/index.ts";
import { parseSelection } from "../core/advisor/index.ts";
import type { Catalogue } from "../core/catalogue/index.ts";
import { AppError } from "../core/errors.ts";
import type { Language } from "../core/local-text.ts";
import {
  findPermalink,
  readSubject,
  type Subject,
  toPermalink,
  toSubject,
} from "../core/subject/index.ts";
import { ACTIONS, type Question } from "../core/understanding/index.ts";
import { readText, type World } from "../core/view/index.ts";
import type { Person, Recall } from "../ports/index.ts";
import { stampLanguage, takeLanguage } from "./card-language.ts";
import { ENTERED } from "./gate.ts";
import type { Reply } from "./reply.ts";
import type { Route, StandingTools, Tools } from "./route.ts";
import { findRoute } from "./router.ts";
import { runEntered } from "./run-entered.ts";
import type { Turn } from "./turn.ts";

/** What somebody did in the tab. */
export interface TabAsk extends Person {
  readonly name: string;
  readonly language: Language;
  readonly input:
    | { readonly kind: "text"; readonly text: string; readonly earlier: string | undefined }
    | { readonly kind: "code"; readonly code: string }
    | {
        readonly kind: "press";
        readonly verb: string;
        readonly data: Readonly<Record<string, unknown>>;
      };
}

/** What the tab shows. */
export type TabAnswer =
  | {
      readonly kind: "card";
      readonly card: Record<string, unknown>;
      readonly summary: string;
      /** Selection code that the next words may refer to. */
      readonly earlier: string;
      /** Permalink of what the card says; null for a card of the moment, such as a question. */
      readonly link: string | null;
    }
  /** It takes a conversation: a sentence that asks for it there. */
  | { readonly kind: "in-chat"; readonly message: string };

/**
 * Answers in the tab with the handlers of the chat. Only routes that are open to anybody answer here: what
 * signs somebody in, seals a link for a conversation or reads a tenant belongs into the chat.
 * @throws AppError ERR_ACTION_UNKNOWN, ERR_ACTION_INPUT for a button that no card of ours has
 */
export async function answerTab(standing: StandingTools, ask: TabAsk): Promise<TabAnswer> {
  const turn = toTurn(ask);
  const talk = createTalk(standing.world.catalogue, ask);
  const tools: Tools = {
    ...standing,
    recall: talk,
    enter: async (route) => (isOpen(route) ? ENTERED : { kind: "closed", reply: IN_CHAT }),
    goOn: async () => IN_CHAT,
    entered: undefined,
    visitor: undefined,
  };
  const route = findRoute(turn);
  const reply = await runEntered(route, tools, (entered) => route.run(entered));
  if (reply === IN_CHAT) return { kind: "in-chat", message: toSentence(tools.world, ask, turn) };
  const { result } = reply;
  const person = { tenantId: ask.tenantId, personId: ask.personId };
  if (result) void standing.results.note(person, result);
  const subject = findShown(tools.world, ask, { reply, earlier: talk.code() });
  const link = subject ? toPermalink(tools.world.publicUrl, subject) : null;
  return toAnswer(reply, { earlier: talk.code(), link });
}

/** Stands for all that is done in the chat. */
const IN_CHAT: Reply = { views: [], mode: "new" };

function isOpen({ who, scope, isChatOnly = false }: Route): boolean {
  return who === "anyone" && scope === null && !isChatOnly;
}

function toTurn({ tenantId, personId, name, language, input }: TabAsk): Turn {
  const common = {
    actor: { id: personId, aadObjectId: personId, name, tenantId },
    tenantId,
    place: "tab",
    isTargeted: false,
    language,
    isLanguageOpen: false,
    conversationId: "tab",
    activityId: "",
  } as const;
  switch (input.kind) {
    case "text":
      return { ...common, kind: "message", text: input.text, input: {} };
    case "code":
      return { ...common, kind: "action", text: "", verb: "answer", input: { s: input.code } };
    case "press": {
      const { language: shown, rest } = takeLanguage(input.data);
      const { verb: _same, ...data } = rest;
      const spoken = { language: shown ?? language };
      return { ...common, ...spoken, kind: "action", text: "", verb: input.verb, input: data };
    }
    default:
      return input satisfies never;
  }
}

/** What the person said before comes with the question, so that any replica can answer it. */
function createTalk(catalogue: Catalogue, { input }: TabAsk): Recall & { code(): string } {
  const earlier = input.kind === "text" ? (input.earlier ?? "") : "";
  let said = parseSelection(catalogue, earlier) ? earlier : "";
  return {
    get: () => (said === "" ? undefined : JSON.stringify({ s: said })),
    set: (text) => {
      said = Remembered.parse(JSON.parse(text)).s;
    },
    code: () => said,
  };
}

const Remembered = z.object({ s: z.string() });

async function toAnswer(
  { views }: Reply,
  rest: { readonly earlier: string; readonly link: string | null },
): Promise<TabAnswer> {
  const [view] = views;
  if (!view) throw new AppError("ERR_TURN_FAILED", "a route gave nothing to the tab");
  const card = stampLanguage(await renderCard(view), String(view.data.lang));
  return { kind: "card", card: { ...(card as object) }, summary: view.summary, ...rest };
}

interface Shown {
  readonly reply: Reply;
  readonly earlier: string;
}

/** What the card is about, where it says what a page of ours says too. */
function findShown(world: World, ask: TabAsk, { reply, earlier }: Shown): Subject | undefined {
  const card = reply.views[0]?.card;
  const { input, language } = ask;
  if (card === "answer") return toFound(world, earlier);
  if (card !== "lookup" && card !== "explain") return undefined;
  if (input.kind === "code") return toFound(world, input.code);
  if (input.kind === "press") {
    const { permission, note } = input.data;
    const named = permission ? `permission:${permission}` : note ? `note:${note}` : input.data.s;
    return toFound(world, String(named ?? ""));
  }
  const selection = parseSelection(world.catalogue, input.earlier ?? "");
  const read = readText(world, input.text, { language, earlier: selection && { selection } });
  return read.kind === "question" ? toOne(world, read.question) : undefined;
}

/** The one thing that a lookup or an explanation is about. */
function toOne({ catalogue }: World, question: Question): Subject | undefined {
  const { permissions, notes, selection } = question;
  const [key, ...others] = permissions;
  if (key !== undefined) return others.length === 0 ? { kind: "permission", key } : undefined;
  const [id] = notes;
  return id === undefined ? toSubject(catalogue, selection) : { kind: "note", id };
}

function toFound({ catalogue }: World, code: string): Subject | undefined {
  const reading = readSubject(catalogue, code);
  return reading.kind === "found" ? reading.subject : undefined;
}

/** What stands for a verb that is no action of its own. */
const IN_WORDS: Readonly<Record<string, string>> = {
  // What was found out about an app is exported from the check.
  "export-report": "verify",
  request: "approve",
  "request-send": "approve",
  "request-again": "approve",
};

/** What a person would type in the chat for it: words and a permalink, which says exactly what it is about. */
function toSentence(world: World, { input: asked }: TabAsk, turn: Turn): string {
  const { verb = "", input, language } = turn;
  if (asked.kind === "text") return toLinked(asked.text, findMeant(world, asked, language), world);
  const wanted = IN_WORDS[verb] ?? input.action ?? verb;
  const action = ACTIONS.find((one) => one === wanted) ?? "help";
  const subject = toFound(world, String(input.subject ?? input.s ?? ""));
  return toLinked(world.texts(language)(`action.${action}.name`), subject, world);
}

function toLinked(words: string, subject: Subject | undefined, { publicUrl }: World): string {
  return subject ? `${words} ${toPermalink(publicUrl, subject)}` : words;
}

/** What words are about that follow up on what was said in the tab: the chat has not heard it. */
function findMeant(
  world: World,
  { text, earlier: code = "" }: { readonly text: string; readonly earlier: string | undefined },
  language: Language,
): Subject | undefined {
  const { catalogue, publicUrl } = world;
  const selection = parseSelection(catalogue, code);
  if (!selection || findPermalink(publicUrl, text)) return undefined;
  const read = readText(world, text, { language, earlier: { selection } });
  return read.kind === "question" ? toSubject(catalogue, read.question.selection) : undefined;
}
