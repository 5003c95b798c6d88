import { createRequire } from "node:module";

/**
 * The SDK keeps the keys of each metadata address for as long as the process lives. Ports come again in a
 * long test run, and behind one that does there are other keys.
 */
export const { openIdMetadataCache } = createRequire(import.meta.url)(
  "botframework-connector/lib/auth/jwtTokenExtractor.js",
).JwtTokenExtractor as { openIdMetadataCache: Map<string, { lastUpdated: number }> };

/** Makes the SDK read keys anew, as a new process does. */
export function forgetSdkKeys(): void {
  openIdMetadataCache.clear();
}
