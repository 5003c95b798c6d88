// nBold Home scope
// https://consentry.example/p/1~nbold.scope_home
//
// Grants these permissions to an app for the whole tenant. Grants count at once, without Microsoft's consent
// page: check the app and the list before. What others granted stays: roles are added, and the scopes that
// are there have to be given as parameters, because a deployment replaces the scopes of a grant.
// The app registration is left alone, since declaring it replaces the permissions that it lists; the export
// App manifest has the entries for it.
//
// Needed: Bicep 0.36 or later, and somebody who may grant consent.
// az deployment sub create --location <region> --template-file <this file> --parameters clientId=<client id> graphScopesToday="<scopes>"

extension 'br:mcr.microsoft.com/bicep/extensions/microsoftgraph/v1.0:1.0.0'

targetScope = 'subscription'

@description('Client id of the app.')
@minLength(36)
@maxLength(36)
param clientId string

// Scopes of Microsoft Graph that are granted to the app for everybody today, with blanks between; an empty text
// only where there is no such grant. This reads all grants of the app, told apart by resourceId:
// az rest --resource https://graph.microsoft.com --url "https://graph.microsoft.com/v1.0/oauth2PermissionGrants?\$filter=clientId eq '<object id of the enterprise application>' and consentType eq 'AllPrincipals'"
param graphScopesToday string

resource client 'Microsoft.Graph/servicePrincipals@v1.0' existing = {
  appId: clientId
}

resource graph 'Microsoft.Graph/servicePrincipals@v1.0' existing = {
  appId: '00000003-0000-0000-c000-000000000000'
}

var graphScopes = [
  'TeamSettings.Read.All'
  'TeamMember.Read.All'
  'ChannelMember.Read.All'
  'ChannelSettings.Read.All'
  'TeamsTab.Read.All'
]

resource graphGrant 'Microsoft.Graph/oauth2PermissionGrants@v1.0' = {
  clientId: client.id
  consentType: 'AllPrincipals'
  resourceId: graph.id
  scope: join(union(filter(split(graphScopesToday, ' '), one => !empty(one)), graphScopes), ' ')
}
