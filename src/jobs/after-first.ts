type Work = () => Promise<unknown>;

/**
 * Work that has something to do before its first run. Where that fails it is tried before the next run
 * again, and the work is done all the same.
 * @throws what either of them throws, after both have run
 */
export function afterFirst(first: Work, work: Work): Work {
  let isDone = false;
  return async () => {
    try {
      if (!isDone) await first();
      isDone = true;
    } finally {
      await work();
    }
  };
}
