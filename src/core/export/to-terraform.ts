import type { World } from "../view/index.ts";
import { quoteHcl } from "./quote.ts";
import { listHead, nameResource, writeComments } from "./script-head.ts";
import { type PlannedPermission, type PlannedResource, planScript } from "./script-plan.ts";
import type { Sheet } from "./sheet.ts";

/**
 * Grants with Terraform's provider azuread. Each resource stands beside what is there and fails where it would
 * be a second one; after its import the scopes that are there stay, because they are a variable.
 * Source: registry.terraform.io/providers/hashicorp/azuread: service_principal_delegated_permission_grant,
 * app_role_assignment and application_api_access, which says "requires import" for an API that is listed.
 */
export function toTerraform(sheet: Sheet, { cloud }: World): string | undefined {
  const plan = planScript(sheet);
  if (!plan) return undefined;
  const { resources, clientId } = plan;
  const known = clientId === undefined ? "" : `\n  default     = ${quoteHcl(clientId)}`;
  return `${[
    writeComments("#", listHead(sheet, plan, LINES)),
    writeProvider(cloud.azureadEnvironment),
    `variable "client_id" {
  description = "Client id of the app."
  type        = string${known}

  validation {
    condition     = can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.client_id))
    error_message = "The client id is a GUID in lower case."
  }
}`,
    `variable "register" {
  description = "Whether the app registration is in this tenant and is to list the permissions."
  type        = bool
  default     = true
}`,
    `data "azuread_application" "client" {
  count     = var.register ? 1 : 0
  client_id = var.client_id
}

data "azuread_service_principal" "client" {
  client_id = var.client_id
}`,
    ...resources.map(writeResource),
  ].join("\n\n")}\n`;
}

const LINES = [
  "Registers these permissions in an app registration and grants them for the whole tenant. Grants count at",
  "once, without Microsoft's consent page: check the app and the list before.",
  "It stops where an entry or a grant is there already, and replaces none. Import what is there, then apply:",
  "terraform import '<resource>' <id>, with the id that the comment of the resource names.",
  "What was granted or listed before stays, because it is read or asked for and added to what is needed.",
  "",
  "Needed: Terraform 1.3 or later, and somebody who may grant consent.",
];

function writeProvider(environment: string): string {
  return `terraform {
  required_version = ">= 1.3"

  required_providers {
    azuread = {
      source  = "hashicorp/azuread"
      version = "~> 3.0"
    }
  }
}

provider "azuread" {
  environment = ${quoteHcl(environment)}
}`;
}

function writeResource(resource: PlannedResource): string {
  const { appId, name: title, scopes, roles } = resource;
  const name = nameResource(resource);
  return [
    `# ${title}

data "azuread_service_principal" "${name}" {
  client_id = ${quoteHcl(appId)}
}`,
    writeRegistration(name, resource),
    ...(scopes.length === 0 ? [] : [writeGrant(name, scopes)]),
    ...(roles.length === 0 ? [] : [writeRoles(name, roles)]),
  ].join("\n\n");
}

/** The data source reads what is listed, so that an import changes nothing of it. */
function writeRegistration(name: string, { appId, scopes, roles }: PlannedResource): string {
  const listed = (type: string) => `flatten([
    for api in flatten(data.azuread_application.client[*].required_resource_access) : [
      for entry in api.resource_access : entry.id if entry.type == "${type}"
    ] if api.resource_app_id == ${quoteHcl(appId)}
  ])`;
  const sets = (label: string, type: string, wanted: readonly PlannedPermission[]) =>
    `  ${label} = setunion(toset(${listed(type)}), toset([${wanted.map(({ id }) => quoteHcl(id)).join(", ")}]))`;
  return `# Import: /applications/<object id of the app registration>/apiAccess/${appId}
resource "azuread_application_api_access" "${name}" {
  count          = var.register ? 1 : 0
  application_id = data.azuread_application.client[0].id
  api_client_id  = ${quoteHcl(appId)}

${sets("scope_ids", "Scope", scopes)}

${sets("role_ids", "Role", roles)}

  lifecycle {
    prevent_destroy = true
  }
}`;
}

function writeGrant(name: string, scopes: readonly PlannedPermission[]): string {
  return `variable "${name}_scopes_today" {
  description = "Scopes that are granted to the app for everybody today; [] only where there is no such grant. GET oauth2PermissionGrants of Microsoft Graph tells them."
  type        = set(string)
}

# Import: <id of the grant>
resource "azuread_service_principal_delegated_permission_grant" "${name}" {
  service_principal_object_id          = data.azuread_service_principal.client.object_id
  resource_service_principal_object_id = data.azuread_service_principal.${name}.object_id
  claim_values = setunion(var.${name}_scopes_today, [
${scopes.map(({ value }) => `    ${quoteHcl(value)},`).join("\n")}
  ])

  lifecycle {
    prevent_destroy = true
  }
}`;
}

function writeRoles(name: string, roles: readonly PlannedPermission[]): string {
  return `# Import: <object id of the resource's service principal>/appRoleAssignment/<id of the assignment>
resource "azuread_app_role_assignment" "${name}" {
  for_each = {
${roles.map(({ id, value }) => `    ${quoteHcl(value)} = ${quoteHcl(id)}`).join("\n")}
  }
  app_role_id         = each.value
  principal_object_id = data.azuread_service_principal.client.object_id
  resource_object_id  = data.azuread_service_principal.${name}.object_id

  lifecycle {
    prevent_destroy = true
  }
}`;
}
