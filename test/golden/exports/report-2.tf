# IMAP Capture and Mail Send, another sender (Application mode)
# For the app AutoStore Mail (66666666-7777-8888-9999-aaaaaaaaaaaa): what was missing there when it was read.
# https://consentry.example/p/1~autostore.destination_mail-send.mode_application.sender_other.source_imap
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
  default     = "66666666-7777-8888-9999-aaaaaaaaaaaa"

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
  ])), toset([]))

  role_ids = setunion(toset(flatten([
    for api in flatten(data.azuread_application.client[*].required_resource_access) : [
      for entry in api.resource_access : entry.id if entry.type == "Role"
    ] if api.resource_app_id == "00000003-0000-0000-c000-000000000000"
  ])), toset(["b633e1c5-b582-4048-a93e-9f11b44c7e96", "e2a3a72e-5f79-4c64-b1b1-878b674786c9"]))

  lifecycle {
    prevent_destroy = true
  }
}

# Import: <object id of the resource's service principal>/appRoleAssignment/<id of the assignment>
resource "azuread_app_role_assignment" "graph" {
  for_each = {
    "Mail.Send" = "b633e1c5-b582-4048-a93e-9f11b44c7e96"
    "Mail.ReadWrite" = "e2a3a72e-5f79-4c64-b1b1-878b674786c9"
  }
  app_role_id         = each.value
  principal_object_id = data.azuread_service_principal.client.object_id
  resource_object_id  = data.azuread_service_principal.graph.object_id

  lifecycle {
    prevent_destroy = true
  }
}
