import type { ConsentsOptions } from "./options.ts";
import { listRequests, removeRequest } from "./requests.ts";

/** Deletes the requests that a person has made; their links then count no more. @returns how many */
export async function forgetRequests(
  options: ConsentsOptions,
  tenantId: string,
  personId: string,
): Promise<number> {
  let forgotten = 0;
  for await (const record of listRequests(options, tenantId, personId)) {
    const object = `consent:${record.id}`;
    const entry = { verb: "consent.forgotten", actor: personId, object };
    forgotten += Number(await removeRequest(options, record, entry));
  }
  return forgotten;
}
