#!/usr/bin/env bash
#
# IMAP Capture and Mail Send, another sender (Application mode)
# https://consentry.example/p/1~autostore.destination_mail-send.mode_application.sender_other.source_imap
#
# Registers these permissions in an app registration and grants them for the whole tenant. It reads first,
# shows what is missing, asks, and adds that. It removes nothing, and a second run changes nothing.
# Grants count at once, without Microsoft's consent page: check the app and the list before.
#
# Usage: bash <this file> <client id of the app> [--dry-run] [--yes]
# --dry-run shows what is missing; --yes goes on without being asked.
# Needed: the Azure CLI, signed in (az login) to the tenant as somebody who may grant consent.
#
# Not here, because the vendor's approval adds it:
# - email (delegated, Microsoft Graph)
# - EWS.AccessAsUser.All (delegated, Microsoft Graph)
# - offline_access (delegated, Microsoft Graph)
# - openid (delegated, Microsoft Graph)
# - POP.AccessAsUser.All (delegated, Microsoft Graph)
# - SMTP.Send (delegated, Microsoft Graph)

set -euo pipefail

graph='https://graph.microsoft.com'
az_cloud='AzureCloud'
client_id=''

# Resource app id, type, permission id, value and resource app of all that is needed.
needed='00000003-0000-0000-c000-000000000000 Scope 652390e4-393a-48de-9484-05f9b1212954 IMAP.AccessAsUser.All Microsoft Graph
00000003-0000-0000-c000-000000000000 Role b633e1c5-b582-4048-a93e-9f11b44c7e96 Mail.Send Microsoft Graph
00000003-0000-0000-c000-000000000000 Role e2a3a72e-5f79-4c64-b1b1-878b674786c9 Mail.ReadWrite Microsoft Graph'

stop() {
  printf '%s\n' "$1" >&2
  exit "$2"
}

usage="Usage: bash ${0##*/} <client id> [--dry-run] [--yes]"
dry_run=no
yes=no
for argument in "$@"; do
  case $argument in
    --dry-run) dry_run=yes ;;
    --yes) yes=yes ;;
    -h | --help)
      printf '%s\n' "$usage"
      exit 0
      ;;
    -*) stop "Unknown option: $argument. $usage" 2 ;;
    *)
      argument=$(printf '%s' "$argument" | tr '[:upper:]' '[:lower:]')
      [[ -z $client_id || $client_id == "$argument" ]] || stop "This is for the app $client_id. $usage" 2
      client_id=$argument
      ;;
  esac
done
guid='^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
[[ $client_id =~ $guid ]] || stop "The client id of the app is missing or no GUID. $usage" 2
command -v az >/dev/null || stop 'The Azure CLI (az) is missing: https://aka.ms/azure-cli' 127

# Asks az. It reads no input, and the line ends of Windows are taken away.
ask() {
  az "$@" --only-show-errors </dev/null | tr -d '\r'
}

rest() {
  ask rest --resource "$graph" "$@"
}

send() {
  rest --method "$1" --url "$2" --headers Content-Type=application/json --body "$3" --output none
}

# Every page of a list at address $1: of each entry what $2 says in JMESPath, a line each.
list() {
  local address=$1 page line next
  while [[ -n $address ]]; do
    page=$(rest --method get --url "$address" --output tsv \
      --query "[value[].$2, [not_null(\"@odata.nextLink\", '')]][]") || return
    next=''
    while IFS= read -r line; do
      case $line in
        "$graph"/*) next=$line ;;
        ?*) printf '%s\n' "$line" ;;
      esac
    done <<<"$page"
    address=$next
  done
}

has_line() {
  grep -qxF -e "$2" <<<"$1"
}

# 1. Read what is there.

cloud=$(ask cloud show --query name --output tsv)
[[ $cloud == "$az_cloud" ]] || stop "az is set to $cloud: run az cloud set --name $az_cloud and az login." 2
tenant=$(ask account show --query tenantId --output tsv)
printf 'App %s in tenant %s\n' "$client_id" "$tenant"

application=$(list "$graph/v1.0/applications?\$filter=appId eq '$client_id'&\$select=id,requiredResourceAccess" \
  "[[id], requiredResourceAccess[].join(' ', [resourceAppId, join(' ', resourceAccess[].join(':', [type, id]))])][][]")
application_id=${application%%$'\n'*}
principal=$(list "$graph/v1.0/servicePrincipals?\$filter=appId eq '$client_id'&\$select=id" id)
[[ -n $application_id || -n $principal ]] || stop "The tenant $tenant has no app with the client id $client_id." 1

# Lines of resource app id, type and id.
registered=''
while read -r resource entries; do
  [[ -n $resource && $resource != "$application_id" ]] || continue
  [[ "$resource $entries" != *[!A-Za-z0-9:\ -]* ]] || stop 'The registration holds something unknown.' 1
  registered+="$resource"$'\n'
  for entry in $entries; do registered+="$resource ${entry%%:*} ${entry#*:}"$'\n'; done
done <<<"$application"

# Lines of resource app id and the object id of its service principal.
resources=''
while read -r resource rest_of_line; do
  [[ $resources != *"$resource"* ]] || continue
  object_id=$(list "$graph/v1.0/servicePrincipals?\$filter=appId eq '$resource'&\$select=id" id)
  [[ -n $object_id ]] || stop "The tenant $tenant does not have the API $resource." 1
  resources+="$resource $object_id"$'\n'
done <<<"$needed"

# Lines of id, object id of the resource and scopes; lines of object id of the resource and role.
grants=''
roles=''
if [[ -n $principal ]]; then
  grants=$(list "$graph/v1.0/oauth2PermissionGrants?\$filter=clientId eq '$principal' and consentType eq 'AllPrincipals'" \
    "join(' ', [id, resourceId, not_null(scope, '')])")
  roles=$(list "$graph/v1.0/servicePrincipals/$principal/appRoleAssignments?\$top=999" \
    "join(' ', [resourceId, appRoleId])")
fi

# 2. Say what is missing.

entries=''
new_roles=''
new_grants=''
count_entries=0
count_scopes=0
count_roles=0
while read -r resource object_id; do
  [[ -n $resource ]] || continue
  grant_id=''
  scopes=''
  while read -r id resource_id rest_of_line; do
    [[ $resource_id == "$object_id" ]] || continue
    grant_id=$id
    scopes=$rest_of_line
  done <<<"$grants"
  [[ $scopes != *[\"\\]* ]] || stop 'A grant holds something unknown.' 1
  missing=''
  while read -r of type id value name; do
    [[ $of == "$resource" ]] || continue
    kind=delegated
    if [[ $type == Role ]]; then kind=application; fi
    if [[ -n $application_id ]] && ! has_line "$registered" "$resource $type $id"; then
      printf '+ register %s (%s, %s)\n' "$value" "$kind" "$name"
      entries+="$resource $type $id"$'\n'
      count_entries=$((count_entries + 1))
    fi
    if [[ $type == Scope && " $scopes " != *" $value "* ]]; then
      printf '+ grant for everybody %s (%s, %s)\n' "$value" "$kind" "$name"
      missing+=" $value"
      count_scopes=$((count_scopes + 1))
    elif [[ $type == Role ]] && ! has_line "$roles" "$object_id $id"; then
      printf '+ grant to the app %s (%s, %s)\n' "$value" "$kind" "$name"
      new_roles+="$object_id $id"$'\n'
      count_roles=$((count_roles + 1))
    fi
  done <<<"$needed"
  if [[ -n $missing ]]; then
    scopes+=$missing
    new_grants+="${grant_id:--} $object_id ${scopes# }"$'\n'
  fi
done <<<"$resources"
[[ -n $application_id ]] || echo '= The app is registered in another tenant: its registration stays as it is.'

if [[ -z $entries$new_grants$new_roles ]]; then
  echo 'Nothing is missing, nothing was changed.'
  exit 0
fi
[[ -n $principal ]] || echo '+ add the app to the tenant (enterprise application)'
if [[ $dry_run == yes ]]; then
  echo 'Dry run: nothing was changed.'
  exit 0
fi
if [[ $yes == no ]]; then
  [[ -t 0 ]] || stop 'Nothing was changed: add --yes to go on without being asked.' 2
  read -r -p 'Make these changes? [y/N] ' answer
  [[ $answer == [yY]* ]] || stop 'Nothing was changed.' 0
fi

# 3. Add it.

# Lines of resource app id, type and id as JSON.
to_access() {
  awk 'NF {
    if (!($1 in items)) { order[++count] = $1; items[$1] = "" }
    if (NF == 3) items[$1] = items[$1] (items[$1] == "" ? "" : ",") "{\"id\":\"" $3 "\",\"type\":\"" $2 "\"}"
  } END {
    for (i = 1; i <= count; i++)
      printf "%s{\"resourceAppId\":\"%s\",\"resourceAccess\":[%s]}", (i > 1 ? "," : ""), order[i], items[order[i]]
  }'
}

if [[ -z $principal ]]; then
  principal=$(rest --method post --url "$graph/v1.0/servicePrincipals" \
    --headers Content-Type=application/json --body "{\"appId\":\"$client_id\"}" --query id --output tsv)
fi
if [[ -n $entries ]]; then
  access=$(printf '%s%s' "$registered" "$entries" | to_access)
  send patch "$graph/v1.0/applications/$application_id" "{\"requiredResourceAccess\":[$access]}"
fi
while read -r grant_id object_id scopes; do
  [[ -n $grant_id ]] || continue
  if [[ $grant_id == - ]]; then
    send post "$graph/v1.0/oauth2PermissionGrants" \
      "{\"clientId\":\"$principal\",\"consentType\":\"AllPrincipals\",\"resourceId\":\"$object_id\",\"scope\":\"$scopes\"}"
  else
    send patch "$graph/v1.0/oauth2PermissionGrants/$grant_id" "{\"scope\":\"$scopes\"}"
  fi
done <<<"$new_grants"
while read -r object_id id; do
  [[ -n $object_id ]] || continue
  send post "$graph/v1.0/servicePrincipals/$object_id/appRoleAssignedTo" \
    "{\"principalId\":\"$principal\",\"resourceId\":\"$object_id\",\"appRoleId\":\"$id\"}"
done <<<"$new_roles"

printf 'Done. Registered: %s. Granted for everybody: %s. Granted to the app: %s. Removed: 0.\n' \
  "$count_entries" "$count_scopes" "$count_roles"
