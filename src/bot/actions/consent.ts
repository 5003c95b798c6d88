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
      problems: findProblems(tenant, clientId, tools),
      ...toState(turn, { selection, tenant, clientId }, tools),
    });
    if (!view) return runCommand(turn, { action: "consent", code: s }, tools);
    // A link is sealed for one person: in a conversation of several, only that person sees it.
    return turn.place === "personal" ? replace(view) : show(view);
  },
});

/** Values that are well formed and yet not for this bot. The directory decides on domain names. */
function findProblems(tenant: string, clientId: string, { tenants, clientIds }: Tools) {
  const home = parseTenant(tenant);
  const app = parseClientId(clientId);
  const isForeign =
    home.kind === "ok" && !home.tenant.includes(".") && !tenants.includes(home.tenant);
  const isUnknown = app.kind === "ok" && clientIds && !clientIds.includes(app.clientId);
  return {
    ...(isForeign && { tenant: "foreign" as const }),
    ...(isUnknown && { clientId: "unknown" as const }),
  };
}

interface Filled {
  readonly selection: Selection;
  readonly tenant: string;
  readonly clientId: string;
}

/** Gives each link a state of its own, once tenant and client id are well formed. */
function toState(turn: Turn, filled: Filled, { seal, ids, clock }: Tools) {
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
  return { state: () => seal.seal({ id: ids.next(), ...claims }) };
}
