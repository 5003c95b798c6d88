import type { Grant } from "../../core/grant/index.ts";
import { findScope, type ScopeId, tokenValues } from "../../core/scope/index.ts";
import type { TabOutput } from "../../core/tab-api/index.ts";
import { answer, type TabHandler } from "./call.ts";
import type { TabTools } from "./tools.ts";

/** As the directory shows it: Consentry's own two apps are read like any other. */
export const readModels: TabHandler<"readModels"> = async ({ tools, identity }) => {
  const { tenantId } = identity;
  const account = (await tools.serviceAccounts.find(tenantId)) ?? null;
  const { mail } = (await tools.settings.read(tenantId)).settings;
  const { botId, apiId } = tools.appIds;
  const [application, serviceAccount] = await Promise.all([
    readModel(tools, {
      tenantId,
      clientId: botId,
      scope: "application",
      personId: null,
      // Consentry's own token holds whatever is granted, so it does without what is switched off.
      unused: mail.isOn ? [] : ["Mail.Send"],
    }),
    readModel(tools, {
      tenantId,
      clientId: apiId,
      scope: "service-account",
      personId: account?.personId ?? null,
      unused: [],
    }),
  ]);
  // Asked last: the two readings above may have found that it is lost, or back.
  const lost = [...(await tools.jobAccess.list(tenantId))];
  return answer({
    lost,
    application,
    serviceAccount: {
      ...serviceAccount,
      account: account?.name ?? null,
      isYours: account?.personId === identity.personId,
    },
  });
};

/** The jobs of a tenant without an account read nothing until another one signs in, or the model changes. */
export const disconnectServiceAccount: TabHandler<"disconnectServiceAccount"> = async ({
  tools,
  identity,
}) => {
  const { tenantId, personId } = identity;
  await tools.serviceAccounts.disconnect({ tenantId, personId });
  return answer({ done: true });
};

interface Model {
  readonly tenantId: string;
  readonly clientId: string;
  readonly scope: ScopeId;
  /** Whose own grants count besides those for everybody. */
  readonly personId: string | null;
  /** Values that nothing asks for as Settings are. */
  readonly unused: readonly string[];
}

type ModelState = TabOutput<"readModels">["application"];

async function readModel({ directory }: TabTools, model: Model): Promise<ModelState> {
  const wanted = tokenValues(model.scope).filter((value) => !model.unused.includes(value));
  const type = typeOf(model.scope);
  const found = await directory.readApp(model.tenantId, model.clientId);
  // An app that the tenant does not know yet holds nothing; and whose own reading is refused lacks what reads.
  const isUnread = found.kind === "not-connected" && found.reason === "consent";
  const isOwn = isUnread && model.scope === "application";
  if (found.kind === "absent" || isOwn) return { state: "missing", missing: [...wanted] };
  if (found.kind !== "read" || found.value.gaps.some(({ part }) => part === type))
    return { state: "unknown", missing: [] };
  const { grants } = found.value;
  const missing = wanted.filter((value) => !grants.some((grant) => isGrant(grant, value, model)));
  return { state: missing.length === 0 ? "granted" : "missing", missing };
}

function isGrant({ resource, type, value, reach, personId }: Grant, wanted: string, model: Model) {
  if (resource !== "graph" || type !== typeOf(model.scope) || value !== wanted) return false;
  return reach !== "person" || (model.personId !== null && personId === model.personId);
}

/** The bot holds permissions of its own, the API those of people. */
function typeOf(scope: ScopeId): Grant["type"] {
  return findScope(scope).registration === "bot" ? "application" : "delegated";
}
