import { createPersonTokens, createSeal, TOKEN_SEAL } from "../../src/identity/index.ts";
import type { Identity, Person, Store } from "../../src/ports/index.ts";
import { openStore } from "../../src/store/index.ts";
import type { FakeGraph } from "../support/fake-graph.ts";
import { createFakeClock, createFakeLog } from "../support/fakes.ts";
import { appId, cloud, openEgress, secretOf, tenantId } from "./entra.ts";

export const HOUR = 3_600_000;
export const ada: Person = { tenantId, personId: "a1a1a1a1-0000-4000-8000-000000000001" };
export const bob: Person = { tenantId, personId: "b2b2b2b2-0000-4000-8000-000000000002" };

/** The tokens of people against a scripted token endpoint. */
export async function openFake(fake: FakeGraph, given: { store?: Store; limit?: number } = {}) {
  const store = given.store ?? (await openStore({ file: ":memory:" }));
  const clock = createFakeClock();
  const log = createFakeLog();
  const egress = openEgress(fake);
  const credential = secretOf(fake);
  const seal = createSeal(["k".repeat(32)], TOKEN_SEAL);
  const { limit } = given;
  const tokens = createPersonTokens({
    apiId: appId,
    credential,
    cloud,
    egress,
    clock,
    store,
    seal,
    log,
    ...(limit && { limit }),
  });
  const identify = (person: Person, expiresIn = HOUR): Identity => ({
    ...person,
    name: "Ada",
    isGuest: false,
    roles: ["teams-administrator"],
    expiresAt: clock.now() + expiresIn,
  });
  return { store, clock, log, seal, tokens, identify };
}

/** The form of the token request that came last, or of another one. */
export function formOf(fake: FakeGraph, index = -1): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(fake.requests.at(index)?.body));
}
