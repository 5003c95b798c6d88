import { z } from "zod";
import { parseClientId } from "../core/consent/index.ts";
import type { AppRecord, TenantReading } from "../core/grant/index.ts";
import type { Clock, Directory, DirectoryAnswer, Ledger, Row, Store } from "../ports/index.ts";
import { isConflict } from "./conflict.ts";

/** Why an app could not be proved to be one of the tenant's. */
export type Doubt = "absent" | "not-connected" | "busy" | "unreachable";

/** What the directory says when it does not answer. */
export type DirectoryProblem = Exclude<
  DirectoryAnswer<never>,
  { readonly kind: "read" } | { readonly kind: "absent" }
>;

/** What an app that somebody named turned out to be. */
export type AppFound =
  /** The tenant has it, and this is what it says about it. */
  | { readonly kind: "known"; readonly reading: TenantReading }
  /** Several apps have a name that begins so. */
  | { readonly kind: "several"; readonly apps: readonly AppRecord[] }
  /** A client id that could not be proved. It may be used once somebody has confirmed it on a card. */
  | {
      readonly kind: "unproved";
      readonly clientId: string;
      /** The list of the operator or of the tenant names it; `any` where the operator lets every app be used. */
      readonly isListed: true | "any";
      readonly why: Doubt;
      readonly problem: DirectoryProblem | null;
    }
  /** The same, and neither list has it. */
  | {
      readonly kind: "refused";
      readonly clientId: string;
      readonly why: Doubt;
      readonly problem: DirectoryProblem | null;
    }
  /** Nothing was typed, or no app has that name, or names cannot be looked up. */
  | { readonly kind: "none"; readonly why: "missing" | "no-match" }
  | { readonly kind: "offline"; readonly problem: DirectoryProblem };

/** An app that was named here before, for consent or for a check. */
export interface RegisteredApp extends AppRecord {
  /** `directory`: the tenant showed it; `entered`: somebody confirmed it on a card. */
  readonly origin: "directory" | "entered";
}

/** The apps that people name here, by tenant. */
export interface Apps {
  /** Finds what somebody typed: a client id, or the beginning of a name. */
  find(tenantId: string, typed: string | undefined): Promise<AppFound>;
  /** Reads an app again. */
  read(tenantId: string, clientId: string): Promise<DirectoryAnswer<TenantReading>>;
  /** Apps used before, the last one first. */
  list(tenantId: string): Promise<readonly RegisteredApp[]>;
  /** Keeps an app that the directory showed or a person confirmed, with an audit line the first time. */
  register(tenantId: string, personId: string, app: RegisteredApp): Promise<void>;
}

/** What the register of apps works with. */
export interface AppsOptions {
  readonly directory: Directory;
  readonly store: Store;
  readonly ledger: Ledger;
  readonly clock: Clock;
  /**
   * Client ids that a link may be made for although the tenant does not show them; `*` is any. Asked each time
   * that it matters, so that a change in Settings holds at once.
   */
  readonly allowList: (tenantId: string) => Promise<readonly string[] | "*">;
  /** Client ids of Consentry's own app registrations: links for them may always be made. */
  readonly ownApps: readonly string[];
}

/** Makes the register of apps. */
export function createApps(options: AppsOptions): Apps {
  const { directory, store } = options;
  return {
    find: (tenantId, typed) => find(options, tenantId, typed),
    read: (tenantId, clientId) => directory.readApp(tenantId, clientId),
    list: async (tenantId) => listApps(await store.list(tenantId, { from: "app|", to: "app|~" })),
    register: (tenantId, personId, app) => register(options, { tenantId, personId }, app),
  };
}

async function find(options: AppsOptions, tenantId: string, typed = ""): Promise<AppFound> {
  const parsed = parseClientId(typed);
  if (parsed.kind === "ok") return prove(options, tenantId, parsed.clientId);
  if (parsed.reason === "missing") return { kind: "none", why: "missing" };
  const found = await options.directory.findApps(tenantId, typed.trim());
  if (found.kind === "absent") return { kind: "none", why: "no-match" };
  if (found.kind !== "read") return { kind: "offline", problem: found };
  const [only, ...others] = found.value;
  if (!only) return { kind: "none", why: "no-match" };
  if (others.length > 0) return { kind: "several", apps: found.value };
  return prove(options, tenantId, only.clientId);
}

async function prove(
  { directory, allowList, ownApps }: AppsOptions,
  tenantId: string,
  clientId: string,
): Promise<AppFound> {
  const answer = await directory.readApp(tenantId, clientId);
  if (answer.kind === "read") return { kind: "known", reading: answer.value };
  const why = answer.kind;
  const problem = answer.kind === "absent" ? null : answer;
  const allowed = await allowList(tenantId);
  const isListed =
    allowed === "*" ? "any" : ownApps.includes(clientId) || allowed.includes(clientId);
  if (!isListed) return { kind: "refused", clientId, why, problem };
  return { kind: "unproved", clientId, isListed, why, problem };
}

const Registered = z.strictObject({
  clientId: z.string(),
  objectId: z.string(),
  name: z.string(),
  publisher: z.string().nullable(),
  verifiedPublisher: z.string().nullable(),
  homeTenantId: z.string().nullable(),
  isEnabled: z.boolean(),
  origin: z.enum(["directory", "entered"]),
  /** Milliseconds since 1970. */
  usedAt: z.number(),
});
type Registered = z.infer<typeof Registered>;

function listApps(rows: readonly Row[]): RegisteredApp[] {
  // What another version wrote and this one cannot read is no reason to offer nothing.
  const apps = rows.flatMap(({ value }) => Registered.safeParse(value).data ?? []);
  return apps.sort((one, other) => other.usedAt - one.usedAt).map(({ usedAt: _, ...app }) => app);
}

async function register(
  { store, ledger, clock }: AppsOptions,
  { tenantId, personId }: { readonly tenantId: string; readonly personId: string },
  app: RegisteredApp,
): Promise<void> {
  const rk = `app|${app.clientId}`;
  const value: Registered = { ...app, usedAt: clock.now() };
  const known = await store.get(tenantId, rk);
  if (known) {
    const before = Registered.safeParse(known.value).data;
    // What the directory once showed is not overwritten by what somebody enters.
    const kept = before?.origin === "directory" && app.origin === "entered" ? before : value;
    await touch(store, tenantId, {
      rk,
      etag: known.etag,
      value: { ...kept, usedAt: value.usedAt },
    });
    return;
  }
  const entry = {
    verb: "app.registered",
    actor: personId,
    object: `app:${app.clientId}`,
    details: { origin: app.origin },
  };
  await ledger.record(tenantId, entry, async () => {
    const isThere = (await store.get(tenantId, rk)) !== undefined;
    return isThere ? undefined : [{ op: "insert", rk, value }];
  });
}

/** When an app was used last is worth no retry. */
async function touch(
  store: Store,
  tenantId: string,
  row: { rk: string; etag: string; value: object },
): Promise<void> {
  try {
    await store.commit(tenantId, [{ op: "replace", ...row }]);
  } catch (error) {
    if (!isConflict(error)) throw error;
  }
}
