import { createBoundedMap } from "../core/bounded-map.ts";
import { AppError } from "../core/errors.ts";
import type { Request } from "./connector-pipeline.ts";
import { createLane, type Lane, type Limit } from "./lane.ts";
import type { Patience } from "./patience.ts";

export interface PaceOptions {
  /** Waits that many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** The clock that `sleep` goes by, in milliseconds from any beginning. @default the process's own */
  readonly ticks?: (() => number) | undefined;
}

/** What of a request says where it goes. */
type Going = Pick<Request, "method" | "url">;

/** Keeps what is sent within the rates of Teams. One for all turns and all that is said outside them. */
export interface Pacer {
  /**
   * Waits until a request may go.
   * @param isRepeat before what waits for the same conversation already
   * @throws AppError ERR_TEAMS_BUSY at once where that takes longer than the patience lasts
   */
  enter(going: Going, patience: Patience, isRepeat: boolean): Promise<void>;
  /** Teams asks to wait. Nothing goes there before; where it asks in many places, nothing goes at all. */
  pause(going: Going, milliseconds: number): void;
}

/**
 * For each bot in each conversation; a channel with all its threads is one.
 * Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
 */
const SEND: readonly Limit[] = [
  { count: 7, milliseconds: 1_000 },
  { count: 8, milliseconds: 2_000 },
  { count: 60, milliseconds: 30_000 },
  { count: 1_800, milliseconds: 3_600_000 },
];
/** The same page, for reading conversations and who is in them. */
const READ: readonly Limit[] = SEND.map(({ count, ...rest }) => ({ count: 2 * count, ...rest }));
/** For each app in each tenant. One process counts all tenants together, so it stays below. */
const ALL: readonly Limit[] = [{ count: 50, milliseconds: 1_000 }];

/** Longest pause that is believed, in milliseconds. */
const LONGEST_PAUSE_MS = 15 * 60_000;
/** Conversations that are told to wait at the same time before it is taken for the tenant's own limit. */
const MANY = 3;
/** Conversations that are kept; none of the others went within the shorter windows. */
const LANES = 10_000;

/** Makes the one pacer of an adapter. */
export function createPacer({ sleep, ticks = () => performance.now() }: PaceOptions): Pacer {
  const all = createLane(ALL);
  const findLane = createLanes();
  const paused = new Set<Lane>();
  /** @returns true once it went; false where the lane was told to wait meanwhile */
  const goWith = (lane: Lane, wait: Wait) =>
    all.queue(async () => {
      await wait(all);
      if (lane.next(ticks()) > ticks()) return false;
      all.go(ticks());
      lane.go(ticks());
      return true;
    });
  return {
    enter: async (going, patience, isRepeat) => {
      const started = ticks();
      const lane = findLane(going);
      const longest = started + patience.left();
      const wait: Wait = async (which) => {
        for (let now = ticks(); which.next(now) > now; now = ticks()) {
          refuseAfter(longest, which.next(now), now);
          const pause = Math.ceil(which.next(now) - now);
          patience.take(Math.min(pause, patience.left()));
          await sleep(pause);
        }
      };
      const foreseen = isRepeat ? lane.next(started) : lane.foresee(started);
      refuseAfter(longest, Math.max(foreseen, all.next(started)), started);
      await lane.queue(async () => {
        do await wait(lane);
        while (!(await goWith(lane, wait)));
      }, isRepeat);
    },
    pause: (going, milliseconds) => {
      const now = ticks();
      const until = now + Math.min(milliseconds, LONGEST_PAUSE_MS);
      const lane = findLane(going);
      lane.pause(until);
      paused.add(lane);
      for (const one of paused) if (!one.isPaused(now)) paused.delete(one);
      if (paused.size >= MANY) all.pause(until);
    },
  };
}

/** Waits until a lane is free. */
type Wait = (lane: Lane) => Promise<void>;

function refuseAfter(longest: number, next: number, now: number): void {
  if (next <= longest) return;
  const seconds = Math.ceil((next - now) / 1000);
  throw new AppError("ERR_TEAMS_BUSY", "Teams takes nothing more there for now", { seconds });
}

const PLACE = /\/v3\/(conversations|teams)(?:\/([^/?]+))?/;

function createLanes(): (going: Going) => Lane {
  const lanes = createBoundedMap<Lane>(LANES);
  return ({ method, url }) => {
    const [, , place = ""] = PLACE.exec(url) ?? [];
    const isRead = method === "GET";
    // Without a place a conversation is made.
    const key = `${isRead ? "read" : "send"} ${decodeURIComponent(place).split(";", 1)[0]}`;
    const lane = lanes.get(key) ?? createLane(isRead ? READ : SEND);
    lanes.set(key, lane);
    return lane;
  };
}
