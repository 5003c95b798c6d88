// What Consentry needs in Azure: a web app with an identity of its own, the table that the identity keeps
// state in, and the bot that points to the web app.
// Deployed by m365agents.yml; its outputs go back into env/.env.<name>.

@description('Short name that all resources carry; letters and digits.')
@minLength(3)
@maxLength(20)
param resourceBaseName string

@description('App id of the bot: its own, single-tenant app registration.')
param botId string

@description('Tenant that the app registration lives in.')
param botTenantId string

@description('Client secret of the app registration of the bot.')
@secure()
param botPassword string

@description('App id of the API through which people sign in: its own, single-tenant app registration.')
param apiId string

@description('Client secret of the app registration of the API.')
@secure()
param apiPassword string

@description('Id of the Teams app: links into Teams lead to it.')
param teamsAppId string

@description('Random text of 32 characters or more that seals consent states.')
@secure()
param stateKey string

@description('Set of Microsoft endpoints.')
@allowed(['public', 'gcc', 'gcch', 'dod'])
param cloud string = 'public'

@description('Size of the App Service plan. Always On needs B1 or above.')
param webAppSku string = 'B1'

@description('Copies of the state: Standard_LRS in one data center, Standard_ZRS in three where the region has them.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param storageSku string = 'Standard_LRS'

param location string = resourceGroup().location

// 64-bit Linux image with Node 24: the product runs TypeScript as it stands and refuses older ones.
var linuxFxVersion = 'NODE|24-lts'
var host = '${webApp.name}.azurewebsites.net'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: resourceBaseName
  location: location
}

// State: no keys, nothing but the table, and the identity alone may read and write it.
resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: toLower('${take(replace(resourceBaseName, '-', ''), 11)}${uniqueString(resourceGroup().id)}')
  location: location
  kind: 'StorageV2'
  sku: {
    name: storageSku
  }
  properties: {
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }

  resource tables 'tableServices' = {
    name: 'default'

    resource table 'tables' = {
      name: 'consentry'
    }
  }
}

// Storage Table Data Contributor.
var tableRole = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3')

resource tableAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(storage::tables::table.id, identity.id, tableRole)
  scope: storage::tables::table
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: tableRole
  }
}

resource plan 'Microsoft.Web/serverfarms@2023-12-01' = {
  name: resourceBaseName
  location: location
  kind: 'linux'
  sku: {
    name: webAppSku
  }
  properties: {
    reserved: true
  }
}

resource webApp 'Microsoft.Web/sites@2023-12-01' = {
  name: resourceBaseName
  location: location
  kind: 'app,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    siteConfig: {
      linuxFxVersion: linuxFxVersion
      appCommandLine: 'node src/main.ts'
      alwaysOn: true
      ftpsState: 'Disabled'
      minTlsVersion: '1.2'
      http20Enabled: true
      healthCheckPath: '/readyz'
    }
  }
}

resource settings 'Microsoft.Web/sites/config@2023-12-01' = {
  parent: webApp
  name: 'appsettings'
  properties: {
    NODE_ENV: 'production'
    CLOUD: cloud
    HOST: '0.0.0.0'
    PORT: '8080'
    WEBSITES_PORT: '8080'
    PROXY_HOPS: '1'
    BOT_ID: botId
    BOT_TENANT_ID: botTenantId
    SECRET_BOT_PASSWORD: botPassword
    API_ID: apiId
    SECRET_API_PASSWORD: apiPassword
    TEAMS_APP_ID: teamsAppId
    SECRET_STATE_KEY: stateKey
    // A table: the disks of App Service cannot hold a file, and any number of instances share the table.
    STORE: 'tables'
    TABLES_ENDPOINT: storage.properties.primaryEndpoints.table
    TABLES_NAME: storage::tables::table.name
    TABLES_MANAGED_IDENTITY: identity.properties.clientId
    PUBLIC_URL: 'https://${host}'
    SCM_DO_BUILD_DURING_DEPLOYMENT: 'false'
  }
}

module bot './botRegistration/azurebot.bicep' = {
  name: 'bot'
  params: {
    botName: resourceBaseName
    botId: botId
    botTenantId: botTenantId
    endpoint: 'https://${host}/api/messages'
  }
}

output BOT_AZURE_APP_SERVICE_RESOURCE_ID string = webApp.id
output BOT_DOMAIN string = host
output BOT_ENDPOINT string = 'https://${host}'
output PUBLIC_URL string = 'https://${host}'
output TABLES_ENDPOINT string = storage.properties.primaryEndpoints.table
output IDENTITY_CLIENT_ID string = identity.properties.clientId
