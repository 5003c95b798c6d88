import type { IncomingMessage } from "node:http";

/** A request as the guard reads it; nothing in it was checked. */
export interface TabRequest {
  readonly message: IncomingMessage;
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly authorization: string | undefined;
  /** Header `X-Consentry`, which no other site's page can send without asking first. */
  readonly mark: string | undefined;
  readonly ifMatch: string | undefined;
}
