import { answerRequest, type HostTable } from "./host.ts";
import { readRequest, toResponse } from "./host-wire.ts";

/** A page that this page hosts: in a frame, or in a window that it opened. */
export interface Guest {
  /** The window of the page, as long as it is there. */
  find(): Window | null;
  readonly table: HostTable;
}

/** What the page asked for in vain; each function is told once. */
const missed = new Set<string>();

/**
 * Answers what a page of this origin asks for. Other origins are not heard: a window may be at the
 * sign-in service meanwhile.
 * @returns what ends that
 */
export function listenTo({ find, table }: Guest): () => void {
  const listener = async ({ data, origin, source }: MessageEvent<unknown>) => {
    const guest = find();
    const request = readRequest(data);
    if (!guest || source !== guest || origin !== location.origin || !request) return;
    const args = await answerRequest(table, request, complain);
    if (args) guest.postMessage(toResponse(request, args), location.origin);
  };
  const listen = (event: MessageEvent<unknown>) => void listener(event);
  window.addEventListener("message", listen);
  return () => window.removeEventListener("message", listen);
}

function complain(func: string): void {
  if (missed.has(func)) return;
  missed.add(func);
  console.warn(`The sandbox does not have ${func} of teams-js.`);
}
