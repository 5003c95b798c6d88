import type { Check } from "./check.ts";
import { listRows } from "./rows.ts";

export const noLinkForRsc: Check = {
  name: "no-link-for-rsc",
  description:
    "Resource-specific permissions are granted when an app is installed in a team, never by consent.",
  scope: "scenarios",
  exceptions: [],
  check: (catalogue) =>
    listRows(catalogue)
      .filter(({ row }) => row.permission.startsWith("rsc:"))
      .map(({ place }) => ({
        place,
        message:
          "a resource-specific permission cannot be configured for consent: name it under alternatives",
      })),
};
