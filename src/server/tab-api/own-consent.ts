import { casesOfSelection, parseSelection, requirePermissions } from "../../core/advisor/index.ts";
import {
  buildConsentLink,
  type ConsentPart,
  mayGrant,
  type PartPreview,
  planConsent,
  planPreview,
} from "../../core/consent/index.ts";
import type { TenantReading } from "../../core/grant/index.ts";
import { localize } from "../../core/local-text.ts";
import { findScope, type ScopeId, toOwnSelection } from "../../core/scope/index.ts";
import type { TabOutput } from "../../core/tab-api/index.ts";
import type { World } from "../../core/view/index.ts";
import type { Caller } from "./call.ts";

/**
 * Opens a consent request for one of Consentry's own scopes, in the flow that all products have.
 * @returns undefined for a scope that asks for nothing
 * @throws AppError ERR_STORE_FAILED, and then there is no link
 */
export async function openConsent(
  call: Caller,
  scope: ScopeId,
): Promise<TabOutput<"consentLinks"> | undefined> {
  const { tools, identity, language } = call;
  const { tenantId, personId, name } = identity;
  const selection = toOwnSelection(scope);
  const parts = partsOf(tools.world, selection);
  if (parts.length === 0) return undefined;
  const { botId, apiId } = tools.appIds;
  const clientId = findScope(scope).registration === "bot" ? botId : apiId;
  const reading = await readApp(call, clientId);
  const opened = await tools.consents.open({
    tenantId,
    personId,
    personName: name,
    // No card shows it: the outcome is told in the person's own chat.
    card: { conversationId: "", activityId: "", isPersonal: true },
    language,
    clientId,
    appName: reading?.app.name ?? null,
    selection,
    parts,
    reading,
  });
  const redirectUri = `${tools.world.publicUrl}/consent/callback`;
  const left = leftOf(planPreview(parts, reading, personId));
  return {
    links: left.map(({ part, index }) => {
      const target = { tenant: tenantId, clientId, redirectUri, state: opened.state(index) };
      return toLink(part, buildConsentLink(part, tools.world.cloud, target));
    }),
    roles: rolesOf(tools.world, parts).map((title) => localize(title, language)),
  };
}

function partsOf({ catalogue, cloud }: World, code: string): readonly ConsentPart[] {
  const selection = parseSelection(catalogue, code) ?? [];
  const requirements = requirePermissions(catalogue, casesOfSelection(catalogue, selection));
  return planConsent(
    requirements.filter(({ phase }) => phase === "configured"),
    cloud,
  );
}

async function readApp({ tools, identity }: Caller, clientId: string) {
  const found = await tools.directory.readApp(identity.tenantId, clientId);
  // Without a reading the links are the same; only what was granted before is not known.
  return found.kind === "read" ? found.value : (null satisfies TenantReading | null);
}

/**
 * The links that are left to open. Where the directory shows everything, Entra ID asked all the same: then
 * all of them are given again.
 */
function leftOf(previews: readonly PartPreview[]) {
  const all = previews.map(({ part, isWhollyGranted }, index) => ({
    part,
    index,
    isWhollyGranted,
  }));
  const open = all.filter(({ isWhollyGranted }) => isWhollyGranted !== true);
  return open.length > 0 ? open : all;
}

function toLink(part: ConsentPart, url: string) {
  const asksFor = part.requirements.map(({ permission }) => permission.value);
  return { url, asksFor, isAdminNeeded: part.endpoint !== "user" };
}

/** Titles of the roles that may grant every part. */
function rolesOf({ catalogue }: World, parts: readonly ConsentPart[]) {
  const all = parts.flatMap(({ requirements }) => requirements);
  const [first] = parts;
  return first ? mayGrant({ ...first, requirements: all }, catalogue.consent) : [];
}
