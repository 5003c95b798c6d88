import { z } from "zod";
import { type Answer, type Call, Refusal, type Route } from "../http.ts";
import { readAs } from "../teams/sent-activity.ts";
import type { FaultPlan, Faults } from "./faults.ts";
import { services } from "./service.ts";

/** Body of `POST /sandbox/api/faults`. */
const Plan = z
  .strictObject({
    match: z.strictObject({
      service: z.enum(services),
      path: z.string().startsWith("/").optional(),
      method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).optional(),
    }),
    status: z.int().min(400).max(599).optional(),
    retryAfter: z.int().min(0).max(3600).optional(),
    times: z.int().min(0).max(1000).optional(),
    delayMs: z.int().min(1).max(60_000).optional(),
    drop: z.literal(true).optional(),
  })
  .refine(({ status, delayMs, drop }) => status !== undefined || delayMs !== undefined || drop, {
    message: "a plan has a status, a delay or a drop",
  })
  .refine(({ status, drop }) => !drop || status === undefined, {
    message: "a dropped connection has no status",
  })
  .refine(({ status, retryAfter }) => retryAfter === undefined || status !== undefined, {
    message: "retryAfter needs a status",
  });

const planLimit = 100;
const bodyLimit = 16 * 1024;

/**
 * Fault switches, below `/sandbox/api`:
 *
 * - `GET faults`: plans with their hits, used-up ones too · `POST faults` with a FaultPlan adds one ·
 *   `DELETE faults` removes all · `DELETE faults/{id}` removes one
 * - `GET requests`: what reached the simulated services, the newest 1,000: service, method, path, status
 *
 * Errors: 400 bad plan, 404 unknown id, 409 above 100 plans.
 */
export function faultRoutes(faults: Faults): readonly Route[] {
  const ok = (body: unknown): Answer => ({ status: 200, body });
  const path = "/sandbox/api/faults";
  return [
    { method: "GET", path, answer: () => ok(faults.list()) },
    { method: "POST", path, answer: async (call) => ok(await add(faults, call)) },
    { method: "DELETE", path, answer: () => ok(removeAll(faults)) },
    { method: "DELETE", path: `${path}/:id`, answer: (call) => ok(remove(faults, call)) },
    { method: "GET", path: "/sandbox/api/requests", answer: () => ok(faults.requests()) },
  ];
}

async function add(faults: Faults, call: Call) {
  const plan: FaultPlan = readAs(Plan, await call.json(bodyLimit));
  if (faults.list().length < planLimit) return faults.add(plan);
  throw new Refusal(409, "TooManyFaults", `Remove some of the ${planLimit} plans first.`);
}

function removeAll(faults: Faults) {
  for (const { id } of faults.list()) faults.remove(id);
  return {};
}

function remove(faults: Faults, { params }: Call) {
  if (faults.remove(params.id ?? "")) return {};
  throw new Refusal(404, "FaultNotFound", "There is no such plan.");
}
