// The only file that loads the SDK, and only where STORE=tables: it takes half a second and 38 MB.
import { TableClient } from "@azure/data-tables";
import { AppError } from "../core/errors.ts";
import { type Answer, askPatiently, PATIENCE } from "./patience.ts";
import { NoToken } from "./tables-faults.ts";
import { TablesStore, type TablesStoreOptions } from "./tables-store.ts";
import { toTable } from "./tables-table.ts";

/** A token for the table service, and when it ends. */
export interface TableToken {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Where the table is, and as whom Consentry comes. */
export type TablesAccess =
  /** In Azure, as a managed identity. */
  | {
      readonly kind: "identity";
      /** `https://<account>.table.core.windows.net` */
      readonly endpoint: string;
      readonly getToken: () => Promise<TableToken>;
    }
  /** With a key or a shared access signature, or to Azurite. */
  | { readonly kind: "connection"; readonly connection: string };

export interface TablesOptions extends TablesStoreOptions {
  readonly access: TablesAccess;
  /** Letters and digits; the table is made when it is missing. */
  readonly name: string;
}

/** As long as a file that another process holds is waited for. */
const OPENING = { ...PATIENCE, allMs: 10_000 };

/** @throws AppError ERR_CONFIG_INVALID, ERR_STORE_FAILED with one sentence that says what to set */
export async function openTables(options: TablesOptions): Promise<TablesStore> {
  const { access, name, patience = OPENING } = options;
  const client = connect(access, name);
  const table = toTable(client);
  // Asked first: an identity that may use the table need not be one that may make it.
  let answer: Answer<unknown> = await askPatiently(
    (signal) => table.get("sys", "-", signal),
    patience,
  );
  if (answer.kind === "failed" && answer.fault.details.endsWith("TableNotFound"))
    answer = await askPatiently((abortSignal) => client.createTable({ abortSignal }), patience);
  if (answer.kind === "failed" && answer.fault.kind !== "missing")
    throw toUnopened(access, answer.fault.details, answer.error);
  return new TablesStore(table, options);
}

/** What is repeated, and when, is decided by {@link askPatiently}; a redirect would take the token along. */
const CLIENT = { retryOptions: { maxRetries: 0 }, redirectOptions: { maxRetries: 0 } };

function connect(access: TablesAccess, name: string): TableClient {
  if (access.kind === "identity")
    return new TableClient(access.endpoint, name, toCredential(access.getToken), CLIENT);
  try {
    // The settings let http through on loopback only.
    const options = { ...CLIENT, allowInsecureConnection: true };
    return TableClient.fromConnectionString(access.connection, name, options);
  } catch {
    // Its words may quote the key.
    const sentence =
      "SECRET_TABLES_CONNECTION does not fit: set it to the connection string of a storage account.";
    throw new AppError("ERR_CONFIG_INVALID", sentence);
  }
}

function toCredential(getToken: () => Promise<TableToken>) {
  return {
    getToken: async () => {
      try {
        const { token, expiresAt } = await getToken();
        return { token, expiresOnTimestamp: expiresAt };
      } catch (cause) {
        throw new NoToken("the managed identity gave no token", { cause });
      }
    },
  };
}

function toUnopened({ kind }: TablesAccess, details: string, cause: unknown): AppError {
  const remedy =
    kind === "identity"
      ? "set TABLES_ENDPOINT and TABLES_MANAGED_IDENTITY, and give that identity the role Storage Table Data Contributor"
      : "set SECRET_TABLES_CONNECTION to the connection string of a storage account";
  const sentence = `The table does not open (${details}): ${remedy}.`;
  return new AppError("ERR_STORE_FAILED", sentence, { details, cause });
}
