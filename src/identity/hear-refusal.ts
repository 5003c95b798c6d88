import type { INetworkModule, NetworkRequestOptions } from "@azure/msal-node";
import { z } from "zod";
import type { TokenWatch } from "./token-watch.ts";

/**
 * What the token endpoint said in place of a token.
 * Source: learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
const Refusal = z.object({
  error: z.string().min(1),
  /** AADSTS numbers, the most telling first. */
  error_codes: z.array(z.number()).catch([]),
  suberror: z.string().catch(""),
  /** JSON for the next sign-in. */
  claims: z.string().catch(""),
});
export type Refusal = z.infer<typeof Refusal>;

/** The way to the token endpoint for one call, and what was heard there. */
export interface Hearing {
  readonly networkClient: INetworkModule;
  /** The refusal that came last: MSAL leaves claims out of most of its errors, and status of some. */
  refusal(): Refusal | undefined;
}

/**
 * Listens to the token endpoint for one client. Nothing is sent while the endpoint wants to be left alone:
 * MSAL's own memory of that ends with its client.
 */
export function hearRefusals(watch: TokenWatch): Hearing {
  let refusal: Refusal | undefined;
  const inner = watch.networkClient;
  const post: INetworkModule["sendPostRequestAsync"] = async <T>(
    url: string,
    options?: NetworkRequestOptions,
  ) => {
    refusal = undefined;
    if (watch.busySeconds() > 0) throw new RangeError("the token endpoint asked to wait");
    const answer = await inner.sendPostRequestAsync<T>(url, options);
    refusal = Refusal.safeParse(answer.body).data;
    return answer;
  };
  return { networkClient: { ...inner, sendPostRequestAsync: post }, refusal: () => refusal };
}
