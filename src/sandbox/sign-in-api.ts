import { z } from "zod";
import { findPerson, people } from "./directory/people.ts";
import type { Switches } from "./entra/entra.ts";
import { type Answer, type Call, Refusal, type Route } from "./http.ts";
import { readAs } from "./teams/sent-activity.ts";

/** Body of `PUT /sandbox/api/tenant/sign-in`; what is left out stays. */
const Change = z.strictObject({
  isSuberrorSent: z.boolean().optional(),
  /** Ids or aliases of everybody who needs a second factor from now on. */
  mfa: z.array(z.string()).max(20).optional(),
  /** Ids or aliases of everybody whom a policy keeps out from now on. */
  blocked: z.array(z.string()).max(20).optional(),
  tokenLifetimeSeconds: z.int().min(1).max(86_400).optional(),
  hostToken: z.enum(["given", "refused"]).optional(),
  isEarlierConsentDropped: z.boolean().optional(),
  defaultReach: z.enum(["resource", "registration"]).optional(),
  refusal: z.enum(["documented", "seen"]).optional(),
});

const bodyLimit = 16 * 1024;

/**
 * How the simulated sign-in service behaves where Microsoft's does one or the other: `GET` and `PUT`
 * `/sandbox/api/tenant/sign-in` with the Switches of entra/authority.ts, people as ids in `mfa` and
 * `blocked`.
 * Errors: 400 bad body or unknown person.
 */
export function signInRoutes(readSwitches: () => Switches, onChange: () => void): readonly Route[] {
  const path = "/sandbox/api/tenant/sign-in";
  const show = (): Answer => {
    const switches = readSwitches();
    return {
      status: 200,
      body: { ...switches, mfa: [...switches.mfa], blocked: [...switches.blocked] },
    };
  };
  return [
    { method: "GET", path, answer: show },
    {
      method: "PUT",
      path,
      answer: async (call) => {
        await change(readSwitches(), call);
        onChange();
        return show();
      },
    },
  ];
}

async function change(switches: Switches, call: Call): Promise<void> {
  const { mfa, blocked, ...rest } = readAs(Change, await call.json(bodyLimit));
  const lists = { mfa: mfa?.map(requirePersonId), blocked: blocked?.map(requirePersonId) };
  Object.assign(switches, rest);
  if (lists.mfa) replace(switches.mfa, lists.mfa);
  if (lists.blocked) replace(switches.blocked, lists.blocked);
}

function replace(set: Set<string>, ids: readonly string[]): void {
  set.clear();
  for (const { id } of people) if (ids.includes(id)) set.add(id);
}

function requirePersonId(idOrAlias: string): string {
  const person = findPerson(idOrAlias);
  if (person) return person.id;
  const message = "A list holds no id or alias of /sandbox/api/people.";
  throw new Refusal(400, "UnknownPerson", message);
}
