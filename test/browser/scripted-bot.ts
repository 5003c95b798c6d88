import type { Manifest } from "../../src/sandbox/teams/manifest.ts";
import type { Behavior, Heard, Send } from "../sandbox/fake-bot.ts";

const adaptive = "application/vnd.microsoft.card.adaptive";
const thumbnail = "application/vnd.microsoft.card.thumbnail";

/** Whose links the scripted bot makes cards of. */
export const linkHost = "links.contoso.example";

/** An app with a search, a dialog for the box, one for messages, and links. */
export const manifest: Manifest = {
  composeExtensions: [
    {
      commands: [
        {
          id: "search",
          title: "Search",
          initialRun: true,
          parameters: [{ name: "q", title: "What to look for" }],
        },
        { id: "ask", type: "action", title: "Guided", fetchTask: true, context: ["compose"] },
        { id: "explain", type: "action", title: "Explain", fetchTask: true, context: ["message"] },
      ],
      messageHandlers: [
        { type: "link", value: { domains: [linkHost], supportsAnonymizedPayloads: true } },
      ],
    },
  ],
};

export function toTextCard(text: string, more: object = {}) {
  const body = [{ type: "TextBlock", text, wrap: true }];
  return { type: "AdaptiveCard", version: "1.3", body, ...more };
}

function toResult(cards: readonly object[]) {
  const composeExtension = { type: "result", attachmentLayout: "list", attachments: cards };
  return { composeExtension };
}

function toTask(title: string, card: object) {
  const value = { title, width: "medium", card: { contentType: adaptive, content: card } };
  return { task: { type: "continue", value } };
}

/** A dialog with one field; what is typed decides how it goes on. */
function toStep(number: number, hint: string) {
  return {
    type: "AdaptiveCard",
    version: "1.5",
    body: [
      { type: "TextBlock", text: `Step ${number} ${hint}`, style: "heading", wrap: true },
      { type: "Input.Text", id: "name", label: "Name of the app" },
    ],
    actions: [{ type: "Action.Submit", title: "Next", data: { step: number } }],
  };
}

interface Asked {
  readonly parameters: readonly { readonly value: string }[];
  readonly queryOptions: { readonly skip: number };
  readonly messagePayload?: { readonly body: { readonly content: string } };
  readonly data: { readonly step: number; readonly name: string };
  readonly id: string;
  readonly url: string;
  readonly action: string;
  readonly uploadInfo: {
    readonly uploadUrl: string;
    readonly contentUrl: string;
    readonly name: string;
    readonly uniqueId: string;
    readonly fileType: string;
  };
}

/** 30 results, 25 at a time; nothing for "nothing", a fault for "fault". */
function search({ parameters, queryOptions }: Asked) {
  const [{ value } = { value: "" }] = parameters;
  if (value === "fault") throw new Error("fault");
  const all = value === "nothing" ? [] : Array.from({ length: 30 }, (_, index) => index + 1);
  return toResult(all.slice(queryOptions.skip, queryOptions.skip + 25).map(toFound));
}

function toFound(number: number) {
  const tap = { type: "invoke", value: { id: String(number) } };
  const preview = { title: `Result ${number}`, text: "of the search", tap };
  return {
    contentType: adaptive,
    content: toTextCard(""),
    preview: { contentType: thumbnail, content: preview },
  };
}

function submit({ data }: Asked) {
  if (data.name === "fault") throw new Error("fault");
  if (data.name === "message") return { task: { type: "message", value: "That is all." } };
  if (data.name === "close") return undefined;
  if (data.step === 1) return toTask("Guided", toStep(2, ""));
  return toResult([{ contentType: adaptive, content: toTextCard(`made for ${data.name}`) }]);
}

/** Lets the person have the file, and says so. */
async function upload({ uploadInfo }: Asked, activity: Heard, send: Send): Promise<void> {
  const { uploadUrl, contentUrl, name, uniqueId, fileType } = uploadInfo;
  const headers = { "content-range": "bytes 0-4/5" };
  await fetch(uploadUrl, { method: "PUT", headers, body: "a;b\r\n" });
  const contentType = "application/vnd.microsoft.teams.card.file.info";
  const card = { contentType, contentUrl, name, content: { uniqueId, fileType } };
  const path = `/v3/conversations/${encodeURIComponent(activity.conversation.id)}/activities`;
  await send("POST", path, { type: "message", attachments: [card] });
}

async function whisper({ from, conversation, text }: Heard, send: Send): Promise<void> {
  const path = `/v3/conversations/${encodeURIComponent(conversation.id)}/activities`;
  const recipient = { id: from.id, isTargeted: true };
  const message = { type: "message", text: `you asked ${text}`, recipient };
  await send("POST", `${path}?isTargetedActivity=true`, message);
}

/** A bot with a message extension, written down: it does the same each time. */
export const behave: Behavior = (activity, send) => {
  const asked = activity.value as Asked;
  switch (activity.name) {
    case "composeExtension/query":
      return search(asked);
    case "composeExtension/selectItem":
      return toResult([{ contentType: adaptive, content: toTextCard(`chosen ${asked.id}`) }]);
    case "composeExtension/fetchTask":
    case "task/fetch":
      return toTask("Guided", toStep(1, asked.messagePayload?.body.content ?? ""));
    case "composeExtension/submitAction":
    case "task/submit":
      return submit(asked);
    case "composeExtension/queryLink":
      return toResult([{ contentType: adaptive, content: toTextCard(`card of ${asked.url}`) }]);
    case "composeExtension/anonymousQueryLink":
      return toResult([{ contentType: adaptive, content: toTextCard("card for anybody") }]);
    case "fileConsent/invoke":
      return asked.action === "accept" ? upload(asked, activity, send) : undefined;
    default:
      return activity.recipient.isTargeted ? whisper(activity, send) : undefined;
  }
};
