import type { AppTokenAnswer, AppTokens, PersonTokenAnswer, PersonTokens } from "../ports/index.ts";

/** Whose tokens those of the service account are kept as. */
const SERVICE_ACCOUNT = "service-account";

/** As whom jobs may read a tenant. */
export interface JobTokenOptions {
  readonly appToken: AppTokens;
  readonly personTokens: Pick<PersonTokens, "acquire">;
  /** What the administrators of a tenant decided. */
  readonly readModel: (tenantId: string) => Promise<"application" | "service-account">;
  /** Whether somebody has signed in as the service account, whatever has become of that sign-in. */
  readonly hasAccount: (tenantId: string) => Promise<boolean>;
}

/** Makes the function that gives jobs their token: Consentry's own, or that of the service account. */
export function createJobTokens(options: JobTokenOptions): AppTokens {
  const { appToken, personTokens, readModel, hasAccount } = options;
  return async (tenantId, renewal) => {
    const model = await readModel(tenantId);
    if (model === "application") return appToken(tenantId, renewal);
    const account = { tenantId, personId: SERVICE_ACCOUNT };
    const wish = renewal ? { renewal } : {};
    const answer = toTokenAnswer(await personTokens.acquire(account, "service-account", wish));
    const isSignedOut = answer.kind === "refused" && answer.reason === "account";
    if (!isSignedOut || (await hasAccount(tenantId))) return answer;
    return { kind: "refused", reason: "no-account" };
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
    case "consent":
      return answer;
    case "sign-in":
    case "step-up":
    case "blocked":
      return { kind: "refused", reason: "account" };
    default:
      return answer satisfies never;
  }
}
