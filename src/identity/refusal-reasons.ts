/**
 * Numbers of Entra ID that say whose fault it is that an app gets no token; a number first, because 7000229
 * comes as `invalid_client`.
 * Source: learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
export const REASONS: Readonly<Record<string, "tenant" | "credentials">> = {
  "700011": "tenant",
  "700016": "tenant",
  "7000112": "tenant",
  "7000229": "tenant",
  "90002": "tenant",
  "90038": "tenant",
  "7000215": "credentials",
  "7000216": "credentials",
  "7000218": "credentials",
  "7000222": "credentials",
  "700024": "credentials",
  "700027": "credentials",
  "70021": "credentials",
  "700211": "credentials",
  "700213": "credentials",
  // RFC 6749, section 5.2, for numbers that are not listed here.
  invalid_client: "credentials",
  unauthorized_client: "tenant",
};
