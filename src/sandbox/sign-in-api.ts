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
  isEarlierConsentDropped: z.boolean().optional(),
  defaultReach: z.enum(["resource", "registration"]).optional(),
  refusal: z.enum(["documented", "seen"]).optional(),
});

const bodyLimit = 16 * 1024;

/**
 * How the simulated sign-in service behaves where Microsoft's does one or the other: `GET` and `PUT`
 * `/sandbox/api/tenant/sign-in` with the Switches of entra/authority.ts, people as ids in `mfa`.
 * Errors: 400 bad body or unknown person.
 */
export function signInRoutes(readSwitches: () => Switches, onChange: () => void): readonly Route[] {
  const path = "/sandbox/api/tenant/sign-in";
  const show = (): Answer => {
    const switches = readSwitches();
    return { status: 200, body: { ...switches, mfa: [...switches.mfa] } };
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
  const { mfa, ...rest } = readAs(Change, await call.json(bodyLimit));
  const ids = mfa?.map(requirePersonId);
  Object.assign(switches, rest);
  if (!ids) return;
  for (const { id } of people) {
    if (ids.includes(id)) switches.mfa.add(id);
    else switches.mfa.delete(id);
  }
}

function requirePersonId(idOrAlias: string): string {
  const person = findPerson(idOrAlias);
  if (person) return person.id;
  throw new Refusal(400, "UnknownPerson", "`mfa` holds no id or alias of /sandbox/api/people.");
}
