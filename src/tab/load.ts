import type { Failure, Outcome } from "./failure.ts";

/** How far something is that is asked for. */
export type LoadState<Value> =
  | { readonly kind: "idle" }
  | { readonly kind: "loading"; readonly isSlow: boolean }
  | { readonly kind: "ready"; readonly value: Value }
  | { readonly kind: "failed"; readonly failure: Failure };

/** Something that is asked for, perhaps again. */
export interface Load<Value> {
  readonly state: LoadState<Value>;
  /** Asks, unless it is asking already. */
  start(): Promise<void>;
  /** Asks when nothing has come yet. */
  want(): Promise<void>;
  /** Takes a value that came another way. */
  put(value: Value): void;
}

export interface LoadOptions<Value> {
  readonly ask: () => Promise<Outcome<Value>>;
  /** Called after each change of the state. */
  readonly changed: (state: LoadState<Value>) => void;
  /** Milliseconds after which a word about the wait is due. @default 2000 */
  readonly slowAfter?: number;
}

/** Makes something to be asked for; nothing is asked before start(). */
export function createLoad<Value>(options: LoadOptions<Value>): Load<Value> {
  let state: LoadState<Value> = { kind: "idle" };
  const put = (next: LoadState<Value>): void => {
    state = next;
    options.changed(next);
  };
  const start = async (): Promise<void> => {
    if (state.kind === "loading") return;
    put({ kind: "loading", isSlow: false });
    const slow = setTimeout(
      () => put({ kind: "loading", isSlow: true }),
      options.slowAfter ?? 2000,
    );
    const outcome = await options.ask();
    clearTimeout(slow);
    put(outcome.kind === "ok" ? { kind: "ready", value: outcome.value } : outcome);
  };
  return {
    get state() {
      return state;
    },
    start,
    want: async () => {
      if (state.kind === "idle") await start();
    },
    put: (value) => put({ kind: "ready", value }),
  };
}
