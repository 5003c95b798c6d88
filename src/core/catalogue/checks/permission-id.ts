import type { PermissionType } from "../../permission/index.ts";
import type { Check } from "./check.ts";

const TYPES: readonly PermissionType[] = ["delegated", "application"];

export const permissionId: Check = {
  name: "permission-id",
  description: "An id stands for one permission within its resource and type.",
  scope: "permissions",
  exceptions: [],
  check: (catalogue) => {
    const seen = new Map<string, string>();
    return catalogue.facts.permissions.flatMap((permission) =>
      TYPES.flatMap((type) => {
        const id = permission[type]?.id;
        if (!id) return [];
        const key = `${permission.resource} ${type} ${id}`;
        const other = seen.get(key);
        seen.set(key, permission.key);
        if (!other) return [];
        return [
          {
            place: `permissions.json ${permission.key}`,
            message: `its ${type} id is also that of ${other}: look both up by value in a tenant`,
          },
        ];
      }),
    );
  },
};
