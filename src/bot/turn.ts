import { type Activity, TurnContext } from "botbuilder";
import { LANGUAGES, type Language } from "../core/local-text.ts";
import { takeAlone } from "./card-audience.ts";
import { takeLanguage } from "./card-language.ts";
import { type ExtensionInvoke, findExtensionInvoke } from "./extension-invokes.ts";

/** Where a turn happens. */
export type Place = "personal" | "groupChat" | "channel" | "tab";

/** Who acts. The ids count only because the Connector's token was verified before. */
interface Actor {
  /** Id of the person for this bot: `29:…`. */
  readonly id: string;
  /** Entra object id. */
  readonly aadObjectId?: string;
  /** As Teams shows the person to others. */
  readonly name?: string;
  /** Home tenant, where Teams names it: people of a federated chat have another one. */
  readonly tenantId?: string;
}

/** One inbound activity as plain data. */
export interface Turn {
  readonly kind:
    | "message"
    | "action"
    | "submit"
    | "installed"
    | "membersAdded"
    | "extension"
    /** What a person said to the offer of a file. */
    | "file"
    | "unknown";
  readonly actor: Actor;
  /** Tenant of the conversation. */
  readonly tenantId: string;
  readonly place: Place;
  /**
   * True where the activity was for the bot alone and its answer is for its person alone, whoever else is in
   * the conversation: Teams calls that targeted. A press on such an answer is one too.
   */
  readonly isTargeted: boolean;
  /** The language of the card that was pressed, else the person's in Teams, else English. */
  readonly language: Language;
  /** True where nothing but the last of these told the language. */
  readonly isLanguageOpen: boolean;
  /** In channels with the thread: `19:…;messageid=…`. */
  readonly conversationId: string;
  readonly activityId: string;
  /** The message whose card was pressed. */
  readonly replyToId?: string;
  /** What was typed, without mentions of the bot. Empty for everything but messages. */
  readonly text: string;
  /** The invoke of a message extension, a dialog or a link: `composeExtension/query`. */
  readonly invoke?: ExtensionInvoke;
  /** Id of the message extension's command that it is about, as Teams sent it. */
  readonly command?: string;
  /** Verb of the button that was pressed. */
  readonly verb?: string;
  /** The person's token for Consentry's API, where the client sent one with the press. */
  readonly assertion?: string;
  /**
   * Data and inputs of the card, or the answer to an offered file; for an invoke of the message extension its whole value, where it submits no
   * dialog. Nothing in it is believed before a schema has read it.
   */
  readonly input: Readonly<Record<string, unknown>>;
}

/** Describes an inbound activity as plain data. */
export function toTurn(activity: Activity): Turn {
  const kind = toKind(activity);
  const { replyToId, name, value } = activity;
  const invoke = kind === "extension" ? findExtensionInvoke(name) : undefined;
  const { commandId: command } = toRecord(value);
  const press = toPress(activity, kind);
  const { language, rest } = takeLanguage(press.input);
  const { isAlone: isMarked, rest: input } = takeAlone(rest);
  const spoken = language ?? toLanguage(activity.locale ?? findClientLocale(activity));
  const assertion = kind === "action" ? findAssertion(activity) : undefined;
  return {
    kind,
    actor: toActor(activity),
    tenantId: toTenantId(activity),
    place: toPlace(activity.conversation.conversationType),
    isTargeted: isMarked || isForBotAlone(activity),
    language: spoken ?? LANGUAGES[0],
    isLanguageOpen: spoken === undefined,
    conversationId: activity.conversation.id,
    activityId: activity.id ?? "",
    ...(replyToId && { replyToId }),
    text: kind === "message" ? toText(activity) : "",
    ...(invoke && { invoke, ...(typeof command === "string" && { command }) }),
    ...press,
    ...(assertion !== undefined && { assertion }),
    input,
  };
}

/** A client sends a press again with a token once it was told that one is needed. */
function findAssertion({ value }: Activity): string | undefined {
  const { token } = toRecord(toRecord(value).authentication);
  return typeof token === "string" ? token : undefined;
}

/** Teams sends `isTargeted` although the SDK's type does not have it. */
function isForBotAlone({ recipient }: Activity): boolean {
  const { isTargeted } = (recipient ?? {}) as { isTargeted?: unknown };
  return isTargeted === true;
}

/** True where only the person who acts reads what is said: in their own chat, or targeted. */
export function isAlone({ place, isTargeted }: Pick<Turn, "place" | "isTargeted">): boolean {
  return place === "personal" || isTargeted;
}

/** The object id of who acts; without one, the id that Teams gives the bot for them. */
export function personOf({ actor }: Turn): string {
  return actor.aadObjectId ?? actor.id;
}

function toKind(activity: Activity): Turn["kind"] {
  const { type, name, value, action } = activity;
  if (type === "invoke") return toInvokeKind(name);
  if (type === "message") return value !== undefined && value !== null ? "submit" : "message";
  if (type === "installationUpdate") return action === "add" ? "installed" : "unknown";
  return type === "conversationUpdate" && activity.membersAdded?.length
    ? "membersAdded"
    : "unknown";
}

function toInvokeKind(name: string | undefined): Turn["kind"] {
  if (name === "adaptiveCard/action") return "action";
  if (name === "fileConsent/invoke") return "file";
  return findExtensionInvoke(name) ? "extension" : "unknown";
}

function toActor({ from }: Activity): Actor {
  // Teams sends `tenantId` although the SDK's type does not have it.
  const {
    id = "",
    name,
    aadObjectId,
    tenantId,
  } = (from ?? {}) as Activity["from"] & { tenantId?: string };
  return {
    id,
    ...(name && { name }),
    ...(aadObjectId && { aadObjectId: aadObjectId.toLowerCase() }),
    ...(tenantId && { tenantId }),
  };
}

/** GUIDs are compared and kept in lower case. */
function toTenantId({ conversation, channelData }: Activity): string {
  return String(conversation.tenantId ?? channelData?.tenant?.id ?? "").toLowerCase();
}

/** A conversation that is not said to be personal has others in it. */
function toPlace(conversationType: string | undefined): Place {
  return conversationType === "personal" || conversationType === "channel"
    ? conversationType
    : "groupChat";
}

function findClientLocale({ entities }: Activity): string | undefined {
  const client = entities?.find((entity) => entity.type === "clientInfo");
  return typeof client?.locale === "string" ? client.locale : undefined;
}

/** `de-AT` is German; undefined for what the product does not speak. */
function toLanguage(locale: unknown): Language | undefined {
  const tag = typeof locale === "string" ? locale.slice(0, 2).toLowerCase() : "";
  return LANGUAGES.find((language) => language === tag);
}

function toPress(activity: Activity, kind: Turn["kind"]): Pick<Turn, "verb" | "input"> {
  if (kind === "submit") return splitVerb(toRecord(activity.value));
  if (kind === "extension") return toExtensionPress(activity);
  if (kind === "file") return { input: toRecord(activity.value) };
  if (kind !== "action") return { input: {} };
  const action = toRecord(toRecord(activity.value).action);
  // The verb of the action itself counts; in its data it stands for clients that fall back to Submit.
  const data = splitVerb(toRecord(action.data));
  return typeof action.verb === "string" ? { ...data, verb: action.verb } : data;
}

/** Only a dialog sends data of a card of ours. */
const SUBMITS: ReadonlySet<unknown> = new Set<ExtensionInvoke>([
  "composeExtension/submitAction",
  "task/fetch",
  "task/submit",
]);

function toExtensionPress({ name, value }: Activity): Pick<Turn, "verb" | "input"> {
  if (SUBMITS.has(name)) return splitVerb(toRecord(toRecord(value).data));
  return { input: toRecord(value) };
}

function splitVerb(data: Record<string, unknown>): Pick<Turn, "verb" | "input"> {
  const { verb, msteams: _hints, ...input } = data;
  return { ...(typeof verb === "string" && { verb }), input };
}

function toRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** More than core reads, so that a mention at its end is still found. */
const TEXT_LIMIT = 20_000;

const ENTITIES: Readonly<Record<string, string>> = {
  "&nbsp;": " ",
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};

function toText(activity: Activity): string {
  if (!activity.text) return "";
  const copy = { ...activity, text: activity.text.slice(0, TEXT_LIMIT) };
  const text = activity.recipient ? TurnContext.removeRecipientMention(copy) : copy.text;
  return dropTags(text, activity.recipient?.name)
    .replace(/&(?:nbsp|amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity)
    .replaceAll("\u00a0", " ")
    .trim();
}

/** The SDK takes away the first mention of the bot only; of other people the name stays. */
function dropTags(text: string, botName: string | undefined): string {
  return text.replace(/<at[^<>]{0,100}>([^<>]{0,200})<\/at>/gi, (_tag, name: string) =>
    name === botName ? " " : name,
  );
}
