import { Refusal } from "../http.ts";
import type { Keys } from "../keys.ts";
import type { Activity } from "./activity.ts";

/** What the bot answered once its turn ended. */
export interface BotAnswer {
  readonly status: number;
  /** Parsed JSON, or undefined for an empty body. */
  readonly body?: unknown;
}

/** The line from the simulated Bot Connector to the bot. */
export interface Channel {
  connect(messagesUrl: string): void;
  /** Delivers an activity with the channel's token. @throws Refusal 502, 503 or 504. */
  deliver(activity: Activity): Promise<BotAnswer>;
}

export interface ChannelOptions {
  readonly appId: string;
  readonly serviceUrl: string;
  readonly issuer: string;
  readonly keys: Keys;
}

/** Teams gives up after 15 seconds; somebody with a debugger needs longer. */
const turnLimitMs = 120_000;

export function createChannel({ appId, serviceUrl, issuer, keys }: ChannelOptions): Channel {
  let url: string | undefined;
  return {
    connect: (messagesUrl) => {
      url = messagesUrl;
    },
    deliver: async (activity) => {
      if (!url) throw new Refusal(503, "BotNotConnected", "The bot is not listening yet.");
      const token = await keys.sign({ iss: issuer, aud: appId, serviceurl: serviceUrl });
      const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
      return post(url, headers, JSON.stringify(activity));
    },
  };
}

async function post(
  url: string,
  headers: Record<string, string>,
  body: string,
): Promise<BotAnswer> {
  try {
    const signal = AbortSignal.timeout(turnLimitMs);
    const response = await fetch(url, { method: "POST", headers, body, signal });
    return toBotAnswer(response.status, await response.text());
  } catch (error) {
    if (error instanceof Error && error.name === "TimeoutError") {
      throw new Refusal(504, "BotTimeout", "The bot did not end its turn in time.");
    }
    throw new Refusal(502, "BotUnreachable", "The bot does not answer.");
  }
}

function toBotAnswer(status: number, text: string): BotAnswer {
  if (text === "") return { status };
  try {
    return { status, body: JSON.parse(text) };
  } catch {
    return { status, body: text };
  }
}
