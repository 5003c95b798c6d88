import { isGuid } from "../guid.ts";
import type { Sheet } from "./sheet.ts";
import type { SheetRow } from "./sheet-row.ts";

/** What a script adds on one resource app. Values and ids are checked constants of the catalogue. */
export interface PlannedResource {
  readonly appId: string;
  readonly name: string;
  readonly scopes: readonly PlannedPermission[];
  readonly roles: readonly PlannedPermission[];
}

/** A permission that a script adds. */
export interface PlannedPermission {
  readonly id: string;
  readonly value: string;
}

/** What scripts and manifests add, and what they say besides. */
export interface ScriptPlan {
  readonly resources: readonly PlannedResource[];
  /** Checked; undefined where the app is still to be named. */
  readonly clientId?: string;
  /** What the vendor's approval adds by itself. */
  readonly onApproval: readonly SheetRow[];
  /** Granted per team at installation. */
  readonly perTeam: readonly SheetRow[];
  /** What could not be read, of reports. */
  readonly unknown: readonly SheetRow[];
}

/** A value as Microsoft publishes it; anything else goes into no script. */
const VALUE = /^[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*$/;

/**
 * What an administrator configures: all of it for an answer, what is missing for a report. What approval
 * adds, what is granted per team, and what was not read is named only.
 * @returns undefined where there is nothing to add
 */
export function planScript({ kind, rows, app }: Sheet): ScriptPlan | undefined {
  if (kind !== "answer" && kind !== "report") return undefined;
  const configured = rows.filter(({ phase }) => phase === "configured");
  const wanted = configured.filter(
    ({ state, isPerTeam }) => !isPerTeam && (kind === "answer" || state === "missing"),
  );
  const resources = groupByResource(wanted);
  if (resources.length === 0) return undefined;
  const clientId = app?.clientId;
  return {
    resources,
    ...(clientId !== undefined && isGuid(clientId) && { clientId }),
    onApproval: rows.filter(({ phase, state }) => phase === "addedOnApproval" && isOpen(state)),
    perTeam: configured.filter(({ isPerTeam }) => isPerTeam),
    unknown: configured.filter(({ isPerTeam, state }) => !isPerTeam && state === "unknown"),
  };
}

function isOpen(state: SheetRow["state"]): boolean {
  return state !== "granted" && state !== "wider";
}

function groupByResource(rows: readonly SheetRow[]): PlannedResource[] {
  const appIds = [...new Set(rows.map(({ resourceAppId }) => resourceAppId))];
  return appIds.flatMap((appId) => {
    if (appId === null || !isGuid(appId)) return [];
    const own = rows.filter((row) => row.resourceAppId === appId);
    const scopes = listPermissions(own.filter(({ type }) => type === "delegated"));
    const roles = listPermissions(own.filter(({ type }) => type === "application"));
    if (scopes.length + roles.length === 0) return [];
    return [{ appId, name: own[0]?.resource ?? appId, scopes, roles }];
  });
}

function listPermissions(rows: readonly SheetRow[]): PlannedPermission[] {
  const found = rows.flatMap(({ id, permission: value }) =>
    id !== null && isGuid(id) && VALUE.test(value) ? [{ id, value }] : [],
  );
  return [...new Map(found.map((one) => [one.id, one])).values()];
}
