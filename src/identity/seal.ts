import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import { z } from "zod";
import type { ConsentClaims, Seal } from "../ports.ts";

const Claims = z.strictObject({
  id: z.string(),
  tenantId: z.string(),
  personId: z.string(),
  conversationId: z.string(),
  clientId: z.string(),
  selection: z.string(),
  expiresAt: z.number(),
}) satisfies z.ZodType<ConsentClaims>;

interface Key {
  readonly id: string;
  readonly bytes: Buffer;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals consent states with AES-256-GCM as `<key id>.<base64url>`.
 * @param secrets the first seals; the others may still open what they sealed. Without any, a random
 *   key is made that ends with the process.
 */
export function createSeal(secrets: readonly string[] = [randomBytes(32).toString("hex")]): Seal {
  const keys = secrets.map(toKey);
  const [current] = keys;
  if (!current) throw new RangeError("a seal needs a key");
  return {
    seal: (claims) => `${current.id}.${encrypt(current, JSON.stringify(claims))}`,
    open: (text) => open(keys, text),
  };
}

function toKey(secret: string): Key {
  const bytes = Buffer.from(hkdfSync("sha256", secret, "", "consentry consent state", 32));
  const id = createHash("sha256").update(bytes).digest("base64url").slice(0, 8);
  return { id, bytes };
}

function encrypt({ id, bytes }: Key, text: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", bytes, iv).setAAD(Buffer.from(id));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64url");
}

function open(keys: readonly Key[], text: string): ConsentClaims | undefined {
  const [id, sealed = "", ...rest] = text.slice(0, 8192).split(".");
  const key = keys.find((known) => known.id === id);
  if (!key || rest.length > 0) return undefined;
  try {
    return Claims.parse(JSON.parse(decrypt(key, Buffer.from(sealed, "base64url"))));
  } catch {
    // Changed, cut or foreign text: there is nothing to say about it but that it is not ours.
    return undefined;
  }
}

function decrypt({ id, bytes }: Key, sealed: Buffer): string {
  const iv = sealed.subarray(0, IV_BYTES);
  const tag = sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", bytes, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(id)).setAuthTag(tag);
  const body = sealed.subarray(IV_BYTES + TAG_BYTES);
  return Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
}
