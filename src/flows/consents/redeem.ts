import { type OutcomeClaim, readCallback } from "../../core/consent/index.ts";
import type { ConsentsOptions } from "./options.ts";
import type { ConsentRecord } from "./record.ts";
import { changeRequest } from "./requests.ts";
import { fitsRecord, openState, type StateClaims } from "./state.ts";

/** What a visit to the callback address came to. */
export type Redeemed =
  /** The first to come back on this link. */
  | { readonly kind: "redeemed"; readonly record: ConsentRecord; readonly link: number }
  /** Somebody came back on it before. */
  | { readonly kind: "replayed"; readonly record: ConsentRecord }
  /** Its time was over. */
  | { readonly kind: "late"; readonly record: ConsentRecord }
  /** No state of ours, or one that says something else than its request: nothing to tell anybody. */
  | { readonly kind: "foreign" };

/**
 * Redeems a link by one conditional update of its request: of all who come back on it, exactly one wins.
 * The state is looked at first; what else stands in the address only becomes the claim to be proved.
 */
export async function redeem(options: ConsentsOptions, query: URLSearchParams): Promise<Redeemed> {
  const claims = readState(options, query);
  if (!claims) {
    options.log.warn("a consent callback carried no state of ours");
    return { kind: "foreign" };
  }
  const claim = readCallback(query);
  let redeemed: Redeemed = { kind: "foreign" };
  const { tenantId, id } = claims;
  const entry = () => toEntry(claims, claim);
  const changed = await changeRequest(options, { tenantId, id, entry }, (record) => {
    const taken = takeLink(record, claims, { claim, now: options.clock.now() });
    redeemed = taken.redeemed;
    return taken.record;
  });
  // The request as it was committed, its deadline moved.
  if (changed) redeemed = { kind: "redeemed", record: changed, link: claims.link };
  // It was deleted by somebody while this commit lost against them.
  else if (isTaken(redeemed)) redeemed = { kind: "foreign" };
  options.log.info("a consent callback came", { outcome: redeemed.kind, tenantId });
  return redeemed;
}

function isTaken({ kind }: Redeemed): boolean {
  return kind === "redeemed";
}

function readState({ seal }: ConsentsOptions, query: URLSearchParams): StateClaims | undefined {
  const [state, ...others] = query.getAll("state");
  if (state === undefined || others.length > 0) return undefined;
  return openState(seal, state);
}

function toEntry({ id, link }: StateClaims, claim: OutcomeClaim) {
  const details = { link, claim: claim.kind, ...(claim.kind === "refused" && { how: claim.how }) };
  return { verb: "consent.redeemed", actor: "browser", object: `consent:${id}`, details };
}

interface Taken {
  readonly redeemed: Redeemed;
  readonly record: ConsentRecord | undefined;
}

function takeLink(
  record: ConsentRecord,
  claims: StateClaims,
  { claim, now }: { readonly claim: OutcomeClaim; readonly now: number },
): Taken {
  const link = record.links[claims.link];
  if (!link || !fitsRecord(claims, record))
    return { redeemed: { kind: "foreign" }, record: undefined };
  if (link.status !== "open") return { redeemed: { kind: "replayed", record }, record: undefined };
  if (now >= record.expiresAt) return { redeemed: { kind: "late", record }, record: undefined };
  const links = record.links.map((one, index) =>
    index === claims.link ? { ...one, claim, status: "checking" as const } : one,
  );
  const taken = { ...record, links };
  return { redeemed: { kind: "redeemed", record: taken, link: claims.link }, record: taken };
}
