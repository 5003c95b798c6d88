import { z } from "zod";
import { formatSelection, type Selection } from "../../core/advisor/index.ts";
import { parseClientId, parseTenant } from "../../core/consent/index.ts";
import { drawConsent } from "../../core/view/index.ts";
import { replace, show } from "../reply.ts";
import { defineAction, type Tools } from "../route.ts";
import type { Turn } from "../turn.ts";
import { runCommand } from "./run-command.ts";
import { Code, readSelection } from "./selection.ts";

const Field = z.string().max(500).optional();

/** Lifetime of a consent link, in seconds. */
const LINK_SECONDS = 3600;

/** Shows the consent form, and once it is filled in, the preview with its links. */
export const consent = defineAction({
  verb: "consent",
  who: "anyone",
  scope: null,
  input: z.strictObject({ s: Code, tenant: Field, clientId: Field }),
  run: (turn, { s, tenant = turn.tenantId, clientId = "" }, tools) => {
    const { world } = tools;
    const selection = readSelection(world, s);
    const view = drawConsent(world, turn.language, {
      s,
      tenant,
      clientId,
      redirectUri: `${world.publicUrl}/consent/callback`,
      problems: findProblems(turn, tenant, clientId, tools),
      ...toState(turn, { selection, tenant, clientId }, tools),
    });
    if (!view) return runCommand(turn, { action: "consent", code: s }, tools);
    // A link is sealed for one person: in a conversation of several, only that person sees it.
    return turn.place === "personal" ? replace(view) : show(view);
  },
});

/**
 * Values that are well formed and yet not for here. Consent goes to the tenant of the conversation only;
 * a domain counts as its own where the operator has said so.
 */
function findProblems(turn: Turn, tenant: string, clientId: string, tools: Tools) {
  const wrongTenant = judgeTenant(turn, tenant, tools);
  const app = parseClientId(clientId);
  const isUnknown =
    app.kind === "ok" && tools.clientIds !== "*" && !tools.clientIds.includes(app.clientId);
  return {
    ...(wrongTenant && { tenant: wrongTenant }),
    ...(isUnknown && { clientId: "unknown" as const }),
  };
}

function judgeTenant(turn: Turn, text: string, { home }: Tools): "foreign" | "domain" | undefined {
  const parsed = parseTenant(text);
  if (parsed.kind !== "ok" || parsed.tenant === turn.tenantId.toLowerCase()) return undefined;
  if (!parsed.tenant.includes(".")) return "foreign";
  const isOwn =
    turn.tenantId.toLowerCase() === home.tenantId && home.domains.includes(parsed.tenant);
  return isOwn ? undefined : "domain";
}

interface Filled {
  readonly selection: Selection;
  readonly tenant: string;
  readonly clientId: string;
}

/** Gives each link a state of its own, once tenant and client id are well formed. */
function toState(turn: Turn, filled: Filled, { seal, ids, clock }: Tools) {
  // What a Submit leads to is a message for everybody in the conversation: no place for a link.
  if (turn.kind === "submit" && turn.place !== "personal") return {};
  const tenant = parseTenant(filled.tenant);
  const app = parseClientId(filled.clientId);
  if (tenant.kind !== "ok" || app.kind !== "ok") return {};
  const claims = {
    tenantId: tenant.tenant,
    personId: turn.actor.aadObjectId ?? turn.actor.id,
    conversationId: turn.conversationId,
    clientId: app.clientId,
    selection: formatSelection(filled.selection),
    expiresAt: Math.floor(clock.now() / 1000) + LINK_SECONDS,
  };
  return { state: () => seal.seal("consent", { id: ids.next(), ...claims }) };
}
