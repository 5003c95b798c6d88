import type { TokenRefusal } from "../job-access/index.ts";
import { portalLink } from "./action.ts";
import { backButton, bottomBar } from "./actions.ts";
import type { Purpose } from "./apps.ts";
import { button } from "./buttons.ts";
import { plainForeign } from "./foreign.ts";
import { fact, list, type Part, paragraphs, say, toView } from "./parts.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** The one application permission that reading a tenant takes. */
const READ_PERMISSION = "Directory.Read.All";

/** Why a tenant's directory could not be read. */
export type DirectoryProblem =
  | { readonly kind: "not-connected"; readonly reason: "consent" | TokenRefusal }
  | { readonly kind: "busy"; readonly seconds: number }
  | { readonly kind: "unreachable" };

/** What the card is drawn from. */
export interface DirectoryProblemRequest {
  readonly s: string;
  readonly purpose: Exclude<Purpose, "request">;
  /** The app that was to be read, where one was named. */
  readonly clientId?: string | undefined;
  /** As typed, where it was a name. */
  readonly app?: string | undefined;
  readonly problem: DirectoryProblem;
  /** Client id of Consentry's own app. */
  readonly ownAppId: string;
}

/** Consentry cannot read the tenant: what is so, what to do about it, who may, and a new try. */
export function drawDirectoryProblemView(voice: Voice, request: DirectoryProblemRequest): View {
  const { t } = voice;
  const { problem, s } = request;
  const key = keyOf(problem);
  const title = t(`directory.${key}.title`);
  const seconds = { seconds: problem.kind === "busy" ? problem.seconds : 0 };
  const isConnecting = key === "consent" || key === "tenant";
  const links = isConnecting ? [portalLink(voice)] : [];
  return toView(voice, "directory-problem", title, {
    title: say(title),
    lead: paragraphs([
      t(`directory.${key}.is`),
      t(`directory.${key}.do`, seconds),
      t(`directory.meanwhile.${request.purpose}`),
    ]),
    facts: list(isConnecting ? connectFacts(voice, request.ownAppId) : []),
    links: list(links),
    actions: bottomBar(voice, [retryButton(voice, request), backButton(voice, s)], links.length),
  });
}

function keyOf(problem: DirectoryProblem): string {
  return problem.kind === "not-connected" ? problem.reason : problem.kind;
}

function connectFacts(voice: Voice, ownAppId: string): Part[] {
  const { t, local, world } = voice;
  const { facts, consent } = world.catalogue;
  const roles = consent.grantRoles.filter(({ grants }) => grants.includes("graph-application"));
  return [
    fact(
      t("directory.permission"),
      say(
        t("directory.permissionOf", {
          value: READ_PERMISSION,
          type: t("permission.type.application"),
          resource: facts.resources.graph.displayName,
        }),
      ),
    ),
    fact(t("directory.ownApp"), say(ownAppId)),
    fact(t("directory.who"), say(roles.map(({ title }) => local(title)).join(", "))),
  ];
}

function retryButton({ t }: Voice, { s, purpose, clientId, app }: DirectoryProblemRequest): Part {
  const named: Readonly<Record<string, string>> = clientId
    ? { clientId }
    : app
      ? { app: plainForeign(app) }
      : {};
  return button(t("button.retry"), purpose, { s, ...named });
}
