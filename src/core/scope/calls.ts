import { z } from "zod";
import rows from "./calls.json" with { type: "json" };
import { SCOPE_IDS } from "./scope.ts";

/** Every call of Microsoft Graph, by what it does. */
export const CALL_IDS = [
  "principals.list",
  "principal.roles",
  "grants.list",
  "registrations.list",
  "my-teams.list",
  "channels.list",
  "people.find",
  "team.read",
  "team-members.list",
  "channel-members.list",
  "channel.read",
  "tabs.list",
  "labels.list",
  "role-holders.list",
  "person.address",
  "mail.send-as-me",
  "mail.send-as-mailbox",
] as const;
/** One of {@link CALL_IDS}. */
export type CallId = (typeof CALL_IDS)[number];

const Source = z.url({ protocol: /^https$/ });

/** A call of Microsoft Graph with the permissions that it takes, as Microsoft's page lists them. */
export const Call = z.strictObject({
  kind: z.literal("graph"),
  id: z.enum(CALL_IDS),
  method: z.enum(["GET", "POST"]),
  version: z.enum(["v1.0", "beta"]),
  /** Below the version, ids as `{team-id}`; no query. */
  path: z.string().startsWith("/"),
  purpose: z.string(),
  /** Scopes under which it runs; their permissions say whether that is delegated or application. */
  scopes: z.array(z.enum(SCOPE_IDS)).min(1),
  /** The least privileged permissions for what it reads here; any one suffices. */
  least: z.array(z.string()).min(1),
  /** Higher ones that also do and that a scope of Consentry holds for another call. */
  accepts: z.array(z.string()),
  /** Not built yet: nobody is asked for what only such a call needs. */
  isPlanned: z.literal(true).optional(),
  note: z.string().optional(),
  source: Source,
});
export type Call = z.infer<typeof Call>;

/** What the identity platform itself gives for a permission of OpenID Connect; no call is made for it. */
export const SignInUse = z.strictObject({
  kind: z.literal("sign-in"),
  id: z.string().startsWith("sign-in."),
  permission: z.string(),
  gives: z.string(),
  scopes: z.array(z.enum(SCOPE_IDS)).min(1),
  source: Source,
});
export type SignInUse = z.infer<typeof SignInUse>;

const uses = z.array(z.discriminatedUnion("kind", [Call, SignInUse])).parse(rows);

/** Every call that Consentry makes or will make of Microsoft Graph. */
export const CALLS: readonly Call[] = uses.filter((use) => use.kind === "graph");

/** What permissions of OpenID Connect are for. */
export const SIGN_IN_USES: readonly SignInUse[] = uses.filter((use) => use.kind === "sign-in");

/**
 * The call of that id.
 * @throws RangeError for an unknown id
 */
export function findCall(id: CallId): Call {
  const call = CALLS.find((one) => one.id === id);
  if (!call) throw new RangeError(`unknown call ${id}; known: ${CALL_IDS.join(", ")}`);
  return call;
}
