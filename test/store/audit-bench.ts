import type { AuditEntry, Clock, Row, Store } from "../../src/ports/index.ts";
import { createAuditKey, createLedger } from "../../src/store/index.ts";
import { createFakeIds } from "../support/fakes.ts";

export const tenantId = "7e9a9700-5a9d-4b0c-8000-000000000002";
export const key = createAuditKey(["first secret of the audit log"]);

export function entry(overrides: Partial<AuditEntry> = {}): AuditEntry {
  return { verb: "consent.opened", actor: "person-1", object: "consent:c1", ...overrides };
}

interface Setting {
  readonly store: Store;
  readonly clock: Clock;
}

export function ledgerOf({ store, clock }: Setting, auditKey = key) {
  return createLedger({ store, key: auditKey, clock, ids: createFakeIds() });
}

export async function listAudit(store: Store, of = tenantId): Promise<readonly Row[]> {
  return store.list(of, { from: "audit|", to: "audit|~", limit: 10_000 });
}
