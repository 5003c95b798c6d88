import type { Check } from "./check.ts";
import { listRows } from "./rows.ts";

export const permissionExists: Check = {
  name: "permission-exists",
  description: "Every row names a permission that exists, in that type, on that resource.",
  scope: "scenarios",
  exceptions: [],
  check: (catalogue) =>
    listRows(catalogue).flatMap(({ row, place }) => {
      const permission = catalogue.permissions.get(row.permission);
      if (!permission)
        return [
          {
            place,
            message: `${row.permission} is not in permissions.json: correct the key, casing included, or add the permission with its sources`,
          },
        ];
      if (permission[row.type]) return [];
      return [
        {
          place,
          message: `${row.permission} has no ${row.type} form: choose the permission that has one, and name what the vendor prints under vendor`,
        },
      ];
    }),
};
