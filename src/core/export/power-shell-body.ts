/**
 * What every PowerShell script does with its variables `$ClientId`, `$environment` and `$needed`. What it would
 * change it asks for by ShouldProcess, so that -WhatIf shows it only and -Confirm asks about each.
 * Source: learn.microsoft.com/powershell/microsoftgraph/how-to-grant-revoke-api-permissions.
 */
export const POWER_SHELL_BODY = `$ErrorActionPreference = 'Stop'
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
`;
