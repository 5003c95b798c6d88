import { backButton, bottomBar } from "./actions.ts";
import { clientIdFact, type Purpose } from "./apps.ts";
import { button } from "./buttons.ts";
import { fact, list, type Part, paragraphs, say, section, toView } from "./parts.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** Why an app could not be proved. */
export type Unproved = "absent" | "not-connected" | "busy" | "unreachable";

/** What the question is drawn from. */
export interface AppConfirmRequest {
  readonly s: string;
  readonly purpose: Exclude<Purpose, "watch">;
  readonly clientId: string;
  readonly tenantId: string;
  readonly why: Unproved;
  /** Whether a list of the operator or of Settings names it; `any` where there is none to be on. @default false */
  readonly isListed?: boolean | "any" | undefined;
  /** Sealed; comes back with the button. */
  readonly k: string;
  /** What else was typed on the way, to be sent along. */
  readonly along?: Readonly<Record<string, string>> | undefined;
}

/** Nobody has proved that this app is the right one: the person who asks has to say so. */
export function drawAppConfirmView(voice: Voice, request: AppConfirmRequest): View {
  const { t } = voice;
  const { s, purpose, clientId } = request;
  const title = t("app.confirm.title");
  return toView(voice, "app-confirm", title, {
    title: say(title),
    lead: paragraphs([t(`app.confirm.why.${request.why}`)]),
    facts: list([
      clientIdFact(voice, clientId),
      fact(t("app.tenant"), say(request.tenantId)),
      fact(t("app.confirm.list"), say(t(listKey(request.isListed)))),
    ]),
    risk: section(t("app.confirm.risk"), [
      t(`app.confirm.risk.${purpose}`),
      t("app.confirm.compare"),
    ]),
    actions: bottomBar(voice, [useButton(voice, request), backButton(voice, s)]),
  });
}

/** A link is made at once; a request is shown once more before it is sent. */
function useButton({ t }: Voice, { s, purpose, clientId, k, along }: AppConfirmRequest): Part {
  const title = t("app.confirm.use");
  if (purpose === "request") return button(title, "request", { s, clientId, ...along, k });
  return button(title, "use-app", { s, for: purpose, clientId, k });
}

function listKey(isListed: AppConfirmRequest["isListed"]): string {
  if (isListed === "any") return "app.confirm.list.any";
  return isListed ? "app.confirm.list.yes" : "app.confirm.list.no";
}
