#Requires -Version 5.1
#Requires -Modules Microsoft.Graph.Applications, Microsoft.Graph.Identity.SignIns
# One app registration for 3 set-ups
# - IMAP Capture and Mail Send, same user
# - Printer, file capture or Knowledge Package Loader, then OneDrive (Without Token Vault)
# - Sign-in to Token Vault with Entra ID
# https://consentry.example/p/1~autostore.destination_mail-send.sender_same.source_imap~autostore.destination_onedrive.source_file.token-vault_without~autostore.source_sign-in
#
# Registers these permissions in an app registration and grants them for the whole tenant. It reads first,
# asks before each change, and adds what is missing. It removes nothing, and a second run changes nothing.
# Grants count at once, without Microsoft's consent page: check the app and the list before.
#
# Usage: <this file> -ClientId <client id of the app> [-WhatIf] [-Confirm:$false]
# -WhatIf shows what is missing; -Confirm:$false goes on without asking.
# Needed: the Microsoft Graph PowerShell modules, and somebody who may grant consent to sign in.
#
# Not here, because the vendor's approval adds it:
# - email (delegated, Microsoft Graph)
# - EWS.AccessAsUser.All (delegated, Microsoft Graph)
# - offline_access (delegated, Microsoft Graph)
# - openid (delegated, Microsoft Graph)
# - POP.AccessAsUser.All (delegated, Microsoft Graph)
# - SMTP.Send (delegated, Microsoft Graph)
# - User.Read (delegated, Microsoft Graph)

[CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
param(
    [Parameter(Mandatory)]
    [ValidatePattern('^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$')]
    [string] $ClientId
)

$environment = 'Global'

# All that is needed.
$needed = @(
    [pscustomobject] @{ ResourceAppId = '00000003-0000-0000-c000-000000000000'; Type = 'Scope'; Id = '652390e4-393a-48de-9484-05f9b1212954'; Value = 'IMAP.AccessAsUser.All'; Resource = 'Microsoft Graph' }
    [pscustomobject] @{ ResourceAppId = '00000003-0000-0000-c000-000000000000'; Type = 'Scope'; Id = 'e383f46e-2787-4529-855e-0e479a3ffac0'; Value = 'Mail.Send'; Resource = 'Microsoft Graph' }
    [pscustomobject] @{ ResourceAppId = '00000003-0000-0000-c000-000000000000'; Type = 'Scope'; Id = '024d486e-b451-40bb-833d-3e66d98c5c73'; Value = 'Mail.ReadWrite'; Resource = 'Microsoft Graph' }
    [pscustomobject] @{ ResourceAppId = '00000003-0000-0000-c000-000000000000'; Type = 'Scope'; Id = 'b340eb25-3456-403f-be2f-af7a0d370277'; Value = 'User.ReadBasic.All'; Resource = 'Microsoft Graph' }
    [pscustomobject] @{ ResourceAppId = '00000003-0000-0000-c000-000000000000'; Type = 'Scope'; Id = '5f8c59db-677d-491f-a6b8-5f174b11ec1d'; Value = 'Group.Read.All'; Resource = 'Microsoft Graph' }
    [pscustomobject] @{ ResourceAppId = '00000003-0000-0000-c000-000000000000'; Type = 'Role'; Id = '75359482-378d-4052-8f01-80520e7db3cd'; Value = 'Files.ReadWrite.All'; Resource = 'Microsoft Graph' }
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
