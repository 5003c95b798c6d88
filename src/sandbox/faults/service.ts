/** The simulated services that a request can be for. */
export const services = ["graph", "login", "connector", "files"] as const;
export type ServiceName = (typeof services)[number];

/** Which service a path belongs to; what no other has is the sign-in service's. */
export function toService(path: string): ServiceName {
  if (/^\/(v1\.0|beta)(\/|$)/.test(path)) return "graph";
  if (/^\/(upload|personal)\//.test(path)) return "files";
  return /^\/(v3|v1\/\.well-known)\//.test(path) ? "connector" : "login";
}
