import {
  grantName,
  isHeld,
  isSame,
  registeredOf,
  type TenantPermission,
  type TenantReading,
  toPermission,
} from "../grant/index.ts";
import type { OutcomeClaim } from "./callback.ts";
import type { ConsentPart } from "./link.ts";
import type { ConsentOutcome } from "./outcome.ts";

/** One permission that a link asked for, and for whom: `user` asks for one person, the others for all. */
export interface Asked {
  readonly permission: TenantPermission;
  readonly endpoint: ConsentPart["endpoint"];
}

/** What is known when somebody came back from a consent page. */
export interface Judging {
  readonly claim: OutcomeClaim;
  /** Tenant that the link was made for, a GUID in lower case. */
  readonly tenantId: string;
  /** Object id of the person whose own grant is enough where a link asked for one person; null for none. */
  readonly personId: string | null;
  readonly asked: readonly Asked[];
  /** Names of the grants from before the link ({@link grantName}); null where they were not read. */
  readonly before: readonly string[] | null;
  readonly reading: TenantReading;
  /** Nobody will look again: what is not seen now is not waited for. */
  readonly isLastTry: boolean;
}

/**
 * Says what came of a consent. The directory decides: what it shows is granted whatever the redirect
 * said, and what it does not show is not. Directories lag, so before the last try anything less than all
 * is worth waiting for, unless the page could not grant it.
 * @returns `wait` when another reading may show more
 */
export function judgeOutcome(judging: Judging): ConsentOutcome | { readonly kind: "wait" } {
  const open = findOpen(judging);
  if (open.length === 0 && judging.asked.length > 0) return { kind: "granted" };
  const { claim, tenantId, reading } = judging;
  if (claim.kind === "refused") return toRefusal(claim);
  if (claim.kind === "accepted" && claim.tenant !== null && claim.tenant !== tenantId)
    return { kind: "other-tenant" };
  const isAwaited = open.length === 0 || open.some((one) => mayStillCome(one, reading));
  if (isAwaited && !judging.isLastTry) return { kind: "wait" };
  return judgeFinally(judging, { missing: open.map(({ permission }) => permission), isAwaited });
}

/** What of it the directory does not show. */
export function listMissing(judging: Pick<Judging, "asked" | "reading" | "personId">) {
  return findOpen(judging).map(({ permission }) => permission);
}

function findOpen({
  asked,
  reading,
  personId,
}: Pick<Judging, "asked" | "reading" | "personId">): Asked[] {
  return asked.filter((one) => {
    const who = one.endpoint === "user" ? personId : null;
    return !isHeld(reading.grants, one.permission, who);
  });
}

/** A `.default` page grants what the registration lists: what it does not list is not on its way. */
function mayStillCome(one: Asked, reading: TenantReading): boolean {
  const registered = one.endpoint === "admin-default" ? registeredOf(reading) : null;
  if (registered === null) return true;
  return registered.some((entry) => isSame(entry, one.permission));
}

function toRefusal(claim: Extract<OutcomeClaim, { kind: "refused" }>): ConsentOutcome {
  return claim.how === "failed" ? { kind: "failed", code: claim.code } : { kind: claim.how };
}

interface Left {
  readonly missing: readonly TenantPermission[];
  /** False when no page could have granted it. */
  readonly isAwaited: boolean;
}

function judgeFinally(judging: Judging, { missing, isAwaited }: Left): ConsentOutcome {
  const unread = findUnread(judging, missing);
  if (unread) return { kind: "unproved", reason: unread };
  if (missing.length < judging.asked.length) return { kind: "partial", missing };
  const granted = findNew(judging);
  if (granted.length > 0 || !isAwaited) return { kind: "other", granted, missing };
  // Without an error and without a yes there is nothing on its way.
  return judging.claim.kind === "empty" ? { kind: "failed", code: null } : { kind: "replicating" };
}

/** Why something that is not seen may be there all the same. */
function findUnread(
  { reading }: Judging,
  missing: readonly TenantPermission[],
): Extract<ConsentOutcome, { kind: "unproved" }>["reason"] | undefined {
  const gap = reading.gaps.find(({ part }) => missing.some(({ type }) => type === part));
  if (!gap) return undefined;
  if (gap.reason === "busy") return "busy";
  return gap.reason === "refused" ? "not-connected" : "unreachable";
}

/** What was granted since, for everybody or for that person: other people's own consents are not about this. */
function findNew({ reading, before, personId }: Judging): TenantPermission[] {
  if (before === null) return [];
  const known = new Set(before);
  const granted = reading.grants.filter(
    (grant) =>
      !known.has(grantName(grant)) && (grant.reach !== "person" || grant.personId === personId),
  );
  return granted.map(toPermission);
}
