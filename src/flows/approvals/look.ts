import { casesOfSelection, parseSelection, requirePermissions } from "../../core/advisor/index.ts";
import type { ApprovalCheck, ApprovalRequest } from "../../core/approval/index.ts";
import { compareGrants, type TenantReading } from "../../core/grant/index.ts";
import { changeByEvent } from "./decide.ts";
import { cardLetters } from "./letters.ts";
import type { ApprovalsOptions } from "./options.ts";
import { isLive, livePrefix } from "./record.ts";
import { changeApproval, listNamed, readApproval } from "./rows.ts";

type Which = Pick<ApprovalRequest, "tenantId" | "id">;

/** Looks at the directory for a request that is still alive. @returns it as it stands then */
export async function look(
  options: ApprovalsOptions,
  { tenantId, id }: Which,
): Promise<ApprovalRequest | undefined> {
  const found = await readApproval(options, tenantId, id);
  const request = found?.record.request;
  if (!request || !isLive(request)) return request;
  const answer = await options.directory.readApp(tenantId, request.app.clientId);
  if (answer.kind === "read") return follow(options, request, answer.value);
  return noteCheck(options, request, { verdict: "unread", missing: [] });
}

/** Takes a reading of an app to all its requests in which something may still happen. */
export async function followReading(
  options: ApprovalsOptions,
  tenantId: string,
  reading: TenantReading,
): Promise<void> {
  const prefix = livePrefix(reading.app.clientId.toLowerCase());
  for await (const request of listNamed(options, tenantId, prefix)) {
    const { verdict } = judge(options, request, reading);
    // Somebody else's reading may show less than ours: it only ever says what is there.
    if (verdict === "complete") await follow(options, request, reading);
  }
}

/**
 * What a reading makes of a request: everything is there, so it is granted where people have approved it, and
 * verified with that; or something is missing.
 */
async function follow(
  options: ApprovalsOptions,
  { tenantId, id, selection }: ApprovalRequest,
  reading: TenantReading,
): Promise<ApprovalRequest | undefined> {
  const { verdict, missing } = judge(options, { selection }, reading);
  if (verdict !== "complete") return noteCheck(options, { tenantId, id }, { verdict, missing });
  const { readAt } = reading;
  const event = (kind: "granted" | "verified") => () => ({
    kind,
    at: options.clock.now(),
    readAt,
  });
  await changeByEvent(options, { tenantId, id }, event("granted"));
  await changeByEvent(options, { tenantId, id }, event("verified"));
  return (await readApproval(options, tenantId, id))?.record.request;
}

/** Compares an app with what the set-up needs by the catalogue of today. */
function judge(
  { catalogue }: Pick<ApprovalsOptions, "catalogue">,
  { selection }: Pick<ApprovalRequest, "selection">,
  reading: TenantReading,
): { readonly verdict: "complete" | "incomplete" | "unclear"; readonly missing: string[] } {
  const setUps = parseSelection(catalogue, selection) ?? [];
  const cases = casesOfSelection(catalogue, setUps);
  const needs = requirePermissions(catalogue, cases);
  // Of a set-up that the catalogue does not have any more nothing can be said.
  if (needs.length === 0 || cases.length < setUps.length)
    return { verdict: "unclear", missing: [] };
  const { verdict, rows } = compareGrants(catalogue, needs, reading);
  const missing = rows.flatMap(({ requirement: need, state }) =>
    need?.phase === "configured" && (state === "missing" || state === "unknown")
      ? [`${need.permission.key} ${need.type}`]
      : [],
  );
  return { verdict, missing };
}

/** Pauses after a look that did not show everything, in milliseconds: directories take their time to agree. */
const PAUSES: readonly number[] = [60_000, 300_000, 900_000, 3_600_000, 21_600_000, 86_400_000];

/** Writes down what a look at a granted request did not show, and when to look next. */
async function noteCheck(
  options: ApprovalsOptions,
  { tenantId, id }: Which,
  { verdict, missing }: Pick<ApprovalCheck, "verdict" | "missing">,
): Promise<ApprovalRequest | undefined> {
  await changeApproval(options, { tenantId, id }, async ({ request, looks, lookAt }) => {
    const at = options.clock.now();
    // Before the consent there is nothing to miss.
    if (request.state !== "granted") return lookAt === null ? undefined : { request, lookAt: null };
    const pause = PAUSES[looks];
    const isLast = pause === undefined;
    const next = { ...request, check: { at, verdict, missing, isLast } };
    const letters = await cardLetters(options, next);
    return { request: next, lookAt: isLast ? null : at + pause, looks: looks + 1, letters };
  });
  return (await readApproval(options, tenantId, id))?.record.request;
}
