// IMAP Capture and Mail Send, another sender (Application mode)
// For the app AutoStore Mail (66666666-7777-8888-9999-aaaaaaaaaaaa): what was missing there when it was read.
// https://consentry.example/p/1~autostore.destination_mail-send.mode_application.sender_other.source_imap
//
// Grants these permissions to an app for the whole tenant. Grants count at once, without Microsoft's consent
// page: check the app and the list before. What others granted stays: roles are added, and the scopes that
// are there have to be given as parameters, because a deployment replaces the scopes of a grant.
// The app registration is left alone, since declaring it replaces the permissions that it lists; the export
// App manifest has the entries for it.
//
// Needed: Bicep 0.36 or later, and somebody who may grant consent.
// az deployment sub create --location <region> --template-file <this file> --parameters clientId=<client id>
//
// Not here, because the vendor's approval adds it:
// - email (delegated, Microsoft Graph)
// - EWS.AccessAsUser.All (delegated, Microsoft Graph)
// - offline_access (delegated, Microsoft Graph)
// - openid (delegated, Microsoft Graph)
// - POP.AccessAsUser.All (delegated, Microsoft Graph)
// - SMTP.Send (delegated, Microsoft Graph)

extension 'br:mcr.microsoft.com/bicep/extensions/microsoftgraph/v1.0:1.0.0'

targetScope = 'subscription'

@description('Client id of the app.')
@minLength(36)
@maxLength(36)
param clientId string = '66666666-7777-8888-9999-aaaaaaaaaaaa'

resource client 'Microsoft.Graph/servicePrincipals@v1.0' existing = {
  appId: clientId
}

resource graph 'Microsoft.Graph/servicePrincipals@v1.0' existing = {
  appId: '00000003-0000-0000-c000-000000000000'
}

var graphRoles = [
  { id: 'b633e1c5-b582-4048-a93e-9f11b44c7e96', value: 'Mail.Send' }
  { id: 'e2a3a72e-5f79-4c64-b1b1-878b674786c9', value: 'Mail.ReadWrite' }
]

resource graphAssignments 'Microsoft.Graph/appRoleAssignedTo@v1.0' = [for role in graphRoles: {
  appRoleId: role.id
  principalId: client.id
  resourceId: graph.id
}]
