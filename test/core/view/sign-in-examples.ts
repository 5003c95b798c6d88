import { WHO } from "../../../src/core/access/index.ts";
import { SCOPE_IDS, tokenValues } from "../../../src/core/scope/index.ts";
import {
  drawRoleRefusal,
  drawScopeConsent,
  drawSignedIn,
  drawSignedOut,
  drawSignIn,
  drawSignInProblem,
  type SignInProblem,
} from "../../../src/core/view/index.ts";
import { type Example, example, PUBLIC_URL } from "./example.ts";
import { CLIENT_ID } from "./readings.ts";

const link = `${PUBLIC_URL}/auth/start?t=sealed-ticket`;
const scopes = SCOPE_IDS.filter((id) => tokenValues(id).length > 0);
const problems: readonly SignInProblem[] = [
  { kind: "busy", seconds: 30, pending: "question-1" },
  { kind: "unreachable", pending: "question-1" },
  { kind: "refused" },
  { kind: "blocked", code: "AADSTS53003" },
  { kind: "client", code: "resourcematchfailed" },
  { kind: "over" },
];

/** Cards around a sign-in. */
export const SIGN_IN_EXAMPLES: readonly Example[] = [
  example("sign-in", "sign-in", (world, language) =>
    drawSignIn(world, language, { scope: "verification", link }),
  ),
  example("sign-in-proof", "sign-in", (world, language) =>
    drawSignIn(world, language, { scope: "verification", link, reason: "proof" }),
  ),
  ...scopes.map((scope) =>
    example(`scope-consent-${scope}`, "sign-in", (world, language) =>
      drawScopeConsent(world, language, { scope, clientId: CLIENT_ID, pending: "question-1" }),
    ),
  ),
  example("signed-in", "sign-in", (world, language) =>
    drawSignedIn(world, language, {
      name: "[Jonas](https://evil.example) ${1+1}",
      roles: ["global-administrator", "catalog-manager"],
    }),
  ),
  example("signed-in-plain", "sign-in", (world, language) =>
    drawSignedIn(world, language, { name: "Priya Raman", roles: [] }),
  ),
  example("signed-out", "sign-in", drawSignedOut),
  ...problems.map((problem) =>
    example(`sign-in-${problem.kind}`, "sign-in", (world, language) =>
      drawSignInProblem(world, language, problem),
    ),
  ),
  ...WHO.filter((who) => who !== "anyone" && who !== "member").map((who) =>
    example(`refuse-${who}`, "refuse", (world, language) => drawRoleRefusal(world, language, who)),
  ),
];
