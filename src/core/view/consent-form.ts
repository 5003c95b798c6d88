import { type Case, formatSelection, type Selection } from "../advisor/index.ts";
import { parseTenant } from "../consent/index.ts";
import type { AppRecord } from "../grant/index.ts";
import { backButton, bottomBar } from "./actions.ts";
import { type AppProblem, aboutLine, appInput, registeredApps } from "./app-form.ts";
import { button, buttons } from "./buttons.ts";
import { plainForeign } from "./foreign.ts";
import { group, label, type Part, paragraphs, say, toView } from "./parts.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** Why a tenant is not taken: what its form says, or that it is not the one of the conversation. */
export type TenantProblem = "missing" | "malformed" | "shared" | "foreign" | "domain";

/** What is wrong with the fields, as far as more than their form tells. */
export interface FormProblems {
  /** @default what the form of the tenant tells */
  readonly tenant?: TenantProblem | undefined;
  readonly app?: AppProblem | undefined;
}

/** What the form is drawn from. */
export interface ConsentFormRequest {
  readonly selection: Selection;
  readonly cases: readonly Case[];
  /** As typed. */
  readonly tenant?: string | undefined;
  /** As typed: a name or a client id. */
  readonly app?: string | undefined;
  readonly problems?: FormProblems | undefined;
  /** Apps of this tenant that were used before. */
  readonly apps: readonly AppRecord[];
}

/** Asks for tenant and app. What was typed before stands in the inputs. */
export function drawConsentFormView(voice: Voice, request: ConsentFormRequest): View {
  const { t } = voice;
  const title = t("consent.form.title");
  const s = formatSelection(request.selection);
  const problems = findProblems(request);
  const parsed = parseTenant(request.tenant);
  const tenantId = parsed.kind === "ok" && !problems.tenant ? parsed.tenant : undefined;
  return toView(voice, "consent-form", title, {
    title: say(title),
    lead: paragraphs([t("consent.form.lead"), aboutLine(voice, request.cases)]),
    registered: registeredApps(voice, request.apps, { s, purpose: "consent", tenantId }),
    tenant: tenantInput(voice, request.tenant, problems.tenant),
    app: appInput(voice, request.app, problems.app),
    submit: buttons([button(t("consent.form.submit"), "consent", { s })]),
    actions: bottomBar(voice, [backButton(voice, s)], 1),
  });
}

function tenantInput({ t }: Voice, typed: string | undefined, problem?: TenantProblem): Part {
  return group({
    heading: say(t("app.tenant")),
    problem: paragraphs(problem ? [t(`consent.tenant.${problem}`)] : []),
    label: label(t("consent.form.tenant")),
    placeholder: label(t("consent.form.tenant.placeholder")),
    error: label(t("consent.form.tenant.error")),
    value: label(plainForeign(typed ?? "")),
  });
}

/** What is wrong with each field. That one is empty is told only beside a fault of the other. */
function findProblems({ tenant, app, problems }: ConsentFormRequest): FormProblems {
  const parsed = parseTenant(tenant);
  const found: FormProblems = {
    tenant: problems?.tenant ?? (parsed.kind === "ok" ? undefined : parsed.reason),
    app: problems?.app ?? ((app ?? "").trim() === "" ? "missing" : undefined),
  };
  const isFaulty = Object.values(found).some((reason) => reason && reason !== "missing");
  return isFaulty ? found : {};
}
