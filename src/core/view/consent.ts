import {
  type Case,
  formatSelection,
  requirePermissions,
  type Selection,
} from "../advisor/index.ts";
import {
  buildConsentLink,
  type ConsentPart,
  mayGrant,
  parseClientId,
  parseTenant,
  planConsent,
} from "../consent/index.ts";
import { portalLink } from "./action.ts";
import { bottomBar } from "./actions.ts";
import { button, buttons, link } from "./buttons.ts";
import { inPhase } from "./details.ts";
import { cleanForeign } from "./foreign.ts";
import { caseTitle, permissionName } from "./names.ts";
import { facts, group, label, list, type Part, paragraphs, say, section, toView } from "./parts.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** What a consent link is drawn for. */
export interface ConsentRequest {
  readonly selection: Selection;
  readonly cases: readonly Case[];
  /** As typed; checked here. */
  readonly tenant?: string;
  /** As typed; checked here. */
  readonly clientId?: string;
  readonly redirectUri: string;
  /** Gives the sealed state of each link. Without it the preview shows no link. */
  readonly state?: (partIndex: number) => string;
  /** Why a value was refused besides its form, such as an app that the tenant does not have. */
  readonly problems?: ConsentProblems;
}

/** Values that are well-formed and still refused. */
interface ConsentProblems {
  /** Not the tenant of this conversation, or a domain that nobody has said to be its. */
  readonly tenant?: "foreign" | "domain";
  /** Neither registered in this tenant nor on the operator's list. */
  readonly clientId?: "unknown";
}

/** The preview of what the consent page will ask, or the form while a value is missing or wrong. */
export function drawConsentView(voice: Voice, request: ConsentRequest): View {
  const tenant = parseTenant(request.tenant);
  const clientId = parseClientId(request.clientId);
  const isRefused = request.problems?.tenant ?? request.problems?.clientId;
  if (isRefused || tenant.kind !== "ok" || clientId.kind !== "ok")
    return drawConsentForm(voice, request);
  return drawPreview(voice, request, { tenant: tenant.tenant, clientId: clientId.clientId });
}

/** The first value that a consent link still misses. */
export function missingForConsent(request: Pick<ConsentRequest, "tenant" | "clientId">) {
  if (parseTenant(request.tenant).kind !== "ok") return "tenant";
  return parseClientId(request.clientId).kind === "ok" ? null : "client-id";
}

/** Asks for tenant and client id. What was typed before stands in the inputs. */
export function drawConsentForm(voice: Voice, request: ConsentRequest): View {
  const { t } = voice;
  const title = t("consent.form.title");
  const s = formatSelection(request.selection);
  const problems = findProblems(request);
  return toView(voice, "consent-form", title, {
    title: say(title),
    lead: paragraphs([
      t("consent.form.lead"),
      ...request.cases.map((one) => caseTitle(voice, one)),
    ]),
    tenant: input(voice, "tenant", request.tenant, problems.tenant),
    clientId: input(voice, "clientId", request.clientId, problems.clientId),
    submit: buttons([button(t("consent.form.submit"), "consent", { s })]),
    actions: bottomBar(voice, [button(t("button.back"), "answer", { s })], 1),
  });
}

/** A field, what is wrong with it above it. */
function input(
  { t }: Voice,
  name: "tenant" | "clientId",
  typed: string | undefined,
  problem: string | undefined,
): Part {
  const value = cleanForeign(typed ?? "").replace(/[{}$]/g, "");
  return group({
    problem: paragraphs(problem ? [t(`consent.${name}.${problem}`)] : []),
    label: label(t(`consent.form.${name}`)),
    placeholder: label(t(`consent.form.${name}.placeholder`)),
    error: label(t(`consent.form.${name}.error`)),
    value: label(value),
  });
}

/** What is wrong with each field. That one is empty is told only beside a fault of the other. */
function findProblems({ tenant, clientId, problems }: ConsentRequest): {
  tenant?: string | undefined;
  clientId?: string | undefined;
} {
  const parsedTenant = parseTenant(tenant);
  const parsedClient = parseClientId(clientId);
  const found = {
    tenant: problems?.tenant ?? (parsedTenant.kind === "ok" ? undefined : parsedTenant.reason),
    clientId: problems?.clientId ?? (parsedClient.kind === "ok" ? undefined : parsedClient.reason),
  };
  const isFaulty = Object.values(found).some((reason) => reason && reason !== "missing");
  return isFaulty ? found : {};
}

function drawPreview(
  voice: Voice,
  request: ConsentRequest,
  target: { tenant: string; clientId: string },
): View {
  const { t, world } = voice;
  const all = requirePermissions(world.catalogue, request.cases);
  const parts = planConsent(inPhase(all, "configured"), world.cloud);
  const links = linksOf(voice, request, parts, target);
  const title = t("consent.preview.title");
  return toView(voice, "consent-preview", title, {
    title: say(title),
    lead: paragraphs([
      ...request.cases.map((found) => caseTitle(voice, found)),
      ...(all.some(({ phase }) => phase === "addedOnApproval") ? [t("consent.preview.added")] : []),
      ...(parts.length > 1 ? [t("consent.preview.several", { count: parts.length })] : []),
    ]),
    facts: facts([
      { title: t("consent.preview.tenant"), text: target.tenant },
      { title: t("consent.preview.clientId"), text: target.clientId },
      { title: t("consent.preview.redirect"), text: request.redirectUri },
    ]),
    blocks: list(parts.map((part, index) => drawPart(voice, part, index, links[index]))),
    warnings: section(t("answer.warnings"), warnings(voice, parts, request.redirectUri)),
    linkFree: section(t("consent.preview.linkFree"), [t("consent.preview.linkFreeHow")]),
    links: list([
      ...links.map((url, index) => link(openTitle(voice, index, links.length), url)),
      portalLink(voice),
    ]),
    actions: bottomBar(
      voice,
      [button(t("button.back"), "answer", { s: formatSelection(request.selection) })],
      links.length + 1,
    ),
  });
}

function linksOf(
  { world }: Voice,
  { state, redirectUri }: ConsentRequest,
  parts: readonly ConsentPart[],
  target: { tenant: string; clientId: string },
): string[] {
  if (!state) return [];
  return parts.map((part, index) =>
    buildConsentLink(part, world.cloud, { ...target, redirectUri, state: state(index) }),
  );
}

function openTitle({ t }: Voice, index: number, count: number): string {
  return count === 1 ? t("consent.open") : t("consent.openOf", { number: index + 1, count });
}

function drawPart(voice: Voice, part: ConsentPart, index: number, url: string | undefined): Part {
  const { t, world } = voice;
  const asked = part.requirements.map((need) => permissionName(voice, need.permission, need.type));
  const roles = mayGrant(part, world.catalogue.consent);
  const host = url === undefined ? "" : new URL(url).host;
  return group({
    heading: say(
      t("consent.part.title", { number: index + 1, kind: t(`consent.kind.${part.endpoint}`) }),
    ),
    asks: paragraphs([t(asksKey(part)), ...asked.map((name) => `• ${name}`)]),
    who: say(
      part.endpoint === "user"
        ? t("consent.part.whoUser")
        : t("consent.part.who", { roles: roles.map(voice.local).join(", ") }),
    ),
    host: paragraphs(
      url === undefined ? [t("consent.part.noLink")] : [t("consent.part.host", { host })],
    ),
  });
}

/** What the list below means: by name it is what the page asks, by `.default` what has to be registered. */
function asksKey({ endpoint }: ConsentPart): string {
  return endpoint === "admin-default" ? "consent.part.asksRegistered" : "consent.part.asks";
}

function warnings({ t }: Voice, parts: readonly ConsentPart[], redirectUri: string): string[] {
  const has = (endpoint: ConsentPart["endpoint"]) =>
    parts.some((part) => part.endpoint === endpoint);
  const isGraphApplication = parts.some(({ requirements }) =>
    requirements.some(
      ({ type, permission }) => type === "application" && permission.resource === "graph",
    ),
  );
  const isTenantWide = has("admin-default") || has("admin-scopes");
  return [
    t("consent.warning.notLookedUp"),
    t("consent.warning.redirect", { redirectUri }),
    ...(has("admin-default") ? [t("consent.warning.default")] : []),
    ...(isTenantWide ? [t("consent.warning.drops")] : []),
    ...(isGraphApplication ? [t("consent.warning.graphApplication")] : []),
    ...(has("user") ? [t("consent.warning.user")] : []),
    t("consent.warning.policy"),
  ];
}
