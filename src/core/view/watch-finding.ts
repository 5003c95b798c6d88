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
      ...(kind === "restored" ? [] : [say(t(`watch.found.${nameOf(finding)}.do`))]),
      ...whoLines(voice, rolesFor(voice, finding), whoKey(finding)).map(say),
      say(t("watch.found.at", { moment: formatMoment(foundAt, language) })),
    ]),
    commands: paragraphs(checks.map(({ command }) => command)),
  });
}

/** What a finding is called in the keys of its texts. */
function nameOf({ kind, other, permission }: Finding): string {
  if (kind === "app" || kind === "catalogue") return `${kind}-${other}`;
  if (kind === "widened" && other === "everyone") return "everyone";
  if (kind === "restored" && permission === "") return "restored-app";
  return kind;
}

function titleOf(voice: Voice, finding: Finding): Part {
  const { t } = voice;
  const named = parsePermission(finding.permission);
  const key = `watch.found.${nameOf(finding)}`;
  if (!named) return say(t(key));
  return sayQuoting(
    t,
    key,
    { value: named.value, resource: apiOf(voice, named) },
    { type: typeName(voice, named.type) },
  );
}

function apiOf({ world }: Voice, { resource, resourceName }: NamedPermission): string {
  return resource ? world.catalogue.facts.resources[resource].displayName : resourceName;
}

/** What is granted in its place: one name or more, with commas between. */
function widerLines({ t }: Voice, { kind, other }: Finding): Part[] {
  if (kind !== "widened" || other === "everyone") return [];
  const values = other.split(", ").map((name) => parsePermission(name)?.value ?? name);
  return [sayQuoting(t, "watch.found.wider", { by: values.join(", ") })];
}

const TO_GRANT: ReadonlySet<string> = new Set(["removed", "widened", "catalogue-more"]);

function whoKey(finding: Finding): string {
  return TO_GRANT.has(nameOf(finding)) ? "consent.part.who" : "report.who";
}

/** Ids of the roles that may do what is to be done. */
function rolesFor({ world }: Voice, finding: Finding): string[] {
  const named = parsePermission(finding.permission);
  if (!named || finding.kind === "restored") return [];
  const { grantRoles } = world.catalogue.consent;
  const kind = grantKind(named);
  const able = TO_GRANT.has(nameOf(finding))
    ? grantRoles.filter(({ grants }) => grants.includes(kind))
    : grantRoles.filter(({ revokes }) => revokes);
  return able.map(({ id }) => id);
}
