import type { Catalogue } from "../catalogue.ts";
import type { Check, Problem } from "./check.ts";
import { listRows } from "./rows.ts";

export const permissionExists: Check = {
  name: "permission-exists",
  description: "Every row and mailbox check names a permission that exists, in that type.",
  scope: "all",
  exceptions: [],
  check: (catalogue) => [
    ...checkMailboxChecks(catalogue),
    ...listRows(catalogue).flatMap(({ row, place }) => {
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
  ],
};

function checkMailboxChecks({ consent, permissions }: Catalogue): Problem[] {
  return consent.mailboxChecks.flatMap((check) =>
    check.permissions
      .filter((key) => !permissions.get(key)?.application)
      .map((key) => ({
        place: `consent.json ${check.id}`,
        message: `there is no application permission ${key}: correct the key or add it to permissions.json`,
      })),
  );
}
