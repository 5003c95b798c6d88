// Knows who somebody is to Consentry: roles of Entra ID, roles of its own, and what each may enter.
// Must not know where a role was read: tokens are verified in the identity rim.
// A new kind of entrance is a row of WHO and its roles.
export { mayListGrants } from "./list-grants.ts";
export { ENTRA_ROLES, type EntraRole, type OwnRole, readRoles } from "./roles.ts";
export { type Appointed, toStanding } from "./standing.ts";
export { mayEnter, needsRoles, rolesFor, STRANGER, type Standing, WHO, type Who } from "./who.ts";
