// Knows the tab's API: who may take which route, what is read of a request, what each route does.
// Must not know Graph, tokens or how things are kept, nor the HTTP library: tools come in, answers go out.
// A new route is a row of TAB_ROUTES in core/tab-api and a handler of that name in handlers.ts.

import { AppError } from "../../core/errors.ts";
import type { Language } from "../../core/local-text.ts";
import { TAB_ROUTES, type TabRoute, type TabRouteName } from "../../core/tab-api/index.ts";
import type { Clock } from "../../ports/index.ts";
import { describeError } from "../../telemetry/index.ts";
import { type Answered, type Refusal, refuse, type TabCall, type TabHandler } from "./call.ts";
import { passGate } from "./guard.ts";
import { handlers } from "./handlers.ts";
import { createLimits } from "./limits.ts";
import { toProblem } from "./problem.ts";
import type { TabRequest } from "./request.ts";
import type { TabTools } from "./tools.ts";

export { type Refusal, refuse } from "./call.ts";
export { TAB_PARAMS } from "./read-request.ts";
export type { TabRequest } from "./request.ts";
export type { TabTools } from "./tools.ts";

/** What goes out, for whatever sends it. */
export interface TabResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
}

/** A request with what the server knows of it. */
export interface TabExchange {
  readonly request: TabRequest;
  readonly language: Language;
  readonly correlationId: string;
}

/** The tab's API. */
export interface TabApi {
  /** Answers a request of a route; never throws. */
  answer(name: TabRouteName, exchange: TabExchange, tools: TabTools): Promise<TabResponse>;
}

/** What the API is made with. */
export interface TabApiOptions {
  readonly clock: Clock;
  /** Holds each answer to the schema of its route, and fails where it does not fit. @default false */
  readonly isChecked?: boolean | undefined;
}

/** Makes the API; it counts how often each person asks. */
export function createTabApi({ clock, isChecked = false }: TabApiOptions): TabApi {
  const limits = createLimits(clock);
  return {
    answer: async (name, exchange, tools) => {
      try {
        const { request, language, correlationId } = exchange;
        const answered = await run(name, request, { tools, language, correlationId, limits });
        if (answered.kind === "refused") return sendRefusal(answered, exchange);
        if (isChecked) TAB_ROUTES[name].output.parse(answered.body);
        return sendAnswer(answered, exchange);
      } catch (error) {
        return sendFault(error, { name, exchange, tools });
      }
    },
  };
}

async function run(
  name: TabRouteName,
  request: TabRequest,
  gate: Parameters<typeof passGate>[2],
): Promise<Answered<unknown> | Refusal> {
  const route: TabRoute = TAB_ROUTES[name];
  const passed = await passGate(route, request, gate);
  if (passed.kind === "refused") return passed;
  const { caller, said } = passed;
  const refusal = gate.limits.checkRecords(name, caller.identity);
  if (refusal) return refusal;
  const { params, query, input, ifMatch } = said;
  const call = { ...caller, params, query, input, ifMatch };
  // The schemas of this very route have read what its handler takes.
  const handle = handlers[name] as unknown as TabHandler<typeof name>;
  return handle(call as unknown as TabCall<typeof name>);
}

function sendAnswer({ body, etag }: Answered<unknown>, { correlationId }: TabExchange) {
  return {
    status: 200,
    headers: {
      ...toHeaders("application/json; charset=utf-8", correlationId),
      ...(etag !== undefined && { ETag: etag }),
    },
    body: JSON.stringify(body),
  };
}

/** Says a refusal as an answer; also for what never reaches a route. */
export function sendRefusal(
  refusal: Refusal,
  { language, correlationId }: Pick<TabExchange, "language" | "correlationId">,
): TabResponse {
  const problem = toProblem(refusal, language, correlationId);
  const isThrottled = refusal.code === "throttled";
  const seconds = refusal.seconds ?? (isThrottled ? 1 : undefined);
  return {
    status: problem.status,
    headers: {
      ...toHeaders("application/problem+json; charset=utf-8", correlationId),
      ...(seconds !== undefined && { "Retry-After": String(seconds) }),
    },
    body: JSON.stringify(problem),
  };
}

function toHeaders(type: string, correlationId: string): Readonly<Record<string, string>> {
  return {
    "Content-Type": type,
    "Cache-Control": "no-store",
    "X-Correlation-Id": correlationId,
  };
}

interface Fault {
  readonly name: TabRouteName;
  readonly exchange: TabExchange;
  readonly tools: TabTools;
}

/** The log tells of the fault; who asked is told under which id. */
function sendFault(error: unknown, { name, exchange, tools }: Fault): TabResponse {
  const { correlationId } = exchange;
  tools.log.error("a request of the tab failed", {
    correlationId,
    route: name,
    ...describeError(error),
  });
  return sendRefusal(refuse(isStoreFault(error) ? "store" : "internal"), exchange);
}

function isStoreFault(error: unknown): boolean {
  return error instanceof AppError && error.code.startsWith("ERR_STORE_");
}
