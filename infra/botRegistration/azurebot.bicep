// The bot as Teams knows it: a name, an app id, and where its messages go.

param botName string
param botId string
param botTenantId string

@description('https address of /api/messages')
param endpoint string

@description('F0 is free for Teams.')
param sku string = 'F0'

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: botName
  kind: 'azurebot'
  location: 'global'
  sku: {
    name: sku
  }
  properties: {
    displayName: 'Consentry'
    endpoint: endpoint
    msaAppId: botId
    msaAppTenantId: botTenantId
    msaAppType: 'SingleTenant'
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'global'
  properties: {
    channelName: 'MsTeamsChannel'
    properties: {
      isEnabled: true
    }
  }
}
