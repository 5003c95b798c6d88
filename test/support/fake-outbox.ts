import { createLetters, type Letter, type Outbox } from "../../src/flows/outbox/index.ts";
import type { Clock, Ids } from "../../src/ports/index.ts";

/** An outbox that keeps what it is asked to write, and delivers nothing. */
export interface FakeOutbox extends Outbox {
  /** Letters that rows were made of, oldest first; whether their commits landed, the store tells. */
  readonly written: readonly Letter[];
}

export function createFakeOutbox(options: { clock: Clock; ids: Ids }): FakeOutbox {
  const written: Letter[] = [];
  const letters = createLetters(options);
  const none = { waiting: 0, dead: 0 };
  return {
    written,
    toOp: (letter) => {
      written.push(letter);
      return letters.toOp(letter);
    },
    run: async () => 0,
    nextAt: () => undefined,
    listDead: async () => [],
    revive: async () => false,
    discard: async () => false,
    count: async () => none,
    forget: async () => 0,
    counts: () => none,
    stop: async () => undefined,
  };
}
