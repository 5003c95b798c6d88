import { setTimeout as delay } from "node:timers/promises";

/** Waits that many milliseconds, or less where the signal ends it. */
export type Alarm = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** Something that goes on after its turn. */
export interface LateWork {
  /** Settles once the person has been told. */
  readonly done: Promise<void>;
  /** Tells the person that nothing comes of it any more. */
  readonly abandon: () => Promise<void>;
}

/** What takes longer than a turn may. */
export interface LongWorks {
  /** Waits for work as long as its turn may wait. @returns false where it goes on */
  isSoon(work: Promise<unknown>): Promise<boolean>;
  keep(work: LateWork): void;
  /** Waits for what goes on, up to five seconds; tells of what is not done then. */
  stop(): Promise<void>;
}

/** Teams sends a turn again after 15 seconds, and people wonder after a few. */
const SOON_MS = 4_000;
const STOP_MS = 5_000;

/** Keeps what goes on after its turn, for as long as the process lives. */
export function createLongWorks(alarm: Alarm = wait): LongWorks {
  const works = new Set<LateWork>();
  let isStopping = false;
  return {
    isSoon: (work) => isWithin(alarm, work, SOON_MS),
    keep: (work) => {
      if (isStopping) return void work.abandon();
      works.add(work);
      void work.done.then(() => works.delete(work));
    },
    stop: async () => {
      isStopping = true;
      if (works.size === 0) return;
      await isWithin(alarm, Promise.all([...works].map(({ done }) => done)), STOP_MS);
      await Promise.all([...works].map(({ abandon }) => abandon()));
    },
  };
}

async function isWithin(
  alarm: Alarm,
  work: Promise<unknown>,
  milliseconds: number,
): Promise<boolean> {
  const end = new AbortController();
  const settle = () => true;
  try {
    const late = alarm(milliseconds, end.signal).then(() => false);
    return await Promise.race([work.then(settle, settle), late]);
  } finally {
    end.abort();
  }
}

const wait: Alarm = async (milliseconds, signal) => {
  await delay(milliseconds, undefined, { signal }).catch((error: Error) => {
    if (error.name !== "AbortError") throw error;
  });
};
