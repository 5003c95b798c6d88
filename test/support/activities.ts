import type { InboundActivity } from "../../src/bot/fence.ts";

export const tenantId = "7e9a9700-5a9d-4b0c-8000-000000000002";
export const appId = "c0a5e217-5a9d-4b0c-8000-000000000001";

/** A message as Teams sends it; what a test is about is laid over it. */
export function buildActivity(overrides: Readonly<Record<string, unknown>> = {}): InboundActivity {
  return {
    type: "message",
    id: "1795287000000",
    timestamp: "2026-11-02T09:00:00.000Z",
    channelId: "msteams",
    serviceUrl: "https://smba.trafficmanager.net/emea/",
    locale: "en-US",
    from: { id: "29:priya", name: "Priya", aadObjectId: "a1d1f6a0-6c1e-4b57-8f0e-2d9a51c0f101" },
    recipient: { id: `28:${appId}`, name: "Consentry" },
    conversation: { id: "a:1", conversationType: "personal", tenantId },
    channelData: { tenant: { id: tenantId } },
    text: "help",
    ...overrides,
  };
}

/** Claims as the Bot Connector writes them. */
export function buildClaims(overrides: Readonly<Record<string, unknown>> = {}) {
  return {
    iss: "https://api.botframework.com",
    aud: appId,
    serviceurl: "https://smba.trafficmanager.net/emea/",
    ...overrides,
  };
}

/** A bearer header whose signature means nothing. */
export function buildBearer(
  claims: unknown = buildClaims(),
  header: unknown = { alg: "RS256", kid: "channel" },
): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `Bearer ${part(header)}.${part(claims)}.c2lnbmF0dXJl`;
}
