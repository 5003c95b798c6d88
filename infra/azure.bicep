// What Consentry needs in Azure: a web app with an identity of its own, and the bot that points to it.
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

param location string = resourceGroup().location

// 64-bit Linux image with Node 24: the product runs TypeScript as it stands and refuses older ones.
var linuxFxVersion = 'NODE|24-lts'
var host = '${webApp.name}.azurewebsites.net'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: resourceBaseName
  location: location
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
    // The local disk: /home is a network share, which cannot hold the file. It ends with the instance.
    STORE_FILE: '/tmp/consentry/state.db'
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
output IDENTITY_CLIENT_ID string = identity.properties.clientId
