import type { Check, Problem } from "./check.ts";

export const sourcesPresent: Check = {
  name: "sources-present",
  description: "Every source key stands in the table of its file.",
  scope: "all",
  exceptions: [],
  check: (catalogue) => {
    const { facts, consent } = catalogue;
    return [
      ...facts.permissions.flatMap(({ key, sources }) =>
        absent(`permissions.json ${key}`, sources, facts.sources),
      ),
      ...consent.errors.flatMap(({ code, sources }) =>
        absent(`consent.json ${code}`, sources, consent.sources),
      ),
      ...consent.grantRoles.flatMap(({ id, sources }) =>
        absent(`consent.json ${id}`, sources, consent.sources),
      ),
      ...consent.mailboxChecks.flatMap(({ id, sources }) =>
        absent(`consent.json ${id}`, sources, consent.sources),
      ),
      ...catalogue.packs.flatMap((pack) =>
        pack.errata.flatMap(({ id, sources }) =>
          absent(`${pack.head.id}/errata.json ${id}`, sources, pack.errataSources),
        ),
      ),
    ];
  },
};

function absent(
  place: string,
  keys: readonly string[],
  table: Readonly<Record<string, string>>,
): Problem[] {
  return keys
    .filter((key) => !(key in table))
    .map((key) => ({
      place,
      message: `the source ${key} is not in the table of sources: add where it is published`,
    }));
}
