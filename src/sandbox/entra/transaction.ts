import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { z } from "zod";

/** What a form of the consent pages carries: the link it began with and who was picked. */
const Transaction = z.strictObject({
  kind: z.enum(["admin-v2", "admin-v1", "authorize"]),
  tenantName: z.string(),
  /** The query string of the link. */
  search: z.string(),
  personId: z.string().nullable(),
});
export type Transaction = z.infer<typeof Transaction>;

const Sealed = z.strictObject({ transaction: Transaction, id: z.string(), expiresAt: z.number() });

/** Signs transactions with a key that ends with the process, so that no other form can stand for one. */
export interface Transactions {
  sign(transaction: Transaction): string;
  /** The transaction, or undefined for one that is foreign, changed, used or older than ten minutes. */
  read(text: string): Transaction | undefined;
  /** As `read`, and from then on it counts as used. */
  take(text: string): Transaction | undefined;
}

const lifetimeMs = 10 * 60_000;

/** @param now milliseconds since 1970 */
export function createTransactions(now: () => number): Transactions {
  const key = randomBytes(32);
  const used = new Map<string, number>();
  const toMac = (body: string) => createHmac("sha256", key).update(body).digest();
  const open = (text: string) => {
    const [body = "", mac = ""] = text.split(".");
    const given = Buffer.from(mac, "base64url");
    const right = toMac(body);
    if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
    const sealed = Sealed.parse(JSON.parse(Buffer.from(body, "base64url").toString("utf8")));
    return sealed.expiresAt <= now() || used.has(sealed.id) ? undefined : sealed;
  };
  return {
    sign: (transaction) => {
      const id = randomBytes(16).toString("base64url");
      const sealed = { transaction, id, expiresAt: now() + lifetimeMs };
      const body = Buffer.from(JSON.stringify(sealed)).toString("base64url");
      return `${body}.${toMac(body).toString("base64url")}`;
    },
    read: (text) => open(text)?.transaction,
    take: (text) => {
      const sealed = open(text);
      if (sealed) remember(used, sealed, now());
      return sealed?.transaction;
    },
  };
}

/** Used ones are kept until they have expired. */
function remember(
  used: Map<string, number>,
  { id, expiresAt }: { readonly id: string; readonly expiresAt: number },
  now: number,
): void {
  for (const [known, expiry] of used) if (expiry <= now) used.delete(known);
  used.set(id, expiresAt);
}
