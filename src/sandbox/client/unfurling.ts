import { findOwnLink } from "./found-links.ts";
import type { Unfurled } from "./model.ts";

export interface UnfurlingDeeds {
  readDomains(): readonly string[];
  unfurl(url: string): Promise<Unfurled>;
  show(url: string, unfurled: Unfurled): void;
  hide(): void;
  /** The app could not be asked. */
  fail(error: unknown): void;
}

/** Watches what somebody types, and shows the first link of the app as a card. */
export interface Unfurling {
  look(text: string, isPasted: boolean): Promise<void>;
  /** The person does not want that card: its link stays a link. */
  dismiss(): void;
  /** The box is empty again. */
  reset(): void;
}

export function createUnfurling(deeds: UnfurlingDeeds): Unfurling {
  const dismissed = new Set<string>();
  let current: string | undefined;
  const ask = async (url: string) => {
    try {
      const unfurled = await deeds.unfurl(url);
      // Meanwhile the link was taken out, or the message was sent.
      if (current === url) deeds.show(url, unfurled);
    } catch (error) {
      if (current === url) deeds.fail(error);
    }
  };
  return {
    look: async (text, isPasted) => {
      if (current !== undefined && text.includes(current)) return;
      if (current !== undefined) deeds.hide();
      const found = findOwnLink(text, deeds.readDomains(), isPasted);
      current = found !== undefined && !dismissed.has(found) ? found : undefined;
      if (current !== undefined) await ask(current);
    },
    dismiss: () => {
      if (current !== undefined) dismissed.add(current);
      current = undefined;
    },
    reset: () => {
      dismissed.clear();
      current = undefined;
    },
  };
}
