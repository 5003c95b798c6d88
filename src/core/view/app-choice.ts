import type { AppRecord } from "../grant/index.ts";
import { backButton, bottomBar } from "./actions.ts";
import {
  type AppTarget,
  appButton,
  appName,
  clientIdFact,
  homeFact,
  publisherFacts,
} from "./apps.ts";
import { buttons } from "./buttons.ts";
import { group, lines, list, type Part, paragraphs, say, sayQuoting, toView } from "./parts.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** Apps that a search gives at most. */
const APP_LIMIT = 10;

/** What the choice is drawn from. */
export interface AppChoiceRequest extends AppTarget {
  readonly tenantId: string;
  /** As typed. */
  readonly typed: string;
  readonly apps: readonly AppRecord[];
}

/** Several apps of the tenant answer to a name: which of them is meant? */
export function drawAppChoiceView(voice: Voice, request: AppChoiceRequest): View {
  const { t } = voice;
  const { typed, s } = request;
  const apps = request.apps.slice(0, APP_LIMIT);
  const title = t("app.choice.title");
  const count = { count: apps.length };
  return toView(voice, "app-choice", title, {
    title: say(title),
    lead: lines([sayQuoting(t, "app.choice.lead", { typed }, count), say(t("app.choice.look"))]),
    apps: list(apps.map((app) => drawApp(voice, app, request))),
    cut: paragraphs(apps.length === APP_LIMIT ? [t("app.choice.cut", count)] : []),
    actions: bottomBar(voice, [backButton(voice, s)]),
  });
}

function drawApp(voice: Voice, app: AppRecord, target: AppTarget & { tenantId: string }): Part {
  const facts = [
    ...publisherFacts(voice, app),
    clientIdFact(voice, app.clientId),
    homeFact(voice, app, target.tenantId),
  ];
  return group({
    name: appName(app),
    off: paragraphs(app.isEnabled ? [] : [voice.t("app.off")]),
    facts: list(facts),
    choose: buttons([appButton(app, target)]),
  });
}
