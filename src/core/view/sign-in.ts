import { type EntraRole, type OwnRole, rolesFor, type Who } from "../access/index.ts";
import {
  findScope,
  type Scope,
  type ScopeId,
  tokenValues,
  toOwnSelection,
} from "../scope/index.ts";
import { bottomBar, wizardButton } from "./actions.ts";
import { button, link } from "./buttons.ts";
import {
  fact,
  facts,
  list,
  type Part,
  type Parts,
  paragraphs,
  quote,
  say,
  toView,
  under,
} from "./parts.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** What the card of a sign-in is drawn from. */
export interface SignInRequest {
  readonly scope: ScopeId;
  /** Address of the page on which the person signs in. */
  readonly link: string;
  /** `proof`: the organization asks for more than what Teams knows of the person. @default "sign-in" */
  readonly reason?: "sign-in" | "proof";
}

/** Asks a person to sign in on a page: why, what for, and a button. */
export function drawSignInView(voice: Voice, request: SignInRequest): View {
  const { t, local } = voice;
  const { reason = "sign-in" } = request;
  const scope = findScope(request.scope);
  const title = t(`signIn.${reason}.title`);
  return toSignInView(voice, title, {
    lead: paragraphs([local(scope.why), t(`signIn.${reason}.lead`)]),
    asks: askedFor(voice, scope, "perhaps-granted"),
    who: list([]),
    links: list([link(t("signIn.button"), request.link)]),
    actions: bottomBar(voice, [], 1),
  });
}

/** What the card of a missing consent is drawn from. */
export interface ScopeConsentRequest {
  readonly scope: ScopeId;
  /** Client id of Consentry's own app that asks. */
  readonly clientId: string;
  /** Id of the question that goes on once it is granted; none where it waits for nothing. */
  readonly pending?: string | undefined;
}

/** Nobody has allowed a scope of Consentry's own yet: what it asks for, who may grant it, and the way there. */
export function drawScopeConsentView(voice: Voice, request: ScopeConsentRequest): View {
  const { t, local } = voice;
  const { clientId, pending } = request;
  const scope = findScope(request.scope);
  const s = toOwnSelection(scope.id);
  const again =
    pending === undefined ? [] : [button(t("scopeConsent.again"), "resume", { q: pending })];
  return toSignInView(voice, t("scopeConsent.title"), {
    lead: paragraphs([local(scope.why), t("scopeConsent.lead"), t("scopeConsent.next")]),
    asks: askedFor(voice, scope, "missing"),
    who: under(t("scopeConsent.who"), paragraphs([grantingRoles(voice, scope).join(", ")])),
    links: list([]),
    actions: bottomBar(voice, [button(t("button.consent"), "consent", { s, clientId }), ...again]),
  });
}

/** That an administrator has to consent is said where nobody has: a sign-in may come long after. */
function askedFor({ t, local }: Voice, scope: Scope, consent: "missing" | "perhaps-granted"): Part {
  const values = new Set(tokenValues(scope.id));
  const asked = scope.permissions.filter(({ value }) => values.has(value));
  const rows = asked.map(({ value, type, adminConsent, justification }) => ({
    title: t("permission.name", { value, type: t(`permission.type.${type}`) }),
    text:
      adminConsent && consent === "perhaps-granted"
        ? local(justification)
        : `${local(justification)} ${t(adminConsent ? "signIn.admin.yes" : "signIn.admin.no")}`,
  }));
  return under(t("signIn.asks"), facts(rows));
}

function grantingRoles({ local, world }: Voice, scope: Scope): readonly string[] {
  const kind = scope.registration === "bot" ? "graph-application" : "delegated";
  return world.catalogue.consent.grantRoles
    .filter(({ grants }) => grants.includes(kind))
    .map(({ title }) => local(title));
}

/** Why a sign-in did not come about, where the person has nothing to allow. */
export type SignInProblem =
  /** It passes; `pending` is the id of the question that can be asked again. */
  | { readonly kind: "busy"; readonly seconds: number; readonly pending?: string }
  | { readonly kind: "unreachable"; readonly pending?: string }
  | { readonly kind: "refused" }
  | { readonly kind: "blocked"; readonly code: string }
  /** Teams could not give a token; `code` is its own word for why. */
  | { readonly kind: "client"; readonly code: string }
  /** The question that was to go on is not kept any more. */
  | { readonly kind: "over" };

/** Says what stands in the way of a sign-in, and who can do something about it. */
export function drawSignInProblemView(voice: Voice, problem: SignInProblem): View {
  const { t } = voice;
  const seconds = problem.kind === "busy" ? problem.seconds : 0;
  const code = "code" in problem ? problem.code : "";
  const pending = "pending" in problem ? problem.pending : undefined;
  const again = pending === undefined ? [] : [button(t("button.retry"), "resume", { q: pending })];
  return toSignInView(voice, t(`signInProblem.${problem.kind}.title`), {
    lead: paragraphs([
      t(`signInProblem.${problem.kind}.is`, { code }),
      t(`signInProblem.${problem.kind}.do`, { seconds }),
    ]),
    asks: list([]),
    who: list([]),
    links: list([]),
    actions: bottomBar(voice, [...again, wizardButton(voice)]),
  });
}

/** Who is signed in, with the roles that count here. */
export interface SignedInFacts {
  readonly name: string;
  readonly roles: readonly (EntraRole | OwnRole)[];
}

/** Says who is signed in, and that each further thing asks for its own permission. */
export function drawSignedInView(voice: Voice, { name, roles }: SignedInFacts): View {
  const { t } = voice;
  const named = roles.map((role) => t(`role.${role}`)).join(", ") || t("signIn.done.noRole");
  return toSignInView(voice, t("signIn.done.title"), {
    lead: paragraphs([t("signIn.done.lead")]),
    asks: under(
      t("signIn.done.heading"),
      list([fact(t("signIn.done.name"), quote(name)), fact(t("signIn.done.roles"), say(named))]),
    ),
    who: list([]),
    links: list([]),
    actions: bottomBar(voice, [wizardButton(voice)]),
  });
}

/** Says that nothing of a sign-in is kept any more. */
export function drawSignedOutView(voice: Voice): View {
  const { t } = voice;
  return toSignInView(voice, t("signOut.title"), {
    lead: paragraphs([t("signOut.lead"), t("signOut.next")]),
    asks: list([]),
    who: list([]),
    links: list([]),
    actions: bottomBar(voice, [wizardButton(voice)]),
  });
}

/** Says which roles a route is for, to somebody who has none of them. */
export function drawRoleRefusalView(voice: Voice, who: Who): View {
  const { t } = voice;
  const title = t("refuse.role.title");
  return toView(voice, "refuse", title, {
    title: say(title),
    lead: paragraphs([t("refuse.role.lead"), t("refuse.role.instead")]),
    heading: say(t("refuse.role.who")),
    roles: facts(
      rolesFor(who).map((role) => ({ title: t(`role.${role}`), text: t(`role.${role}.is`) })),
    ),
    actions: bottomBar(voice, [wizardButton(voice)]),
  });
}

function toSignInView(voice: Voice, title: string, parts: Parts): View {
  return toView(voice, "sign-in", title, { title: say(title), ...parts });
}
