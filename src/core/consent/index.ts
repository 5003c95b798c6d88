// Knows consent links: which endpoint, which scopes, which tenant, who may grant.
// Must not know how state is sealed nor whether anything was granted: Graph alone tells that.
// Requirements -> planConsent -> ConsentPart[] -> buildConsentLink, one link a part.
export {
  buildConsentLink,
  type ConsentPart,
  mayGrant,
  planConsent,
} from "./link.ts";
export {
  parseClientId,
  parseTenant,
} from "./parse.ts";
