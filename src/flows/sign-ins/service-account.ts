import { z } from "zod";
import type { Identity, Ledger, Person, PersonTokens, Store } from "../../ports/index.ts";
import { keepSteward } from "../steward.ts";

/** The account that signed in for a tenant's jobs. */
export interface ServiceAccount {
  readonly personId: string;
  readonly name: string;
}

/** The accounts that jobs may act as. */
export interface ServiceAccounts {
  find(tenantId: string): Promise<ServiceAccount | undefined>;
  /**
   * Puts an account in the place of the one before. At no time do jobs act as an account that is not
   * written down: the old one is forgotten first, and the new one's tokens are kept last.
   * @param actor the administrator who asked for it
   * @throws AppError ERR_STORE_FAILED, and then the tenant has none
   */
  connect(
    actor: Person,
    account: Pick<Identity, "personId" | "name">,
    settle: () => Promise<void>,
  ): Promise<void>;
  /** Forgets the account with its tokens, and writes down who did it. Without one nothing happens. */
  disconnect(actor: Person): Promise<void>;
  /** Forgets it where the account is that person's own. */
  forget(person: Person): Promise<void>;
}

/** What service accounts are kept with. */
export interface ServiceAccountsOptions {
  readonly store: Pick<Store, "get">;
  readonly ledger: Ledger;
  readonly tokens: Pick<PersonTokens, "forget">;
}

/** The person under whose name the tokens of the service account are kept. */
export const SERVICE_ACCOUNT = "service-account";
const ROW = "service-account";

const Account = z.strictObject({ personId: z.string(), name: z.string() });

/** Keeps them in row `service-account` of the tenant. */
export function createServiceAccounts(options: ServiceAccountsOptions): ServiceAccounts {
  const { store, ledger, tokens } = options;
  const find = async (tenantId: string) =>
    Account.safeParse((await store.get(tenantId, ROW))?.value).data;
  const forgetTokens = (tenantId: string) => tokens.forget({ tenantId, personId: SERVICE_ACCOUNT });
  const disconnect = async ({ tenantId, personId: actor }: Person) => {
    const account = await find(tenantId);
    await forgetTokens(tenantId);
    if (!account) return;
    const entry = toEntry("service-account.disconnected", actor, account.personId);
    await ledger.record(tenantId, entry, async () =>
      (await find(tenantId)) ? [{ op: "delete", rk: ROW }] : undefined,
    );
  };
  return {
    find,
    connect: async ({ tenantId, personId: actor }, { personId, name }, settle) => {
      await forgetTokens(tenantId);
      const entry = toEntry("service-account.connected", actor, personId);
      const value = { personId, name };
      await ledger.record(tenantId, entry, async () => [
        { op: "put", rk: ROW, value },
        keepSteward(actor),
      ]);
      await settle();
    },
    disconnect,
    forget: async (person) => {
      const account = await find(person.tenantId);
      if (account?.personId === person.personId) await disconnect(person);
    },
  };
}

function toEntry(verb: string, actor: string, account: string) {
  return { verb, actor, object: `person:${account}` };
}
