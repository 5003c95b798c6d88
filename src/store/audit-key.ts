import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";

/** What was signed, and with which key. */
export interface Signature {
  /** Tells keys apart, and nothing about them. */
  readonly key: string;
  /** HMAC-SHA256, base64url. */
  readonly mac: string;
}

/** Signs audit lines, and tells whether one is as it was signed. */
export interface AuditKey {
  /** Goes into what is signed. */
  readonly id: string;
  sign(text: string): string;
  /** `unknown` when none of the keys has that id. */
  check(text: string, signature: Signature): "good" | "bad" | "unknown";
}

/**
 * Derives the keys of the audit log from secrets that have other uses too.
 * @param secrets the first signs; the others prove what they signed before. Without any, a random key is
 *   made that ends with the process, and with it the proof.
 */
export function createAuditKey(
  secrets: readonly string[] = [randomBytes(32).toString("hex")],
): AuditKey {
  const keys = new Map(secrets.map(toKey));
  const [first] = keys;
  if (!first) throw new RangeError("an audit log needs a key");
  const [id, current] = first;
  return {
    id,
    sign: (text) => toMac(current, text).toString("base64url"),
    check: (text, { key, mac }) => {
      const known = keys.get(key);
      if (!known) return "unknown";
      return isSame(toMac(known, text), Buffer.from(mac, "base64url")) ? "good" : "bad";
    },
  };
}

function toKey(secret: string): [id: string, bytes: Buffer] {
  const bytes = Buffer.from(hkdfSync("sha256", secret, "", "consentry audit log", 32));
  return [createHash("sha256").update(bytes).digest("base64url").slice(0, 8), bytes];
}

function toMac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function isSame(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
