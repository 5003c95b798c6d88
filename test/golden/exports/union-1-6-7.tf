# One app registration for 3 set-ups
# - IMAP Capture and Mail Send, same user
# - Printer, file capture or Knowledge Package Loader, then OneDrive (Without Token Vault)
# - Sign-in to Token Vault with Entra ID
# https://consentry.example/p/1~autostore.destination_mail-send.sender_same.source_imap~autostore.destination_onedrive.source_file.token-vault_without~autostore.source_sign-in
#
# Registers these permissions in an app registration and grants them for the whole tenant. Grants count at
# once, without Microsoft's consent page: check the app and the list before.
# It stops where an entry or a grant is there already, and replaces none. Import what is there, then apply:
# terraform import '<resource>' <id>, with the id that the comment of the resource names.
# What was granted or listed before stays, because it is read or asked for and added to what is needed.
#
# Needed: Terraform 1.3 or later, and somebody who may grant consent.
#
# Not here, because the vendor's approval adds it:
# - email (delegated, Microsoft Graph)
# - EWS.AccessAsUser.All (delegated, Microsoft Graph)
# - offline_access (delegated, Microsoft Graph)
# - openid (delegated, Microsoft Graph)
# - POP.AccessAsUser.All (delegated, Microsoft Graph)
# - SMTP.Send (delegated, Microsoft Graph)
# - User.Read (delegated, Microsoft Graph)

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
  ])), toset(["652390e4-393a-48de-9484-05f9b1212954", "e383f46e-2787-4529-855e-0e479a3ffac0", "024d486e-b451-40bb-833d-3e66d98c5c73", "b340eb25-3456-403f-be2f-af7a0d370277", "5f8c59db-677d-491f-a6b8-5f174b11ec1d"]))

  role_ids = setunion(toset(flatten([
    for api in flatten(data.azuread_application.client[*].required_resource_access) : [
      for entry in api.resource_access : entry.id if entry.type == "Role"
    ] if api.resource_app_id == "00000003-0000-0000-c000-000000000000"
  ])), toset(["75359482-378d-4052-8f01-80520e7db3cd"]))

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
    "IMAP.AccessAsUser.All",
    "Mail.Send",
    "Mail.ReadWrite",
    "User.ReadBasic.All",
    "Group.Read.All",
  ])

  lifecycle {
    prevent_destroy = true
  }
}

# Import: <object id of the resource's service principal>/appRoleAssignment/<id of the assignment>
resource "azuread_app_role_assignment" "graph" {
  for_each = {
    "Files.ReadWrite.All" = "75359482-378d-4052-8f01-80520e7db3cd"
  }
  app_role_id         = each.value
  principal_object_id = data.azuread_service_principal.client.object_id
  resource_object_id  = data.azuread_service_principal.graph.object_id

  lifecycle {
    prevent_destroy = true
  }
}
