import type { AppTokenAnswer, AppTokens, PersonTokenAnswer, PersonTokens } from "../ports/index.ts";

/** Whose tokens those of the service account are kept as. */
const SERVICE_ACCOUNT = "service-account";

/** As whom jobs may read a tenant. */
export interface JobTokenOptions {
  readonly appToken: AppTokens;
  readonly personTokens: Pick<PersonTokens, "acquire">;
  /** What the administrators of a tenant decided. */
  readonly readModel: (tenantId: string) => Promise<"application" | "service-account">;
}

/** Makes the function that gives jobs their token: Consentry's own, or that of the service account. */
export function createJobTokens({ appToken, personTokens, readModel }: JobTokenOptions): AppTokens {
  return async (tenantId, renewal) => {
    const model = await readModel(tenantId);
    if (model === "application") return appToken(tenantId, renewal);
    const account = { tenantId, personId: SERVICE_ACCOUNT };
    const options = renewal ? { renewal } : {};
    return toTokenAnswer(await personTokens.acquire(account, "service-account", options));
  };
}

/** A job has nobody in front of it: what a person would have to do is a refusal. */
function toTokenAnswer(answer: PersonTokenAnswer): AppTokenAnswer {
  switch (answer.kind) {
    case "token":
      return { ...answer, scope: "service-account" };
    case "refused":
    case "busy":
    case "unreachable":
      return answer;
    case "sign-in":
    case "consent":
    case "step-up":
    case "blocked":
      return { kind: "refused", reason: "tenant" };
    default:
      return answer satisfies never;
  }
}
