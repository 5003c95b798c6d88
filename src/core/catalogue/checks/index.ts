// Knows what a schema cannot say about the catalogue: one rule a file, run by `npm run catalogue` and as tests.
// Must not know how a pack is stored or shown.
// A new rule is a file with a Check and a line in CHECKS.
import type { Check } from "./check.ts";
import { consentFlag } from "./consent-flag.ts";
import { erratumTarget } from "./erratum-target.ts";
import { noExpressions } from "./no-expressions.ts";
import { noLinkForRsc } from "./no-link-for-rsc.ts";
import { noteReachable } from "./note-reachable.ts";
import { permissionExists } from "./permission-exists.ts";
import { permissionId } from "./permission-id.ts";
import { permissionKey } from "./permission-key.ts";
import { references } from "./references.ts";
import { scenarioReachable } from "./scenario-reachable.ts";
import { sourcesPresent } from "./sources-present.ts";
import { translated } from "./translated.ts";
import { vendorErratum } from "./vendor-erratum.ts";

/** Every rule over the catalogue. */
export const CHECKS: readonly Check[] = [
  permissionKey,
  permissionId,
  permissionExists,
  consentFlag,
  vendorErratum,
  erratumTarget,
  noLinkForRsc,
  references,
  scenarioReachable,
  noteReachable,
  sourcesPresent,
  translated,
  noExpressions,
];

export { type Check, runCheck } from "./check.ts";
export { noExpressions } from "./no-expressions.ts";
