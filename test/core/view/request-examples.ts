import type { ApprovalEvent, ApprovalRequest } from "../../../src/core/approval/index.ts";
import { needsOf } from "../../../src/core/approval/index.ts";
import type { Language } from "../../../src/core/local-text.ts";
import { toTabLink } from "../../../src/core/teams-link.ts";
import {
  drawHistory,
  drawRequest,
  drawRequestForm,
  drawRequestPreview,
  drawRequestStep,
  type RequestShown,
} from "../../../src/core/view/index.ts";
import { CODES, catalogue, type Example, example, must } from "./example.ts";
import { buildApp, CLIENT_ID, TENANT } from "./readings.ts";

const AT = Date.UTC(2026, 9, 1, 9, 30);
const DAY = 24 * 60 * 60_000;
const ALEX = {
  id: "a1d1f6a0-6c1e-4b57-8f0e-2d9a51c0f102",
  name: "Alex [Admin](https://evil.example)",
};
const JONAS = { id: "a1d1f6a0-6c1e-4b57-8f0e-2d9a51c0f103", name: "Jonas Weber" };
const PRIYA = { id: "a1d1f6a0-6c1e-4b57-8f0e-2d9a51c0f101", name: "Priya *Raman*" };

/** A request of somebody who writes Markdown wherever she can. */
export function buildRequest(overrides: Partial<ApprovalRequest> = {}): ApprovalRequest {
  const selection = overrides.selection ?? CODES.imapOther;
  const { name, publisher } = buildApp();
  return {
    id: "request-1",
    tenantId: TENANT,
    state: "pending",
    selection,
    catalogue: { version: "2026-10-01", needs: [...needsOf(catalogue, selection)] },
    app: { clientId: CLIENT_ID, name, publisher, verifiedPublisher: null },
    requester: PRIYA,
    language: "en",
    comment: "Scans of the second floor, see [the plan](https://evil.example) ${now}",
    wantedUntil: Date.UTC(2027, 0, 1),
    askedAt: AT,
    expiresAt: AT + 14 * DAY,
    remindAt: AT + 3 * DAY,
    approvalsNeeded: 1,
    events: [{ kind: "asked", at: AT, by: PRIYA }],
    ...overrides,
  };
}

const asked: ApprovalEvent = { kind: "asked", at: AT, by: PRIYA };
const approved: ApprovalEvent = {
  kind: "approved",
  at: AT + DAY,
  by: ALEX,
  comment: "Fence it in.",
};
const second: ApprovalEvent = { kind: "approved", at: AT + 2 * DAY, by: JONAS, comment: "" };
const declined: ApprovalEvent = {
  kind: "declined",
  at: AT + DAY,
  by: ALEX,
  reason: "The **narrower** way does the same.",
};
const granted: ApprovalEvent = { kind: "granted", at: AT + 3 * DAY, readAt: AT + 3 * DAY };
const verified: ApprovalEvent = { kind: "verified", at: AT + 3 * DAY, readAt: AT + 3 * DAY };

const shown = (name: string, overrides: Partial<ApprovalRequest>, as: RequestShown): Example =>
  example(name, "request", (world, language) =>
    drawRequest(world, language, buildRequest(overrides), as),
  );

const form =
  (overrides: Partial<Parameters<typeof drawRequestForm>[2]> = {}) =>
  (world: Parameters<typeof drawRequestForm>[0], language: Language) =>
    must(
      drawRequestForm(world, language, {
        s: CODES.imapOther,
        app: "",
        comment: "",
        until: "",
        today: "2026-10-01",
        problems: {},
        apps: [],
        ...overrides,
      }),
    );

const preview = (name: string, isTwoPerson: boolean, people: readonly string[]) =>
  example(name, "request-preview", (world, language) =>
    must(
      drawRequestPreview(world, language, {
        s: CODES.imapOther,
        app: isTwoPerson ? buildApp() : { clientId: CLIENT_ID },
        comment: isTwoPerson ? "Scans of *the* second floor" : "",
        until: isTwoPerson ? "2027-01-01" : "",
        to: {
          channel: people.length === 0 && isTwoPerson ? "Contoso IT › Approvals" : null,
          people,
          isMailed: isTwoPerson,
        },
        areRolesRead: isTwoPerson,
        isTwoPerson,
        days: 14,
        k: "sealed",
      }),
    ),
  );

const whole = CODES.union;

export const REQUEST_EXAMPLES: readonly Example[] = [
  example("request-form", "request-form", form()),
  example(
    "request-form-problems",
    "request-form",
    form({
      app: "Contoso",
      comment: "Scans of the second floor",
      until: "2026-09-01",
      problems: { app: "none", until: "past" },
      apps: [buildApp()],
    }),
  ),
  example("request-form-own", "request-form", form({ s: CODES.ownScopes, app: null })),
  preview("request-preview", false, ["Alex Admin", "[Jonas](https://evil.example)"]),
  preview("request-preview-channel", true, []),
  preview("request-preview-nobody", false, []),
  shown("request-approver", {}, { role: "approver" }),
  shown("request-channel", { approvalsNeeded: 2, selection: whole }, { role: "channel" }),
  shown(
    "request-sent",
    {},
    {
      role: "requester",
      note: {
        kind: "sent",
        to: { channel: null, people: ["Alex *Admin*", "Jonas Weber"], isMailed: true },
      },
    },
  ),
  shown(
    "request-first",
    { approvalsNeeded: 2, events: [asked, approved] },
    { role: "approver", note: { kind: "first" }, userIds: ["29:alex"] },
  ),
  shown(
    "request-approved",
    { state: "approved", approvalsNeeded: 2, events: [asked, approved, second] },
    { role: "approver", note: { kind: "approved" } },
  ),
  shown(
    "request-declined",
    { state: "declined", events: [asked, declined], wantedUntil: null, comment: "" },
    { role: "requester" },
  ),
  shown(
    "request-verified",
    { state: "verified", events: [asked, approved, granted, verified] },
    { role: "requester" },
  ),
  shown(
    "request-changed",
    {
      catalogue: { version: "2026-01-01", needs: ["graph:Mail.Read delegated"] },
      app: { clientId: CLIENT_ID, name: null, publisher: null, verifiedPublisher: "Contoso Ltd" },
      requester: { ...PRIYA, name: null },
    },
    { role: "reader", note: { kind: "not-approver" } },
  ),
  shown(
    "request-lost",
    { selection: "1~gone.scope_home", catalogue: { version: "1", needs: ["x:Y"] } },
    {
      role: "approver",
    },
  ),
  ...(["approve", "decline"] as const).map((verdict) =>
    example(`request-step-${verdict}`, "request-step", (world, language) =>
      drawRequestStep(world, language, buildRequest({ approvalsNeeded: 2 }), {
        verdict,
        k: "sealed",
        ...(verdict === "decline" && { problem: "reason" as const }),
      }),
    ),
  ),
  example("history", "history", (world, language) =>
    drawHistory(world, language, {
      shown: "decide",
      isApprover: true,
      requests: [
        buildRequest(),
        buildRequest({ id: "request-2", selection: CODES.union }),
        buildRequest({ id: "request-3", selection: "1~gone.scope_home" }),
      ],
      results: [],
      page: 1,
      total: 23,
      tabLink: toTabLink(world.cloud.teamsBase, "app", { page: "home" }),
    }),
  ),
  example("history-checks", "history", (world, language) =>
    drawHistory(world, language, {
      shown: "checks",
      isApprover: false,
      requests: [],
      results: [
        { code: CODES.imapOther, kind: "check", at: AT },
        { code: CODES.union, kind: "answer", at: AT },
        { code: CODES.home, kind: "consent", at: AT },
      ],
      page: 0,
      total: 3,
      tabLink: null,
    }),
  ),
  example("history-empty", "history", (world, language) =>
    drawHistory(world, language, {
      shown: "mine",
      isApprover: false,
      requests: [],
      results: [],
      page: 0,
      total: 0,
      tabLink: null,
    }),
  ),
];
