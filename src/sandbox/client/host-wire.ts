/**
 * What an app's page says to its host with postMessage, and what it takes back, as teams-js writes it:
 * https://github.com/OfficeDev/microsoft-teams-library-js/tree/main/packages/teams-js/src/internal
 * (communication, messageObjects); read in version 2.58.
 */
export interface HostRequest {
  readonly id: number;
  readonly uuid?: string;
  /** `authentication.getAuthToken`; what calls without a name space is older than they are. */
  readonly func: string;
  readonly args: readonly unknown[];
}

/** @returns undefined for what teams-js did not write */
export function readRequest(data: unknown): HostRequest | undefined {
  const { id, uuidAsString, func, args } = toRecord(data);
  if (typeof id !== "number" || typeof func !== "string") return undefined;
  const uuid = typeof uuidAsString === "string" ? { uuid: uuidAsString } : {};
  return { id, ...uuid, func, args: Array.isArray(args) ? args : [] };
}

/** The answer to a request; `args` are what the library's promise is made of. */
export function toResponse({ id, uuid }: HostRequest, args: readonly unknown[]) {
  return uuid === undefined ? { id, args } : { id, uuidAsString: uuid, args };
}

/** What the host says unasked: `themeChange`. */
export function toNotice(func: string, args: readonly unknown[]) {
  return { func, args };
}

/** The fields of a value from outside; none when it is no object. */
export function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** The value if it is a text, else an empty one. */
export function toText(value: unknown): string {
  return typeof value === "string" ? value : "";
}
