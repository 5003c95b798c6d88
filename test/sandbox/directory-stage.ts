import { createTenantDirectory } from "../../src/sandbox/directory/create-directory.ts";
import { toValues } from "../../src/sandbox/directory/grants.ts";
import { toTenant } from "../../src/sandbox/directory/tenant.ts";
import { catalogue } from "../support/catalogue.ts";
import { createFakeClock } from "../support/fakes.ts";
import { apiId, apiSecret, appId, appSecret, tenantId } from "./fake-bot.ts";

export const graph = catalogue.facts.resources.graph.appId;
export const exchange = catalogue.facts.resources.exo.appId;

/** The tenant's directory alone, and ways to look at it. */
export function createDirectoryStage() {
  const clock = createFakeClock();
  let changes = 0;
  const directory = createTenantDirectory({
    catalogue,
    tenant: toTenant(tenantId),
    clock,
    ids: { next: () => crypto.randomUUID() },
    botApp: { appId, name: "Consentry", secret: appSecret },
    apiApp: { appId: apiId, name: "Consentry API", secret: apiSecret },
    onChange: () => {
      changes += 1;
    },
  });
  const idOf = (app: string) => directory.findPrincipal(app)?.id ?? "";
  const toRole = (resourceId: string, id: string) =>
    directory.findPrincipal(resourceId)?.appRoles.find((role) => role.id === id)?.value;
  return {
    clock,
    directory,
    idOf,
    /** How often the directory has told of a change. */
    countChanges: () => changes,
    roleOf: (resource: string, value: string) =>
      directory.findPrincipal(resource)?.appRoles.find((role) => role.value === value)?.id ?? "",
    /** `Mail.Send (application)`, sorted. */
    heldBy: (app: string, seenBy: "now" | "graph" = "now") => {
      const delegated = directory
        .listDelegated(idOf(app), seenBy)
        .flatMap((row) =>
          toValues(row).map((value) => `${value} (${row.principalId ? "person" : "delegated"})`),
        );
      const roles = directory
        .listAssignments(idOf(app), seenBy)
        .map((row) => `${toRole(row.resourceId, row.appRoleId)} (application)`);
      return [...delegated, ...roles].sort();
    },
  };
}
