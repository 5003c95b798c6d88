import { findCloud } from "../../src/core/cloud/index.ts";
import { type Credential, createCredential, createEgress } from "../../src/identity/index.ts";
import type { FakeAnswer, FakeGraph } from "../support/fake-graph.ts";
import { createFakeClock } from "../support/fakes.ts";

export const appId = "c11e9700-0000-4000-8000-000000000002";
export const tenantId = "7e9a9700-0000-4000-8000-000000000001";
export const identityId = "1de97170-0000-4000-8000-000000000003";
/** Must not be seen anywhere but in a token request. */
export const canary = "canary-5f0c2c-secret";

export const cloud = findCloud("public");
export const metadata = "http://169.254.169.254";

/** An egress whose sign-in and metadata service are the fake. */
export function openEgress({ origin }: FakeGraph, timeout?: number) {
  const map = { [cloud.loginBase]: origin, [cloud.graphBase]: origin, [metadata]: origin };
  return createEgress(cloud, map, {
    identityEndpoints: [metadata],
    ...(timeout && { timeout }),
  });
}

export function secretOf(fake: FakeGraph): Credential {
  const egress = openEgress(fake);
  return createCredential({ secret: canary, cloud, egress, clock: createFakeClock() });
}

export function tokenOf(access_token: string): FakeAnswer {
  return { body: { token_type: "Bearer", expires_in: 3599, access_token } };
}

export function refusalOf(number: number, error = "invalid_request", status = 400): FakeAnswer {
  const body = { error, error_codes: [number], error_description: `AADSTS${number}: no.` };
  return { status, body };
}
