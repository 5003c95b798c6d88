import type { Clock, Ids } from "../../ports/index.ts";
import type { Answer, Call } from "../http.ts";

/** What Graph says no to. https://learn.microsoft.com/graph/errors */
export class GraphRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** The ids that Graph gives each answer; a client may send its own. */
export function toTraceHeaders(call: Call, ids: Ids): Record<string, string> {
  const requestId = ids.next();
  const clientId = call.header("client-request-id") ?? requestId;
  return { "request-id": requestId, "client-request-id": clientId };
}

export function toErrorAnswer(
  refusal: GraphRefusal,
  trace: Readonly<Record<string, string>>,
  clock: Clock,
): Answer {
  const { status, code, message, headers } = refusal;
  const date = new Date(clock.now()).toISOString().slice(0, 19);
  const innerError = { date, ...trace };
  return {
    status,
    headers: { ...trace, ...headers },
    body: { error: { code, message, innerError } },
  };
}

export function unsupportedQuery(message: string): GraphRefusal {
  return new GraphRefusal(400, "Request_UnsupportedQuery", message);
}

export function badRequest(message: string): GraphRefusal {
  return new GraphRefusal(400, "BadRequest", message);
}

export function notFound(id: string): GraphRefusal {
  const message = `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`;
  return new GraphRefusal(404, "Request_ResourceNotFound", message);
}

export function denied(): GraphRefusal {
  const message = "Insufficient privileges to complete the operation.";
  return new GraphRefusal(403, "Authorization_RequestDenied", message);
}
