import type { INetworkModule, NetworkRequestOptions } from "@azure/msal-node";
import { AppError } from "../core/errors.ts";
import type { Clock } from "../ports/index.ts";

/** Sees what the token endpoint of one client answers, because MSAL does not tell. */
export interface TokenWatch {
  /** Hand this to MSAL. A dropped connection is tried once more. */
  readonly networkClient: INetworkModule;
  /** Seconds until MSAL asks the endpoint again; until then it repeats a refusal from memory. */
  busySeconds(): number;
}

/** MSAL's own numbers: github.com/AzureAD/microsoft-authentication-library-for-js, ThrottlingUtils.ts */
const DEFAULT_SECONDS = 60;
const MAX_SECONDS = 3600;

export function watchTokens(inner: INetworkModule, clock: Clock): TokenWatch {
  let busyUntil = 0;
  const patient = askTwice(inner);
  const post: INetworkModule["sendPostRequestAsync"] = async <T>(
    url: string,
    options?: NetworkRequestOptions,
  ) => {
    const answer = await patient.sendPostRequestAsync<T>(url, options);
    const isBusy = answer.status === 429 || answer.status >= 500;
    busyUntil = isBusy ? clock.now() + toSeconds(answer.headers["retry-after"]) * 1000 : 0;
    return answer;
  };
  return {
    networkClient: { ...inner, sendPostRequestAsync: post },
    busySeconds: () => Math.max(0, Math.ceil((busyUntil - clock.now()) / 1000)),
  };
}

/**
 * Sends a token request again when its connection was dropped: it changes nothing, so it may be repeated
 * when nobody knows what became of it.
 */
export function askTwice(inner: INetworkModule): INetworkModule {
  return {
    ...inner,
    sendPostRequestAsync: <T>(url: string, options?: NetworkRequestOptions) =>
      twice(() => inner.sendPostRequestAsync<T>(url, options)),
  };
}

async function twice<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    const isFinal =
      error instanceof AppError || (error instanceof Error && error.name === "TimeoutError");
    if (isFinal) throw error;
    return send();
  }
}

/** As MSAL reads it: whole seconds, and a date counts as none. */
function toSeconds(header = ""): number {
  const seconds = Number.parseInt(header, 10);
  return Math.min(seconds > 0 ? seconds : DEFAULT_SECONDS, MAX_SECONDS);
}
