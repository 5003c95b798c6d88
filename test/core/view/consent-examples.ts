import { parseSelection } from "../../../src/core/advisor/index.ts";
import {
  drawAppChoice,
  drawAppConfirm,
  drawConsentForm,
  drawConsentOutcome,
  drawConsentPreview,
  drawDirectoryProblem,
  drawGrantReport,
  drawJobsNotice,
  drawOwnApps,
  drawPasteError,
  drawVerifyForm,
  explainError,
} from "../../../src/core/view/index.ts";
import { asked, CODES, type Example, example, must, REDIRECT_URI } from "./example.ts";
import {
  buildApp,
  buildGrant,
  buildReading,
  CLIENT_ID,
  grantsFor,
  manyGrants,
  neededBy,
  READ_AT,
  reportFor,
  requirementsOf,
  TENANT,
} from "./readings.ts";

const links = (index: number) => `sealed-state-${index}`;
const target = { tenant: TENANT, app: buildApp(), redirectUri: REDIRECT_URI, links };

/** A stranger's app with a name that wants to be more than a name. */
const STRANGER = buildApp({
  clientId: "77777777-0000-4000-8000-000000000002",
  name: "[AutoStore](https://evil.example) ${1+1} *Mail*\u202e",
  publisher: "Microsoft | https://evil.example",
  homeTenantId: "99999999-0000-4000-8000-000000000009",
  isEnabled: false,
});
const VERIFIED = buildApp({
  clientId: "88888888-0000-4000-8000-000000000003",
  name: "AutoStore Mail Relay",
  verifiedPublisher: "Tungsten Automation",
  homeTenantId: null,
});

/** All AutoStore set-ups in one app registration. */
const AUTOSTORE = [
  CODES.imapSame,
  CODES.imapOther,
  CODES.fileWith,
  CODES.fileWithout,
  CODES.oneDrive,
  CODES.signIn,
]
  .map((code, index) => (index === 0 ? code : code.slice(2)))
  .join("~");

const GRAPH_ROLE = buildGrant({ type: "application", value: "Mail.ReadWrite", reach: "app" });
const BROAD = buildGrant({ value: "Sites.FullControl.All" });
const OWN_API = buildGrant({
  resource: null,
  resourceName: "Contoso [CRM](https://evil.example)",
  value: "crm.read_all",
  reach: "person",
  personId: "p1",
});

/** A tenant in which everything that can stand in a report stands. */
const mixed = buildReading({
  grants: [
    ...grantsFor(CODES.imapOther).slice(0, 1),
    GRAPH_ROLE,
    BROAD,
    OWN_API,
    { ...OWN_API, personId: "p2" },
    buildGrant({ value: "User.Read" }),
    buildGrant({ value: null, type: "application", id: "dddddddd-0000-4000-8000-000000000004" }),
  ],
  requested: [
    ...neededBy(CODES.imapOther).slice(0, 1),
    GRAPH_ROLE,
    buildGrant({ value: "Files.Read" }),
  ],
});

function report(name: string, code: string, reading = mixed): Example {
  return example(name, "grant-report", (world, language) =>
    must(drawGrantReport(world, language, { s: code, report: reportFor(code, reading), reading })),
  );
}

type Outcome = Parameters<typeof drawConsentOutcome>[2];

function outcome(
  name: string,
  shown: Outcome["outcome"],
  overrides: Partial<Outcome> = {},
): Example {
  return example(name, "consent-outcome", (world, language) =>
    drawConsentOutcome(world, language, {
      s: CODES.imapOther,
      outcome: shown,
      app: buildApp(),
      tenantId: TENANT,
      asked: requirementsOf(CODES.imapOther).filter(({ phase }) => phase === "configured"),
      readAt: READ_AT,
      request: "eeeeeeee-0000-4000-8000-000000000005",
      ...overrides,
    }),
  );
}

/** The cards of consent and verification. */
export const CONSENT_EXAMPLES: readonly Example[] = [
  asked("consent-form", "consent-form", CODES.imapSame, { kind: "action", action: "consent" }),
  example("consent-form-refused", "consent-form", (world, language) =>
    must(
      drawConsentForm(world, language, {
        s: CODES.imapSame,
        tenant: "common",
        app: "not ${a.guid}",
        problems: { app: "none" },
        apps: [],
      }),
    ),
  ),
  example("consent-form-unknown", "consent-form", (world, language) =>
    must(
      drawConsentForm(world, language, {
        s: CODES.imapSame,
        tenant: TENANT,
        app: CLIENT_ID,
        problems: { app: "unknown", tenant: "foreign" },
        apps: [],
      }),
    ),
  ),
  example("consent-form-apps", "consent-form", (world, language) =>
    must(
      drawConsentForm(world, language, {
        s: CODES.imapSame,
        tenant: TENANT,
        app: "AutoStore",
        problems: { app: "not-connected" },
        apps: [buildApp(), STRANGER, VERIFIED],
      }),
    ),
  ),
  example("app-choice", "app-choice", (world, language) =>
    drawAppChoice(world, language, {
      s: CODES.imapSame,
      purpose: "consent",
      typed: "Auto*Store* ${x}",
      apps: [buildApp(), STRANGER, VERIFIED],
      tenantId: TENANT,
    }),
  ),
  example("app-choice-verify", "app-choice", (world, language) =>
    drawAppChoice(world, language, {
      s: CODES.imapSame,
      purpose: "verify",
      typed: "AutoStore",
      apps: Array.from({ length: 12 }, (_, index) =>
        buildApp({ name: `AutoStore ${index + 1}`, publisher: null }),
      ),
      tenantId: TENANT,
    }),
  ),
  example("own-apps", "app-choice", (world, language) =>
    drawOwnApps(world, language, {
      selection: must(parseSelection(world.catalogue, CODES.ownScopes)),
      purpose: "consent",
      clientIds: {
        api: "aaaaaaaa-0000-4000-8000-00000000000a",
        bot: "aaaaaaaa-0000-4000-8000-00000000000b",
      },
    }),
  ),
  example("app-confirm", "app-confirm", (world, language) =>
    drawAppConfirm(world, language, {
      s: CODES.imapSame,
      purpose: "consent",
      clientId: CLIENT_ID,
      tenantId: TENANT,
      why: "absent",
      k: "sealed-k",
    }),
  ),
  example("app-confirm-listed", "app-confirm", (world, language) =>
    drawAppConfirm(world, language, {
      s: CODES.imapSame,
      purpose: "verify",
      clientId: CLIENT_ID,
      tenantId: TENANT,
      why: "unreachable",
      isListed: true,
      k: "sealed-k",
    }),
  ),
  example("consent-preview", "consent-preview", (world, language) =>
    must(drawConsentPreview(world, language, { ...target, s: CODES.imapOther, reading: mixed })),
  ),
  example("consent-preview-unread", "consent-preview", (world, language) =>
    must(
      drawConsentPreview(world, language, {
        ...target,
        app: { clientId: CLIENT_ID },
        tenant: "contoso.com",
        s: CODES.imapOther,
        reading: null,
        problem: "not-connected",
      }),
    ),
  ),
  example("consent-preview-granted", "consent-preview", (world, language) =>
    must(
      drawConsentPreview(world, language, {
        ...target,
        app: STRANGER,
        s: CODES.imapSame,
        reading: buildReading({
          app: STRANGER,
          grants: grantsFor(CODES.imapSame),
          requested: null,
        }),
      }),
    ),
  ),
  example("consent-preview-user", "consent-preview", (world, language) =>
    must(
      drawConsentPreview(world, language, {
        ...target,
        s: CODES.basic,
        reading: null,
        problem: "absent",
      }),
    ),
  ),
  example("consent-preview-no-link", "consent-preview", (world, language) => {
    const { links: _none, ...rest } = target;
    return must(
      drawConsentPreview(world, language, {
        ...rest,
        s: CODES.home,
        reading: buildReading({
          app: VERIFIED,
          requested: null,
          gaps: [{ part: "registration", reason: "foreign" }],
        }),
      }),
    );
  }),
  outcome("consent-outcome", { kind: "granted" }),
  outcome(
    "consent-outcome-partial",
    {
      kind: "partial",
      missing: neededBy(CODES.imapOther).slice(1),
    },
    { requester: "Ada *Lovelace*", app: STRANGER },
  ),
  outcome("consent-outcome-other", {
    kind: "other",
    granted: [BROAD, OWN_API],
    missing: neededBy(CODES.imapOther),
  }),
  outcome("consent-outcome-replicating", { kind: "replicating" }),
  outcome("consent-outcome-unproved", { kind: "unproved", reason: "busy" }, { readAt: null }),
  outcome("consent-outcome-cancelled", { kind: "cancelled" }),
  outcome("consent-outcome-declined", { kind: "declined" }),
  outcome("consent-outcome-needs-admin", { kind: "needs-admin" }),
  outcome("consent-outcome-failed", { kind: "failed", code: "AADSTS650053" }),
  outcome(
    "consent-outcome-failed-unnumbered",
    { kind: "failed", code: null },
    { app: { clientId: CLIENT_ID, name: null } },
  ),
  outcome("consent-outcome-other-tenant", { kind: "other-tenant" }),
  outcome("consent-outcome-expired", { kind: "expired" }, { readAt: null }),
  outcome("consent-outcome-checking", { kind: "checking" }, { readAt: null }),
  outcome("consent-outcome-replayed", { kind: "replayed", before: "granted" }),
  outcome("consent-outcome-replayed-open", { kind: "replayed", before: "open" }),
  asked("verify-form", "verify-form", CODES.imapSame, { kind: "action", action: "verify" }),
  example("verify-form-apps", "verify-form", (world, language) =>
    must(
      drawVerifyForm(world, language, {
        s: CODES.imapSame,
        app: "AutoStoer",
        problem: "none",
        apps: [buildApp(), STRANGER],
      }),
    ),
  ),
  report("grant-report", CODES.imapOther),
  report(
    "grant-report-complete",
    CODES.imapSame,
    buildReading({ grants: grantsFor(CODES.imapSame), requested: neededBy(CODES.imapSame) }),
  ),
  report(
    "grant-report-unclear",
    CODES.imapOther,
    buildReading({
      app: STRANGER,
      requested: null,
      gaps: [
        { part: "delegated", reason: "refused" },
        { part: "application", reason: "busy" },
        { part: "registration", reason: "foreign" },
      ],
    }),
  ),
  report(
    "grant-report-large",
    AUTOSTORE,
    buildReading({
      grants: [...grantsFor(AUTOSTORE).slice(0, 4), ...manyGrants(300)],
      requested: [...neededBy(AUTOSTORE).slice(0, 6), ...manyGrants(180).slice(60)],
    }),
  ),
  ...(["consent", "tenant", "credentials"] as const).map((reason) =>
    example(
      reason === "consent" ? "directory-problem" : `directory-problem-${reason}`,
      "directory-problem",
      (world, language) =>
        drawDirectoryProblem(world, language, {
          s: CODES.imapSame,
          purpose: reason === "tenant" ? "consent" : "verify",
          clientId: CLIENT_ID,
          problem: { kind: "not-connected", reason },
          ownAppId: "aaaaaaaa-0000-4000-8000-000000000006",
        }),
    ),
  ),
  example("jobs-stopped", "directory-problem", (world, language) =>
    drawJobsNotice(world, language, {
      area: "model",
      why: "account",
      since: Date.UTC(2026, 10, 2, 9),
      settingsLink: `${world.cloud.teamsBase}/l/entity/app/settings`,
    }),
  ),
  example("jobs-back", "directory-problem", (world, language) =>
    drawJobsNotice(world, language, { area: "mail", why: null, since: 0, settingsLink: null }),
  ),
  example("directory-problem-busy", "directory-problem", (world, language) =>
    drawDirectoryProblem(world, language, {
      s: CODES.imapSame,
      purpose: "verify",
      problem: { kind: "busy", seconds: 17 },
      ownAppId: "aaaaaaaa-0000-4000-8000-000000000006",
    }),
  ),
  example("directory-problem-unreachable", "directory-problem", (world, language) =>
    drawDirectoryProblem(world, language, {
      s: CODES.imapSame,
      purpose: "consent",
      problem: { kind: "unreachable" },
      ownAppId: "aaaaaaaa-0000-4000-8000-000000000006",
    }),
  ),
  example("paste-error", "paste-error", (world, language) =>
    drawPasteError(world, language, CODES.imapSame),
  ),
  example("paste-error-plain", "paste-error", (world, language) => drawPasteError(world, language)),
  example("troubleshoot-text", "troubleshoot", (world, language) =>
    explainError(world, language, { s: CODES.imapSame, text: "Need admin approval\nAutoStore" }),
  ),
  example("troubleshoot-unread", "troubleshoot", (world, language) =>
    explainError(world, language, { text: "Hello ${x}" }),
  ),
];
