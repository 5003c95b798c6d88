// Opens the store that the settings name; start.ts and the commands that look at it do the same.
import { refuseTables, type Settings } from "./config/index.ts";
import { findCloud } from "./core/cloud/index.ts";
import { createEgress, createManagedToken, listIdentityEndpoints } from "./identity/index.ts";
import type { Log } from "./ports/index.ts";
import { type OpenStore, openStore, type TablesAccess } from "./store/index.ts";

/** The same in every cloud of Azure: learn.microsoft.com/azure/storage/tables/authorize-access-azure-active-directory */
const STORAGE = "https://storage.azure.com/";

/** What is asked for beside the settings. */
interface Wish {
  readonly log?: Log;
  /** Milliseconds to wait for the process that holds the file. @default 10000 */
  readonly waitMs?: number;
}

/** @throws AppError ERR_STORE_LOCKED, ERR_STORE_NEWER, ERR_STORE_FAILED */
export async function openSettledStore(settings: Settings, wish: Wish = {}): Promise<OpenStore> {
  if (settings.STORE === "tables") return openSettledTable(settings, wish.log);
  return openStore({ file: settings.STORE_FILE, ...wish });
}

/**
 * Opens the table, also where STORE does not name it yet.
 * @throws AppError ERR_CONFIG_INVALID, ERR_CONFIG_UNSAFE, ERR_STORE_FAILED
 */
export async function openSettledTable(settings: Settings, log?: Log): Promise<OpenStore> {
  refuseTables(settings);
  const access = toAccess(settings);
  return openStore({ tables: { access, name: settings.TABLES_NAME, ...(log && { log }) } });
}

function toAccess(settings: Settings): TablesAccess {
  const { SECRET_TABLES_CONNECTION: connection, TABLES_ENDPOINT: endpoint = "" } = settings;
  if (connection !== undefined) return { kind: "connection", connection };
  const { TABLES_MANAGED_IDENTITY: clientId = "", IDENTITY_ENDPOINT } = settings;
  const identityEndpoints = listIdentityEndpoints({
    managedIdentity: clientId,
    endpoint: IDENTITY_ENDPOINT,
  });
  const egress = createEgress(findCloud(settings.CLOUD), {}, { identityEndpoints });
  const getToken = createManagedToken({ clientId, resource: STORAGE, egress });
  return { kind: "identity", endpoint, getToken };
}
