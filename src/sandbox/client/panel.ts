/** What fills the side column. */
export interface Panel {
  /** Reads what it shows again. Never rejects: what goes wrong is told in the panel. */
  refresh(): Promise<void>;
}

/** What a panel tells in lines of its own; each sentence takes the place of the one before. */
export interface Teller {
  done(text: string): void;
  failed(error: unknown): void;
  /** Runs a read that may be repeated: tells that it fails once, and takes that back when it works again. */
  reading(read: () => Promise<void>): Promise<void>;
}

/**
 * @param done takes what went well, a status
 * @param failed takes what went wrong, an alert
 */
export function createTeller(done: HTMLElement, failed: HTMLElement): Teller {
  let unread = "";
  const tell = (element: HTMLElement, text: string) => {
    if (element.textContent === text && text !== "") return;
    done.textContent = "";
    failed.textContent = "";
    element.textContent = text;
  };
  return {
    done: (text) => tell(done, text),
    failed: (error) => tell(failed, toText(error)),
    reading: async (read) => {
      try {
        await read();
        if (unread !== "" && failed.textContent === unread) failed.textContent = "";
        unread = "";
      } catch (error) {
        unread = toText(error);
        tell(failed, unread);
      }
    },
  };
}

function toText(error: unknown): string {
  return `Something went wrong. ${error instanceof Error ? error.message : String(error)}`;
}
