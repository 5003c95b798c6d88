# nBold Home scope
# https://consentry.example/p/1~nbold.scope_home
#
# Registers these permissions in an app registration and grants them for the whole tenant. Grants count at
# once, without Microsoft's consent page: check the app and the list before.
# It stops where an entry or a grant is there already, and replaces none. Import what is there, then apply:
# terraform import '<resource>' <id>, with the id that the comment of the resource names.
# What was granted or listed before stays, because it is read or asked for and added to what is needed.
#
# Needed: Terraform 1.3 or later, and somebody who may grant consent.

terraform {
  required_version = ">= 1.3"

  required_providers {
    azuread = {
      source  = "hashicorp/azuread"
      version = "~> 3.0"
    }
  }
}

provider "azuread" {
  environment = "global"
}

variable "client_id" {
  description = "Client id of the app."
  type        = string

  validation {
    condition     = can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.client_id))
    error_message = "The client id is a GUID in lower case."
  }
}

variable "register" {
  description = "Whether the app registration is in this tenant and is to list the permissions."
  type        = bool
  default     = true
}

data "azuread_application" "client" {
  count     = var.register ? 1 : 0
  client_id = var.client_id
}

data "azuread_service_principal" "client" {
  client_id = var.client_id
}

# Microsoft Graph

data "azuread_service_principal" "graph" {
  client_id = "00000003-0000-0000-c000-000000000000"
}

# Import: /applications/<object id of the app registration>/apiAccess/00000003-0000-0000-c000-000000000000
resource "azuread_application_api_access" "graph" {
  count          = var.register ? 1 : 0
  application_id = data.azuread_application.client[0].id
  api_client_id  = "00000003-0000-0000-c000-000000000000"

  scope_ids = setunion(toset(flatten([
    for api in flatten(data.azuread_application.client[*].required_resource_access) : [
      for entry in api.resource_access : entry.id if entry.type == "Scope"
    ] if api.resource_app_id == "00000003-0000-0000-c000-000000000000"
  ])), toset(["48638b3c-ad68-4383-8ac4-e6880ee6ca57", "2497278c-d82d-46a2-b1ce-39d4cdde5570", "2eadaff8-0bce-4198-a6b9-2cfc35a30075", "233e0cf1-dd62-48bc-b65b-b38fe87fcf8e", "59dacb05-e88d-4c13-a684-59f1afc8cc98"]))

  role_ids = setunion(toset(flatten([
    for api in flatten(data.azuread_application.client[*].required_resource_access) : [
      for entry in api.resource_access : entry.id if entry.type == "Role"
    ] if api.resource_app_id == "00000003-0000-0000-c000-000000000000"
  ])), toset([]))

  lifecycle {
    prevent_destroy = true
  }
}

variable "graph_scopes_today" {
  description = "Scopes that are granted to the app for everybody today; [] only where there is no such grant. GET oauth2PermissionGrants of Microsoft Graph tells them."
  type        = set(string)
}

# Import: <id of the grant>
resource "azuread_service_principal_delegated_permission_grant" "graph" {
  service_principal_object_id          = data.azuread_service_principal.client.object_id
  resource_service_principal_object_id = data.azuread_service_principal.graph.object_id
  claim_values = setunion(var.graph_scopes_today, [
    "TeamSettings.Read.All",
    "TeamMember.Read.All",
    "ChannelMember.Read.All",
    "ChannelSettings.Read.All",
    "TeamsTab.Read.All",
  ])

  lifecycle {
    prevent_destroy = true
  }
}
