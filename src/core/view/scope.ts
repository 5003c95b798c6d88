import type { Case } from "../advisor/index.ts";
import type { Scenario } from "../catalogue/index.ts";
import { drawScopePicture } from "../scope-picture/index.ts";
import { facts, group, hide, label, list, type Part, say } from "./parts.ts";
import type { Voice } from "./voice.ts";

/**
 * In which context the scopes among the cases are asked for, with the picture of their pack.
 * A list of one block, or of none where no case is a scope.
 */
export function drawScopeContext(voice: Voice, cases: readonly Case[]): Part {
  const scopes = cases.filter(({ scenario }) => scenario.context);
  const [first] = scopes;
  if (!first) return list([]);
  const entries = scopes.length === 1 ? contextFacts(voice, first) : [];
  return list([
    group({
      heading: say(voice.t("scope.heading")),
      facts: facts(entries),
      picture: list([scopePicture(voice, first, scopes.length === 1 ? first.scenario : undefined)]),
    }),
  ]);
}

function contextFacts({ t, local }: Voice, { pack, scenario }: Case) {
  const { context } = scenario;
  if (!context) return [];
  const included = pack.scenarios.filter(({ id }) => context.includes.includes(id));
  const entries = [
    { title: t("scope.side"), text: t(`scope.side.${context.side}`) },
    { title: t("scope.enteredBy"), text: local(context.enteredBy) },
    { title: t("scope.roles"), text: context.roles.map(local).join(t("source.join")) },
    {
      title: t("scope.includes"),
      text: included.map(({ title }) => local(title)).join(t("source.join")),
    },
  ];
  return entries.filter(({ text }) => text !== "");
}

/** The picture of a pack's scopes, with the one that was asked for marked. */
function scopePicture(voice: Voice, { pack }: Case, marked: Scenario | undefined): Part {
  const { world, language, t, local } = voice;
  const name = [pack.head.id, language, ...(marked ? [marked.id] : [])].join(".");
  const url =
    world.cloud.images === "link"
      ? `${world.publicUrl}/pictures/scopes/${name}.svg`
      : toDataUri(drawScopePicture(pack, t, language, marked?.id));
  const product = local(pack.head.title);
  const alt = marked
    ? t("scope.pictureAltOf", { product, scope: local(marked.title) })
    : t("scope.pictureAlt", { product });
  return group({ url: hide(url), alt: label(alt) });
}

function toDataUri(svg: string): string {
  const bytes = String.fromCodePoint(...new TextEncoder().encode(svg));
  return `data:image/svg+xml;base64,${btoa(bytes)}`;
}
