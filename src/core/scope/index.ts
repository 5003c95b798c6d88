// Knows Consentry's own permissions: its scopes, the calls that need them, and what follows for its
// app registrations and for its pack of the catalogue. Must not know tokens or how calls are sent.
// A new scope is an entry of scopes.json, a new call of Microsoft Graph one of calls.json.
export { CALL_IDS, CALLS, Call, type CallId, findCall } from "./calls.ts";
export {
  coverCall,
  findUncoveredCalls,
  findUnneededPermissions,
  isAskedFor,
  listCallsOf,
  listSignInUsesOf,
  type OwnRegistry,
} from "./coverage.ts";
export {
  OWN_PACK,
  splitByRegistration,
  toOwnPack,
  toOwnSelection,
} from "./own-pack.ts";
export {
  ACCESS_AS_USER_ID,
  PRE_AUTHORIZED_CLIENTS,
  type Registration,
  type RequiredResource,
  toRequiredResourceAccess,
} from "./registrations.ts";
export { OwnPermission, SCOPE_IDS, Scope, type ScopeId } from "./scope.ts";
export {
  findScope,
  isAdminNeeded,
  OWN_REGISTRY,
  SCOPES,
  tokenValues,
} from "./scopes.ts";
