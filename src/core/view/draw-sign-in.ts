import type { Language } from "../local-text.ts";
import { drawForgetView, type ForgetState } from "./forget.ts";
import {
  drawScopeConsentView,
  drawSignedInView,
  drawSignedOutView,
  drawSignInProblemView,
  drawSignInView,
  type ScopeConsentRequest,
  type SignedInFacts,
  type SignInProblem,
  type SignInRequest,
} from "./sign-in.ts";
import type { View, World } from "./view.ts";
import { toVoice } from "./voice.ts";

/** Asks a person to sign in on a page, for one scope: why, what it asks for, and a button. */
export function drawSignIn(world: World, language: Language, request: SignInRequest): View {
  return drawSignInView(toVoice(world, language), request);
}

/** Nobody has allowed one of Consentry's own scopes yet: what it asks for, who may grant it, the way there. */
export function drawScopeConsent(
  world: World,
  language: Language,
  request: ScopeConsentRequest,
): View {
  return drawScopeConsentView(toVoice(world, language), request);
}

/** Says what stands in the way of a sign-in, and who can do something about it. */
export function drawSignInProblem(world: World, language: Language, problem: SignInProblem): View {
  return drawSignInProblemView(toVoice(world, language), problem);
}

/** Says who is signed in. */
export function drawSignedIn(world: World, language: Language, facts: SignedInFacts): View {
  return drawSignedInView(toVoice(world, language), facts);
}

/** Says that nothing of a sign-in is kept any more. */
export function drawSignedOut(world: World, language: Language): View {
  return drawSignedOutView(toVoice(world, language));
}

/** Asks whether everything about a person is to be deleted, or says what came of it. */
export function drawForget(world: World, language: Language, state: ForgetState): View {
  return drawForgetView(toVoice(world, language), state);
}
