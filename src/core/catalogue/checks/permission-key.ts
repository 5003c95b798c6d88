import type { Check } from "./check.ts";

export const permissionKey: Check = {
  name: "permission-key",
  description:
    "A permission's key is its resource and value, exact in case and unique, and it exists in a type.",
  scope: "permissions",
  exceptions: [],
  check: (catalogue) => {
    const seen = new Map<string, string>();
    return catalogue.facts.permissions.flatMap((permission) => {
      const place = `permissions.json ${permission.key}`;
      const [prefix, value] = permission.key.split(":");
      const problems: string[] = [];
      if (value !== permission.value)
        problems.push(
          `the key ends in ${value}, the value is ${permission.value}: make them equal`,
        );
      if (prefix !== "rsc" && prefix !== permission.resource)
        problems.push(
          `the key says ${prefix}, the resource is ${permission.resource}: make them equal`,
        );
      if (!permission.delegated && !permission.application)
        problems.push("it exists in no type: add its delegated or application form");
      const twin = seen.get(permission.key.toLowerCase());
      if (twin) problems.push(`${twin} differs in case only: keep one`);
      seen.set(permission.key.toLowerCase(), permission.key);
      return problems.map((message) => ({ place, message }));
    });
  },
};
