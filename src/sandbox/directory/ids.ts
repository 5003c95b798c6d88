import { createHash } from "node:crypto";

/** A GUID that is always the same for the same text. */
export function toGuid(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  // Version 8 and the variant of RFC 9562: a GUID whose bits mean what its maker wants.
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

/**
 * Id of a delegated grant as Entra forms it: the object ids of client, resource and, for one person's
 * grant, that person, packed one behind the other.
 */
export function toGrantId(clientId: string, resourceId: string, personId: string | null): string {
  const guids = personId === null ? [clientId, resourceId] : [clientId, resourceId, personId];
  return Buffer.concat(guids.map(toBytes)).toString("base64url");
}

/** Id of an appRoleAssignment: the client's object id and 16 bytes of its own. */
export function toAssignmentId(clientId: string, unique: string): string {
  const own = createHash("sha256").update(unique).digest().subarray(0, 16);
  return Buffer.concat([toBytes(clientId), own]).toString("base64url");
}

/** The first three groups of a GUID are little-endian in Microsoft's packed form. */
function toBytes(guid: string): Buffer {
  const bytes = Buffer.from(guid.replaceAll("-", ""), "hex");
  return Buffer.concat([
    bytes.subarray(0, 4).reverse(),
    bytes.subarray(4, 6).reverse(),
    bytes.subarray(6, 8).reverse(),
    bytes.subarray(8),
  ]);
}
