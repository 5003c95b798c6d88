import { casesOfSelection, formatSelection, type Selection } from "../advisor/index.ts";
import { type Registration, splitByRegistration } from "../scope/index.ts";
import { backButton, bottomBar } from "./actions.ts";
import { clientIdFact, type Purpose } from "./apps.ts";
import { button, buttons } from "./buttons.ts";
import { caseTitle } from "./names.ts";
import { group, list, type Part, paragraphs, say, toView } from "./parts.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** What the choice between Consentry's own app registrations is drawn from. */
export interface OwnAppsRequest {
  readonly selection: Selection;
  readonly purpose: Purpose;
  readonly clientIds: Readonly<Record<Registration, string>>;
}

/** Scopes of both of Consentry's app registrations: each is granted and checked on its own. */
export function drawOwnAppsView(voice: Voice, request: OwnAppsRequest): View {
  const title = voice.t("own.choice.title");
  const { selection, purpose, clientIds } = request;
  const apps = splitByRegistration(selection).map(({ registration, selection: share }) => {
    const clientId = clientIds[registration];
    const heading = voice.t(`own.${registration}`);
    const cases = casesOfSelection(voice.world.catalogue, share);
    return group({
      name: say(heading),
      off: paragraphs(cases.map((found) => `• ${caseTitle(voice, found)}`)),
      facts: list([clientIdFact(voice, clientId)]),
      choose: buttons([chooseButton(heading, purpose, { s: formatSelection(share), clientId })]),
    });
  });
  return toView(voice, "app-choice", title, {
    title: say(title),
    lead: paragraphs([voice.t("own.choice.lead")]),
    apps: list(apps),
    cut: list([]),
    actions: bottomBar(voice, [backButton(voice, formatSelection(selection))]),
  });
}

function chooseButton(
  title: string,
  purpose: Purpose,
  data: { readonly s: string; readonly clientId: string },
): Part {
  return button(title, purpose, data);
}
