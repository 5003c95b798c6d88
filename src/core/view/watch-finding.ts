import type { Case } from "../advisor/index.ts";
import { type Finding, type NamedPermission, parsePermission } from "../drift/index.ts";
import { grantKind, listMailboxChecks } from "../grant/index.ts";
import { formatMoment } from "./dates.ts";
import { whoLines } from "./grant-sections.ts";
import { typeName } from "./names.ts";
import { group, lines, type Part, paragraphs, say, sayQuoting } from "./parts.ts";
import type { Voice } from "./voice.ts";

/** One thing that is other than before: what it is, what to do about it, who may, since when. */
export function drawFinding(voice: Voice, finding: Finding, cases: readonly Case[]): Part {
  const { t, language, world } = voice;
  const { kind, foundAt } = finding;
  const checks = kind === "fence" ? listMailboxChecks(world.catalogue, cases) : [];
  return group({
    title: titleOf(voice, finding),
    lines: lines([
      ...widerLines(voice, finding),
      ...(kind === "restored" ? [] : [say(t(`${keyOf(finding)}.do`))]),
      ...whoLines(voice, rolesFor(voice, finding), whoKey(finding)).map(say),
      say(t("watch.found.at", { moment: formatMoment(foundAt, language) })),
    ]),
    commands: paragraphs(checks.map(({ command }) => command)),
  });
}

function keyOf({ kind, other, permission }: Finding): string {
  if (kind === "app" || kind === "catalogue") return `watch.found.${kind}-${other}`;
  if (kind === "widened" && other === "everyone") return "watch.found.everyone";
  if (kind === "restored" && permission === "") return "watch.found.restored-app";
  return `watch.found.${kind}`;
}

function titleOf(voice: Voice, finding: Finding): Part {
  const { t } = voice;
  const named = parsePermission(finding.permission);
  if (!named) return say(t(keyOf(finding)));
  return sayQuoting(
    t,
    keyOf(finding),
    { value: named.value, resource: nameOf(voice, named) },
    { type: typeName(voice, named.type) },
  );
}

function nameOf({ world }: Voice, { resource, resourceName }: NamedPermission): string {
  return resource ? world.catalogue.facts.resources[resource].displayName : resourceName;
}

/** What is granted in its place: one name or more, with commas between. */
function widerLines({ t }: Voice, { kind, other }: Finding): Part[] {
  if (kind !== "widened" || other === "everyone") return [];
  const values = other.split(", ").map((name) => parsePermission(name)?.value ?? name);
  return [sayQuoting(t, "watch.found.wider", { by: values.join(", ") })];
}

const TO_GRANT: ReadonlySet<string> = new Set([
  "watch.found.removed",
  "watch.found.widened",
  "watch.found.catalogue-more",
]);

function whoKey(finding: Finding): string {
  return TO_GRANT.has(keyOf(finding)) ? "consent.part.who" : "report.who";
}

/** Ids of the roles that may do what is to be done. */
function rolesFor({ world }: Voice, finding: Finding): string[] {
  const named = parsePermission(finding.permission);
  if (!named || finding.kind === "restored") return [];
  const { grantRoles } = world.catalogue.consent;
  const kind = grantKind(named);
  const able = TO_GRANT.has(keyOf(finding))
    ? grantRoles.filter(({ grants }) => grants.includes(kind))
    : grantRoles.filter(({ revokes }) => revokes);
  return able.map(({ id }) => id);
}
