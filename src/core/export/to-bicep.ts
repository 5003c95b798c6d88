import type { World } from "../view/index.ts";
import { quoteBicep } from "./quote.ts";
import { listHead, nameResource, writeComments } from "./script-head.ts";
import { type PlannedResource, planScript } from "./script-plan.ts";
import type { Sheet } from "./sheet.ts";

/**
 * Grants with the Microsoft Graph extension of Bicep. An appRoleAssignedTo adds to what is there; an
 * oauth2PermissionGrants replaces its scopes, so that those that are there go in as a parameter without a
 * default. The app registration is not declared: that would replace its requiredResourceAccess.
 * Source: learn.microsoft.com/graph/templates/bicep/reference/oauth2permissiongrants and /approleassignedto.
 */
export function toBicep(sheet: Sheet, { cloud }: World): string | undefined {
  const plan = planScript(sheet);
  if (!plan) return undefined;
  const { resources, clientId } = plan;
  const parameters = resources
    .filter(({ scopes }) => scopes.length > 0)
    .map((one) => `${existing(one)}="<scopes>"`);
  const command = `az deployment sub create --location <region> --template-file <this file> --parameters clientId=<client id> ${parameters.join(" ")}`;
  const head = writeComments("//", listHead(sheet, plan, [...LINES, command.trimEnd()]));
  const known = clientId === undefined ? "" : ` = ${quoteBicep(clientId)}`;
  const delegated = resources.filter(({ scopes }) => scopes.length > 0);
  return `${[
    head,
    "extension 'br:mcr.microsoft.com/bicep/extensions/microsoftgraph/v1.0:1.0.0'",
    "targetScope = 'subscription'",
    `@description('Client id of the app.')
@minLength(36)
@maxLength(36)
param clientId string${known}`,
    ...delegated.map((one) => writeParameter(one, cloud.graphBase)),
    `resource client 'Microsoft.Graph/servicePrincipals@v1.0' existing = {
  appId: clientId
}`,
    ...resources.map(writeResource),
  ].join("\n\n")}\n`;
}

const LINES = [
  "Grants these permissions to an app for the whole tenant. Grants count at once, without Microsoft's consent",
  "page: check the app and the list before. What others granted stays: roles are added, and the scopes that",
  "are there have to be given as parameters, because a deployment replaces the scopes of a grant.",
  "The app registration is left alone, since declaring it replaces the permissions that it lists; the export",
  "App manifest has the entries for it.",
  "",
  "Needed: Bicep 0.36 or later, and somebody who may grant consent.",
];

function writeParameter(resource: PlannedResource, graph: string): string {
  const filter =
    "?$filter=clientId eq '<object id of the enterprise application>' and consentType eq 'AllPrincipals'";
  const lines = [
    `Scopes of ${resource.name} that are granted to the app for everybody today, with blanks between; an empty text`,
    "only where there is no such grant. This reads all grants of the app, told apart by resourceId:",
    `az rest --resource ${graph} --url "${graph}/v1.0/oauth2PermissionGrants${filter.replaceAll("$", "\\$")}"`,
  ];
  return `${writeComments("//", lines)}\nparam ${existing(resource)} string`;
}

function existing(resource: PlannedResource): string {
  return `${nameResource(resource)}ScopesToday`;
}

function writeResource(resource: PlannedResource): string {
  const { appId, scopes, roles } = resource;
  const name = nameResource(resource);
  const grant = `resource ${name}Grant 'Microsoft.Graph/oauth2PermissionGrants@v1.0' = {
  clientId: client.id
  consentType: 'AllPrincipals'
  resourceId: ${name}.id
  scope: join(union(filter(split(${existing(resource)}, ' '), one => !empty(one)), ${name}Scopes), ' ')
}`;
  const assignments = `resource ${name}Assignments 'Microsoft.Graph/appRoleAssignedTo@v1.0' = [for role in ${name}Roles: {
  appRoleId: role.id
  principalId: client.id
  resourceId: ${name}.id
}]`;
  return [
    `resource ${name} 'Microsoft.Graph/servicePrincipals@v1.0' existing = {
  appId: ${quoteBicep(appId)}
}`,
    ...(scopes.length === 0
      ? []
      : [
          writeList(
            `${name}Scopes`,
            scopes.map(({ value }) => quoteBicep(value)),
          ),
          grant,
        ]),
    ...(roles.length === 0
      ? []
      : [
          writeList(
            `${name}Roles`,
            roles.map(({ id, value }) => `{ id: ${quoteBicep(id)}, value: ${quoteBicep(value)} }`),
          ),
          assignments,
        ]),
  ].join("\n\n");
}

function writeList(name: string, items: readonly string[]): string {
  return `var ${name} = [\n${items.map((item) => `  ${item}`).join("\n")}\n]`;
}
