import type { Clock } from "../../ports/index.ts";
import type { BotAnswer } from "./channel.ts";

/** Which link was shown to whom; nobody's name where the app learns none. */
export interface UnfurlKey {
  readonly url: string;
  readonly personId: string;
}

/** Cards of links, kept as Teams keeps them: whoever pastes the link again gets the same card. */
export interface Unfurls {
  find(key: UnfurlKey): BotAnswer | undefined;
  keep(key: UnfurlKey, answer: BotAnswer): void;
  reset(): void;
}

/** https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/link-unfurling */
const keptMs = 30 * 60_000;

export function createUnfurls(clock: Clock): Unfurls {
  const kept = new Map<string, { readonly answer: BotAnswer; readonly keptAt: number }>();
  const format = ({ url, personId }: UnfurlKey) => `${personId} ${url}`;
  return {
    find: (key) => {
      const found = kept.get(format(key));
      return found && clock.now() - found.keptAt < keptMs ? found.answer : undefined;
    },
    keep: (key, answer) => {
      if (isKept(answer)) kept.set(format(key), { answer, keptAt: clock.now() });
    },
    reset: () => kept.clear(),
  };
}

/** Neither a failure nor what the app asks not to keep. */
function isKept({ status, body }: BotAnswer): boolean {
  return status === 200 && !/\\?"no-cache\\?"/.test(JSON.stringify(body ?? null));
}
