/** Waits that many milliseconds, or less where the signal ends it. */
export type Sleep = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

/**
 * Waits for work no longer than that. Work that takes longer goes on by itself: whoever asks for it sees to
 * it that this does no harm.
 * @returns undefined where the time was over first
 */
export async function withLimit<Value>(
  work: Promise<Value>,
  milliseconds: number,
  sleep: Sleep,
): Promise<{ readonly value: Value } | undefined> {
  const done = new AbortController();
  const late = sleep(milliseconds, done.signal).then(() => undefined);
  try {
    return await Promise.race([work.then((value) => ({ value })), late]);
  } finally {
    done.abort();
  }
}
