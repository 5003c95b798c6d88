import type { World } from "../view/index.ts";
import { AZ_CLI_BODY } from "./az-cli-body.ts";
import { quoteBash } from "./quote.ts";
import { listHead, writeComments } from "./script-head.ts";
import { type PlannedPermission, planScript, type ScriptPlan } from "./script-plan.ts";
import type { Sheet } from "./sheet.ts";

/** A Bash script over `az rest` that reads, shows what is missing, and adds it. */
export function toAzCli(sheet: Sheet, { cloud }: World): string | undefined {
  const plan = planScript(sheet);
  if (!plan) return undefined;
  const head = writeComments("#", listHead(sheet, plan, LINES));
  return `#!/usr/bin/env bash
#
${head}

set -euo pipefail

graph=${quoteBash(cloud.graphBase)}
az_cloud=${quoteBash(cloud.azCliCloud)}
client_id=${quoteBash(plan.clientId ?? "")}

# Resource app id, type, permission id, value and resource app of all that is needed.
needed=${writeNeeded(plan)}

${AZ_CLI_BODY}`;
}

const LINES = [
  "Registers these permissions in an app registration and grants them for the whole tenant. It reads first,",
  "shows what is missing, asks, and adds that. It removes nothing, and a second run changes nothing.",
  "Grants count at once, without Microsoft's consent page: check the app and the list before.",
  "",
  "Usage: bash <this file> <client id of the app> [--dry-run] [--yes]",
  "--dry-run shows what is missing; --yes goes on without being asked.",
  "Needed: the Azure CLI, signed in (az login) to the tenant as somebody who may grant consent.",
];

function writeNeeded({ resources }: ScriptPlan): string {
  const lines = resources.flatMap(({ appId, name, scopes, roles }) => {
    const write = (type: string) => (one: PlannedPermission) =>
      [appId, type, one.id, one.value, name].join(" ");
    return [...scopes.map(write("Scope")), ...roles.map(write("Role"))];
  });
  return quoteBash(...lines);
}
