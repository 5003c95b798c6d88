// Knows what a permission is: a resource app, a type and a value, with the facts published about it.
// Must not know which product needs it or whether a tenant granted it.
// The facts themselves are data: catalogue/permissions.json.
export { isOpenIdScope } from "./openid.ts";
export {
  Permission,
  PermissionFacts,
  type PermissionForm,
  PermissionType,
  Resource,
} from "./permission.ts";
