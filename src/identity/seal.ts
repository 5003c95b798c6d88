import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import type { Seal } from "../ports/index.ts";

interface Key {
  readonly id: string;
  readonly bytes: Buffer;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** What a seal is for. */
export interface SealOptions {
  /**
   * What its keys are made for: with the same secret, a text that was sealed under one label opens under no
   * other. @default the label of states in addresses
   */
  readonly label?: string;
  /** Characters of the longest text that opens. @default 8192, which suits an address */
  readonly limit?: number;
}

/** The seal of what is kept of people's tokens. */
export const TOKEN_SEAL = {
  label: "consentry person tokens",
  limit: 128 * 1024,
} as const satisfies SealOptions;

/**
 * Seals plain data with AES-256-GCM as `<key id>.<base64url>`. The purpose is authenticated with it.
 * @param secrets the first seals; the others may still open what they sealed. Without any, a random
 *   key is made that ends with the process.
 */
export function createSeal(
  secrets: readonly string[] = [randomBytes(32).toString("hex")],
  { label = "consentry consent state", limit = 8192 }: SealOptions = {},
): Seal {
  const keys = secrets.map((secret) => toKey(secret, label));
  const [current] = keys;
  if (!current) throw new RangeError("a seal needs a key");
  return {
    seal: (purpose, value) => `${current.id}.${encrypt(current, purpose, JSON.stringify(value))}`,
    open: (purpose, text) => (text.length > limit ? undefined : open(keys, purpose, text)),
  };
}

function toKey(secret: string, label: string): Key {
  const bytes = Buffer.from(hkdfSync("sha256", secret, "", label, 32));
  const id = createHash("sha256").update(bytes).digest("base64url").slice(0, 8);
  return { id, bytes };
}

function encrypt({ id, bytes }: Key, purpose: string, text: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", bytes, iv).setAAD(toContext(id, purpose));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64url");
}

function open(keys: readonly Key[], purpose: string, text: string): unknown {
  const [id, sealed = "", ...rest] = text.split(".");
  const key = keys.find((known) => known.id === id);
  if (!key || rest.length > 0) return undefined;
  try {
    return JSON.parse(decrypt(key, purpose, Buffer.from(sealed, "base64url")));
  } catch {
    // Changed, cut or foreign text: there is nothing to say about it but that it is not ours.
    return undefined;
  }
}

function decrypt({ id, bytes }: Key, purpose: string, sealed: Buffer): string {
  const iv = sealed.subarray(0, IV_BYTES);
  const tag = sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", bytes, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(toContext(id, purpose)).setAuthTag(tag);
  const body = sealed.subarray(IV_BYTES + TAG_BYTES);
  return Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
}

function toContext(keyId: string, purpose: string): Buffer {
  return Buffer.from(`${keyId} ${purpose}`);
}
