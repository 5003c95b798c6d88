import type { TabOutput } from "../../core/tab-api/index.ts";
import type { Draft } from "./form.ts";

/** What was typed, and what it was made from. */
export interface KeptDraft {
  base: TabOutput<"readSettings">;
  draft: Draft;
}

/** Keeps what was typed while Teams shows another page in place of this one. */
export interface DraftKeeper {
  read(): KeptDraft | undefined;
  keep(draft: KeptDraft): void;
  forget(): void;
}

/** A draft of another shape has another name: what an older page has kept is not read as this one's. */
const NAME = "consentry.settings.draft.2";

/** Some browsers give a page in a frame no storage: then the draft lives as long as the page. */
export function createDraftKeeper(): DraftKeeper {
  const attempt = <Value>(work: (storage: Storage) => Value): Value | undefined => {
    try {
      return work(window.sessionStorage);
    } catch {
      return undefined;
    }
  };
  return {
    read: () => attempt((storage) => JSON.parse(storage.getItem(NAME) ?? "null") ?? undefined),
    keep: (draft) => attempt((storage) => storage.setItem(NAME, JSON.stringify(draft))),
    forget: () => attempt((storage) => storage.removeItem(NAME)),
  };
}
