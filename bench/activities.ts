import { APP_ID, TENANT_ID } from "./setup.ts";

/** The turns that are measured. */
export const TURNS = ["message", "click", "inline"] as const;
/** With them what the product alone answers: a search of the message extension. */
export type TurnKind = (typeof TURNS)[number] | "query";

/** What the turns are about; each gets the same card as answer. */
export interface Content {
  /** Where replies go. */
  readonly serviceUrl: string;
  /** Ways to ask the same. */
  readonly texts: readonly string[];
  /** Code of the selection that the texts mean, for the button. */
  readonly selection: string;
}

/** People, each in a personal conversation of their own. */
const PEOPLE = 200;

/** Never repeats in a run: a bot may pass over an activity that it has seen. */
let serial = 1_700_000_000_000;

/**
 * The next activity as Teams sends it (about 1.2 KB), as JSON.
 * A `click` names the message that holds the card, as Teams does; an `inline` click names none, so that
 * nothing but the answer itself can go out.
 */
export function nextActivity(kind: TurnKind, content: Content): string {
  serial += 1;
  const id = String(serial);
  const common = describeCommon(id, serial % PEOPLE, content.serviceUrl);
  if (kind === "message")
    return JSON.stringify({
      ...common,
      ...describeText(content.texts[serial % content.texts.length]),
    });
  if (kind === "query") return JSON.stringify({ ...common, ...describeQuery() });
  const press = describePress(content.selection);
  return JSON.stringify({ ...common, ...press, ...(kind === "click" && { replyToId: `1${id}` }) });
}

function describeText(text = "") {
  return { type: "message", text, textFormat: "plain" };
}

/** Never the same twice in a row, as letters come in. */
function describeQuery() {
  const text = SEARCHES[serial % SEARCHES.length];
  const value = {
    commandId: "search",
    parameters: [{ name: "q", value: text }],
    queryOptions: { skip: 0, count: 25 },
  };
  return { type: "invoke", name: "composeExtension/query", value };
}

const SEARCHES = ["mail", "mail.redwrite", "imap other sender", "private window", "nbold home", ""];

function describePress(s: string) {
  const action = {
    type: "Action.Execute",
    id: "open",
    verb: "answer",
    data: { verb: "answer", s },
  };
  return { type: "invoke", name: "adaptiveCard/action", value: { action, trigger: "manual" } };
}

function describeCommon(id: string, person: number, serviceUrl: string) {
  const number = String(person).padStart(12, "0");
  return {
    id,
    timestamp: "2026-11-21T16:30:00.000Z",
    localTimestamp: "2026-11-21T17:30:00.000+01:00",
    channelId: "msteams",
    serviceUrl,
    from: {
      id: `29:1abcDEFghiJKLmnoPQRstuVWXyz-abcdefghijklmnopqrstuvwxyz-${number}`,
      name: "Ada Admin",
      aadObjectId: `f0f0f0f0-1111-4222-8333-${number}`,
    },
    conversation: {
      conversationType: "personal",
      tenantId: TENANT_ID,
      id: `a:1Zyxwvut987654321-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUV-${number}`,
    },
    recipient: { id: `28:${APP_ID}`, name: "Consentry" },
    entities: [
      { type: "clientInfo", locale: "en-GB", country: "GB", platform: "Web", timezone: "UTC" },
    ],
    channelData: { tenant: { id: TENANT_ID } },
    locale: "en-GB",
    localTimezone: "Europe/Berlin",
  };
}
