import { quotePowerShell } from "../grant/index.ts";
import type { World } from "../view/index.ts";
import { POWER_SHELL_BODY } from "./power-shell-body.ts";
import { listHead, writeComments } from "./script-head.ts";
import { planScript, type ScriptPlan } from "./script-plan.ts";
import type { Sheet } from "./sheet.ts";

/** A PowerShell script over the Microsoft Graph modules that reads, and adds what is missing. */
export function toPowerShell(sheet: Sheet, { cloud }: World): string | undefined {
  const plan = planScript(sheet);
  if (!plan) return undefined;
  const head = writeComments("#", listHead(sheet, plan, LINES));
  const { clientId } = plan;
  const known = clientId === undefined ? "" : ` = ${quotePowerShell(clientId)}`;
  const isAsked = clientId === undefined ? "Mandatory" : "";
  return `#Requires -Version 5.1
#Requires -Modules Microsoft.Graph.Applications, Microsoft.Graph.Identity.SignIns
${head}

[CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
param(
    [Parameter(${isAsked})]
    [ValidatePattern('^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$')]
    [string] $ClientId${known}
)

$environment = ${quotePowerShell(cloud.graphPowerShellEnvironment)}

# All that is needed.
$needed = @(
${writeNeeded(plan)}
)

${POWER_SHELL_BODY}`;
}

const LINES = [
  "Registers these permissions in an app registration and grants them for the whole tenant. It reads first,",
  "asks before each change, and adds what is missing. It removes nothing, and a second run changes nothing.",
  "Grants count at once, without Microsoft's consent page: check the app and the list before.",
  "",
  "Usage: <this file> -ClientId <client id of the app> [-WhatIf] [-Confirm:$false]",
  "-WhatIf shows what is missing; -Confirm:$false goes on without asking.",
  "Needed: the Microsoft Graph PowerShell modules, and somebody who may grant consent to sign in.",
];

function writeNeeded({ resources }: ScriptPlan): string {
  const lines = resources.flatMap(({ appId, name, scopes, roles }) =>
    [
      ...scopes.map((one) => ({ type: "Scope", ...one })),
      ...roles.map((one) => ({ type: "Role", ...one })),
    ].map(({ type, id, value }) => {
      const fields = { ResourceAppId: appId, Type: type, Id: id, Value: value, Resource: name };
      const pairs = Object.entries(fields).map(
        ([key, text]) => `${key} = ${quotePowerShell(text)}`,
      );
      return `    [pscustomobject] @{ ${pairs.join("; ")} }`;
    }),
  );
  return lines.join("\n");
}
