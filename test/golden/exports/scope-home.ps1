#Requires -Version 5.1
#Requires -Modules Microsoft.Graph.Applications, Microsoft.Graph.Identity.SignIns
# nBold Home scope
# https://consentry.example/p/1~nbold.scope_home
#
# Registers these permissions in an app registration and grants them for the whole tenant. It reads first,
# asks before each change, and adds what is missing. It removes nothing, and a second run changes nothing.
# Grants count at once, without Microsoft's consent page: check the app and the list before.
#
# Usage: <this file> -ClientId <client id of the app> [-WhatIf] [-Confirm:$false]
# -WhatIf shows what is missing; -Confirm:$false goes on without asking.
# Needed: the Microsoft Graph PowerShell modules, and somebody who may grant consent to sign in.

[CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
param(
    [Parameter(Mandatory)]
    [ValidatePattern('^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$')]
    [string] $ClientId
)

$environment = 'Global'

# All that is needed.
$needed = @(
    [pscustomobject] @{ ResourceAppId = '00000003-0000-0000-c000-000000000000'; Type = 'Scope'; Id = '48638b3c-ad68-4383-8ac4-e6880ee6ca57'; Value = 'TeamSettings.Read.All'; Resource = 'Microsoft Graph' }
    [pscustomobject] @{ ResourceAppId = '00000003-0000-0000-c000-000000000000'; Type = 'Scope'; Id = '2497278c-d82d-46a2-b1ce-39d4cdde5570'; Value = 'TeamMember.Read.All'; Resource = 'Microsoft Graph' }
    [pscustomobject] @{ ResourceAppId = '00000003-0000-0000-c000-000000000000'; Type = 'Scope'; Id = '2eadaff8-0bce-4198-a6b9-2cfc35a30075'; Value = 'ChannelMember.Read.All'; Resource = 'Microsoft Graph' }
    [pscustomobject] @{ ResourceAppId = '00000003-0000-0000-c000-000000000000'; Type = 'Scope'; Id = '233e0cf1-dd62-48bc-b65b-b38fe87fcf8e'; Value = 'ChannelSettings.Read.All'; Resource = 'Microsoft Graph' }
    [pscustomobject] @{ ResourceAppId = '00000003-0000-0000-c000-000000000000'; Type = 'Scope'; Id = '59dacb05-e88d-4c13-a684-59f1afc8cc98'; Value = 'TeamsTab.Read.All'; Resource = 'Microsoft Graph' }
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

# 1. Read what is there.

Connect-MgGraph -Environment $environment -NoWelcome -Scopes 'Application.ReadWrite.All', 'DelegatedPermissionGrant.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All'
Write-Host "App $ClientId in tenant $((Get-MgContext).TenantId)"

$application = Get-MgApplication -Filter "appId eq '$ClientId'" -Property 'id,requiredResourceAccess'
$principal = Get-MgServicePrincipal -Filter "appId eq '$ClientId'" -Property 'id'
if (-not $application -and -not $principal) { throw "The tenant has no app with the client id $ClientId." }
if (-not $application) { Write-Host '= The app is registered in another tenant: its registration stays as it is.' }

$grants = @()
$roles = @()
if ($principal) {
    $grants = @(Get-MgOauth2PermissionGrant -All -Filter "clientId eq '$($principal.Id)' and consentType eq 'AllPrincipals'")
    $roles = @(Get-MgServicePrincipalAppRoleAssignment -All -ServicePrincipalId $principal.Id)
}

# What is registered, and where what is missing is added to.
$access = @(if ($application) {
    $application.RequiredResourceAccess | ForEach-Object {
        @{
            ResourceAppId  = $_.ResourceAppId
            ResourceAccess = @($_.ResourceAccess | ForEach-Object { @{ Id = $_.Id; Type = $_.Type } })
        }
    }
})

# 2. Say what is missing, and add it.

$added = @{ registered = 0; delegated = 0; application = 0 }

if (-not $principal -and $PSCmdlet.ShouldProcess($ClientId, 'Add the app to the tenant (enterprise application)')) {
    $principal = New-MgServicePrincipal -AppId $ClientId
}

foreach ($group in $needed | Group-Object -Property ResourceAppId) {
    $resource = Get-MgServicePrincipal -Filter "appId eq '$($group.Name)'" -Property 'id'
    if (-not $resource) { throw "The tenant does not have the API $($group.Name)." }

    $entry = $access | Where-Object { $_.ResourceAppId -eq $group.Name } | Select-Object -First 1
    $registered = @(if ($entry) { $entry.ResourceAccess | ForEach-Object { "$($_.Type) $($_.Id)" } })
    $entries = @($group.Group | Where-Object { "$($_.Type) $($_.Id)" -notin $registered })
    if ($application -and $entries -and $PSCmdlet.ShouldProcess($ClientId, "Register $($entries.Value -join ', ') of $($entries[0].Resource)")) {
        $new = @($entries | ForEach-Object { @{ Id = $_.Id; Type = $_.Type } })
        if ($entry) { $entry.ResourceAccess += $new }
        else { $access += @{ ResourceAppId = $group.Name; ResourceAccess = $new } }
        Update-MgApplication -ApplicationId $application.Id -RequiredResourceAccess $access
        $added.registered += $new.Count
    }

    $grant = $grants | Where-Object { $_.ResourceId -eq $resource.Id } | Select-Object -First 1
    $granted = @(if ($grant) { $grant.Scope -split ' ' | Where-Object { $_ } })
    $scopes = @($group.Group | Where-Object { $_.Type -eq 'Scope' -and $_.Value -cnotin $granted } | ForEach-Object { $_.Value })
    if ($scopes -and $PSCmdlet.ShouldProcess($ClientId, "Grant for everybody $($scopes -join ', ') (delegated)")) {
        $scope = ($granted + $scopes) -join ' '
        if ($grant) { Update-MgOauth2PermissionGrant -OAuth2PermissionGrantId $grant.Id -Scope $scope }
        else { $null = New-MgOauth2PermissionGrant -ClientId $principal.Id -ConsentType 'AllPrincipals' -ResourceId $resource.Id -Scope $scope }
        $added.delegated += $scopes.Count
    }

    $assigned = @($roles | Where-Object { $_.ResourceId -eq $resource.Id } | ForEach-Object { $_.AppRoleId })
    foreach ($role in $group.Group | Where-Object { $_.Type -eq 'Role' -and $_.Id -notin $assigned }) {
        if ($PSCmdlet.ShouldProcess($ClientId, "Grant to the app $($role.Value) (application)")) {
            $null = New-MgServicePrincipalAppRoleAssignedTo -ServicePrincipalId $resource.Id -PrincipalId $principal.Id -ResourceId $resource.Id -AppRoleId $role.Id
            $added.application += 1
        }
    }
}

Write-Host "Done. Registered: $($added.registered). Granted for everybody: $($added.delegated). Granted to the app: $($added.application). Removed: 0."
