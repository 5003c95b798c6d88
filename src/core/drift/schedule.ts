import { fingerprint } from "../fingerprint.ts";

const HOUR_MS = 60 * 60_000;

/**
 * When an app is looked at next: each has its own place in the round, so that the looks of all apps are spread
 * evenly over it, and stay so after a stand-still.
 * @param hours length of a round
 * @returns milliseconds since 1970, later than `now` and at most a round later
 */
export function nextLook(name: string, hours: number, now: number): number {
  const round = hours * HOUR_MS;
  const place = Math.floor(toShare(name) * round);
  return (Math.floor((now - place) / round) + 1) * round + place;
}

/**
 * A number from 0 to 1 that names alike do not share: the fingerprint tells them apart in its low bits, and the
 * last step of MurmurHash3 carries those to the high ones.
 */
function toShare(name: string): number {
  let bits = Number.parseInt(fingerprint(name).slice(0, 8), 16);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
}

const FIRST_MS = 5 * 60_000;
const LONGEST_MS = 6 * HOUR_MS;

/**
 * When a look that came to nothing is tried again, with growing pauses.
 * @param tries how many have come to nothing, this one included
 */
export function nextTry(tries: number, now: number): number {
  return now + Math.min(FIRST_MS * 2 ** Math.max(0, tries - 1), LONGEST_MS);
}
