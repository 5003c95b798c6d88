import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAuditKey, openStore, readAuditRows, verifyLedger } from "../../src/store/index.ts";
import { tenantId } from "./activities.ts";
import { createEnvironment } from "./talk.ts";

const SECRET = "a secret for as long as a test takes";

/** A store's file, the settings of a product on it, and what can be read there once nobody holds it. */
export interface KeptFile {
  readonly environment: Readonly<Record<string, string>>;
  /** Consent requests, oldest first; the file must be free. */
  read(): Promise<KeptState>;
  remove(): void;
}

/** What a product left in its file. */
interface KeptState {
  readonly requests: readonly KeptRequest[];
  /** Audit lines of consents, oldest first: verb and outcome. */
  readonly audit: readonly string[];
  readonly verdict: string;
}

/** What tests look at of a consent request. */
export interface KeptRequest {
  readonly openedAt: number;
  readonly links: readonly { readonly status: string; readonly claim: object | null }[];
  readonly outcome: { readonly kind: string } | null;
}

export function createKeptFile(): KeptFile {
  const folder = mkdtempSync(join(tmpdir(), "consentry-kept-"));
  const file = join(folder, "state.db");
  return {
    environment: { ...createEnvironment(), STORE_FILE: file, SECRET_STATE_KEY: SECRET },
    read: () => readFile(file),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function readFile(file: string): Promise<KeptState> {
  const store = await openStore({ file });
  try {
    const rows = await store.list(tenantId, { from: "consent|", to: "consent|~" });
    const requests = rows
      .map(({ value }) => value as KeptRequest)
      .sort((one, other) => one.openedAt - other.openedAt);
    const audit: string[] = [];
    for await (const { line } of readAuditRows(store, tenantId))
      if (line?.verb.startsWith("consent."))
        audit.push([line.verb, line.details?.outcome ?? ""].join(" ").trim());
    const { kind: verdict } = await verifyLedger(store, createAuditKey([SECRET]), tenantId);
    return { requests, audit, verdict };
  } finally {
    await store.close();
  }
}
