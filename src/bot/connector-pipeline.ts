import type { ConnectorClient } from "botframework-connector";

/** What our rules look at of a request of @azure/core-rest-pipeline. */
export interface Request {
  url: string;
  readonly method: string;
  body?: unknown;
  abortSignal?: AbortSignal;
}

/** The same of a response. */
export interface Response {
  readonly status: number;
  readonly headers: { get(name: string): string | undefined };
}

export type Next = (request: Request) => Promise<Response>;

/** A step that every request of a client goes through. */
export interface Policy {
  readonly name: string;
  sendRequest(request: Request, next: Next): Promise<Response>;
}

/** The steps of a client: what has no phase comes after the body is written and before it is sent. */
export interface Pipeline {
  removePolicy(options: { name: string }): unknown;
  addPolicy(policy: Policy, options?: { phase: "Retry" }): void;
}

/** The SDK keeps its pipeline private and offers no options for it; this is the only way to it. */
export function pipelineOf(client: ConnectorClient): Pipeline {
  return (client as unknown as { client: { pipeline: Pipeline } }).client.pipeline;
}
