import { ENTRA_ROLES, type EntraRole } from "../core/access/index.ts";
import { createBoundedMap } from "../core/bounded-map.ts";
import type { AppTokens, DirectoryAnswer, RoleHolder, RoleHolders } from "../ports/index.ts";
import { cleanText } from "./clean-text.ts";
import { type GraphWays, openGraphForJobs } from "./directory.ts";
import { isMailAddress } from "./mime.ts";
import type { HolderRow } from "./people-rows.ts";
import { toUnread } from "./read-app.ts";
import { listRoleHolders, readAddress } from "./role-calls.ts";
import type { Session } from "./session.ts";

/** What it is read with. */
export interface RoleHoldersOptions extends GraphWays {
  readonly token: AppTokens;
}

const MAX_PEOPLE = 100;
/** Milliseconds for which what was read is not read again. */
const KEPT_MS = 5 * 60_000;
const MAX_TENANTS = 1000;
/** Addresses that are asked for at the same time. */
const AT_ONCE = 4;

interface Kept {
  readonly until: number;
  readonly rows: ReadonlyMap<EntraRole, Holders>;
}

interface Holders {
  readonly people: readonly RoleHolder[];
  readonly isCut: boolean;
}

/** Makes the reading of role holders with the tokens of jobs, kept for five minutes a tenant. */
export function createRoleHolders(options: RoleHoldersOptions): RoleHolders {
  const { clock, token } = options;
  const shelf = createBoundedMap<Kept>(MAX_TENANTS);
  const open = (tenantId: string) => openGraphForJobs(options, token, tenantId);
  return {
    list: async (tenant, roles) => {
      const tenantId = tenant.toLowerCase();
      const now = clock.now();
      const kept = shelf.get(tenantId);
      const isKept = kept !== undefined && kept.until > now;
      const known = new Map(isKept ? kept.rows : []);
      const missing = [...new Set(roles)].filter((role) => !known.has(role));
      const read = await readRoles(open(tenantId), missing);
      if (read.kind !== "read") return read;
      for (const [role, holders] of read.value) known.set(role, holders);
      const until = isKept ? kept.until : now + KEPT_MS;
      if (missing.length > 0) shelf.set(tenantId, { until, rows: known });
      return { kind: "read", value: join(roles.map((role) => known.get(role))) };
    },
    listAddresses: async (tenantId, personIds) =>
      readAddresses(open(tenantId.toLowerCase()), [...new Set(personIds)].slice(0, MAX_PEOPLE)),
  };
}

async function readRoles(
  session: Session,
  roles: readonly EntraRole[],
): Promise<DirectoryAnswer<ReadonlyMap<EntraRole, Holders>>> {
  const found = new Map<EntraRole, Holders>();
  for (const role of roles) {
    const answer = await listRoleHolders(session, toTemplateId(role), MAX_PEOPLE);
    // A role comes into a tenant with the first person who gets it.
    const isUnused = answer.kind === "absent";
    if (answer.kind !== "read" && !isUnused) return toUnread(answer);
    const rows = answer.kind === "read" ? answer.rows : [];
    found.set(role, {
      people: rows.filter(isOwnPerson).slice(0, MAX_PEOPLE).map(toHolder),
      isCut: rows.length >= MAX_PEOPLE || (answer.kind === "read" && answer.isCut),
    });
  }
  return { kind: "read", value: found };
}

function toTemplateId(role: EntraRole): string {
  const [id] = Object.entries(ENTRA_ROLES).find(([, name]) => name === role) ?? [];
  if (id === undefined) throw new RangeError(`no template of role ${role}`);
  return id;
}

/** A guest decides on nothing here, whatever was assigned: nothing of the tenant is sent there. */
function isOwnPerson(row: HolderRow): boolean {
  return row["@odata.type"] === "#microsoft.graph.user" && row.userType !== "Guest";
}

function toHolder({ id, displayName, mail }: HolderRow): RoleHolder {
  return { id, name: cleanText(displayName ?? "") || id, mail: toMail(mail) };
}

function toMail(mail: string | null | undefined): string | null {
  return mail && isMailAddress(mail) ? mail : null;
}

function join(parts: readonly (Holders | undefined)[]): Holders {
  const all = parts.flatMap((part) => part?.people ?? []);
  const people = [...new Map(all.map((person) => [person.id, person])).values()];
  const isCut = people.length > MAX_PEOPLE || parts.some((part) => part?.isCut);
  return { people: people.slice(0, MAX_PEOPLE), isCut };
}

async function readAddresses(
  session: Session,
  personIds: readonly string[],
): Promise<DirectoryAnswer<ReadonlyMap<string, string>>> {
  const addresses = new Map<string, string>();
  for (let start = 0; start < personIds.length; start += AT_ONCE) {
    const some = personIds.slice(start, start + AT_ONCE);
    const answers = await Promise.all(some.map((id) => readAddress(session, id)));
    for (const answer of answers) {
      if (answer.kind !== "read" && answer.kind !== "absent") return toUnread(answer);
      const mail = answer.kind === "read" ? toMail(answer.value.mail) : null;
      if (answer.kind === "read" && mail) addresses.set(answer.value.id, mail);
    }
  }
  return { kind: "read", value: addresses };
}
