import type { Finding } from "../../../src/core/drift/index.ts";
import {
  drawVerifyForm,
  drawWatchEnded,
  drawWatchForm,
  drawWatchList,
  drawWatchNotice,
  drawWatchPaused,
  drawWatchStart,
  type PlacesRequest,
  type WatchFacts,
  type WatchStart,
  type World,
} from "../../../src/core/view/index.ts";
import { CODES, type Example, example, must } from "./example.ts";
import { CLIENT_ID, TENANT } from "./readings.ts";

const AT = Date.UTC(2026, 9, 1, 9, 30);
const DAY = 24 * 60 * 60_000;

function found(kind: Finding["kind"], permission = "", other = ""): Finding {
  return { kind, permission, other, foundAt: AT + 20 * DAY };
}

const look = (day: number, [granted, needed, excess]: readonly [number, number, number]) => ({
  at: AT + day * DAY,
  granted,
  needed,
  excess,
});

/** A watch three weeks old, by somebody who writes Markdown into her name, of an app that does too. */
export function buildWatch({ cloud }: World, overrides: Partial<WatchFacts> = {}): WatchFacts {
  return {
    clientId: CLIENT_ID,
    appName: "AutoStore [prod](https://evil.example)",
    selection: CODES.imapOther,
    startedBy: { name: "Priya *Raman*" },
    startedAt: AT,
    checkedAt: AT + 21 * DAY,
    nextAt: AT + 22 * DAY,
    snoozedUntil: null,
    findings: [],
    problem: null,
    problemSince: null,
    pausedAt: null,
    history: [look(0, [6, 6, 0]), look(1, [6, 6, 0]), look(2, [6, 6, 0])],
    tabLink: `${cloud.teamsBase}/l/entity/app/home`,
    ...overrides,
  };
}

const EVERY: readonly Finding[] = [
  found("added", "graph Files.ReadWrite.All application"),
  found("added", "api:Evil ${1+1} [API](https://evil.example) Read.*All* delegated"),
  found("removed", "exo IMAP.AccessAsUser.All delegated"),
  found("widened", "graph Mail.Read delegated", "graph Mail.ReadWrite delegated"),
  found("widened", "graph User.Read.All delegated", "everyone"),
  found("ghost", "graph Mail.Send application"),
  found("restored", "graph Mail.Send delegated", "removed"),
  found("restored", "", "app"),
  found("catalogue", "graph Mail.ReadWrite application", "more"),
  found("catalogue", "graph Sites.ReadWrite.All application", "less"),
  found("fence"),
  found("app", "", "off"),
];

const notice = (name: string, overrides: Partial<WatchFacts> = {}): Example =>
  example(name, "watch-notice", (world, language) =>
    drawWatchNotice(world, language, buildWatch(world, overrides)),
  );

const many = Array.from({ length: 40 }, (_, index) =>
  found("added", `api:Api ${index} ${"x".repeat(60)}.Read delegated`),
);

const app = { clientId: CLIENT_ID, name: "AutoStore [prod](https://evil.example)" };

const places: Omit<PlacesRequest, "appLink"> = {
  places: [
    {
      kind: "channel",
      team: TENANT,
      teamName: "Contoso *IT*",
      channel: "19:it@thread.tacv2",
      channelName: "Permissions",
      audience: { total: 4, isCut: false, guests: ["Camille Laurent"] },
    },
    { kind: "chat", chat: "a:1", place: "personal", audience: null },
  ],
  further: [
    {
      kind: "channel",
      team: TENANT,
      teamName: "Contoso *IT*",
      channel: "19:general@thread.tacv2",
      channelName: "General",
      audience: null,
    },
  ],
  closed: ["Approvals"],
  isListed: true,
  without: 1,
  hasTeams: true,
  unread: 2,
};

const form = (
  name: string,
  existing: { readonly startedBy: string | null; readonly startedAt: number } | null,
  overrides: Partial<PlacesRequest> = {},
): Example =>
  example(name, "watch-form", (world, language) =>
    must(
      drawWatchForm(world, language, {
        s: CODES.imapOther,
        app,
        hours: 24,
        existing,
        ...places,
        appLink: `${world.cloud.teamsBase}/l/app/app`,
        ...overrides,
      }),
    ),
  );

const start = (name: string, outcome: WatchStart): Example =>
  example(name, "share-outcome", (world, language) =>
    drawWatchStart(world, language, { s: CODES.imapOther, app, outcome }),
  );

const listed = (name: string, count: number): Example =>
  example(name, "watch-list", (world, language) =>
    drawWatchList(world, language, {
      watches: Array.from({ length: count }, (_, index) => ({
        ...buildWatch(world, {
          findings: index % 3 === 1 ? [found("fence")] : [],
          snoozedUntil: index % 3 === 2 ? AT + 28 * DAY : null,
          checkedAt: index === 3 ? null : AT + 21 * DAY,
          startedBy: { name: index === 0 ? null : "Priya *Raman*" },
        }),
        noticeLink: index === 0 ? null : `${world.cloud.teamsBase}/l/message/19%3Ait/1`,
      })),
      tabLink: count === 0 ? null : `${world.cloud.teamsBase}/l/entity/app/home`,
    }),
  );

export const WATCH_EXAMPLES: readonly Example[] = [
  example("watch-form-app", "verify-form", (world, language) =>
    must(drawVerifyForm(world, language, { s: CODES.imapOther, purpose: "watch", apps: [] })),
  ),
  form("watch-form", { startedBy: "Priya *Raman*", startedAt: AT }),
  form("watch-form-unlisted", { startedBy: null, startedAt: AT }, { isListed: false, further: [] }),
  start("watch-start", { kind: "started", nextAt: AT + DAY, isIncomplete: true }),
  start("watch-start-outsider", { kind: "outsider" }),
  start("watch-start-closed", { kind: "closed" }),
  start("watch-start-not-installed", { kind: "not-installed" }),
  start("watch-start-unreached", { kind: "unreached" }),
  listed("watch-list", 12),
  listed("watch-list-empty", 0),
  notice("watch-notice", {
    findings: EVERY,
    history: [
      look(0, [6, 6, 0]),
      look(1, [6, 6, 0]),
      look(2, [5, 6, 0]),
      look(3, [5, 6, 2]),
      look(21, [5, 6, 2]),
    ],
  }),
  notice("watch-notice-quiet"),
  notice("watch-notice-snoozed", { snoozedUntil: AT + 28 * DAY }),
  notice("watch-notice-lost", { problem: "not-connected", problemSince: AT + 20 * DAY }),
  notice("watch-notice-busy", { problem: "busy", problemSince: AT + 20 * DAY }),
  notice("watch-notice-unreachable", {
    problem: "unreachable",
    problemSince: AT + 20 * DAY,
    checkedAt: null,
    history: [],
    tabLink: null,
  }),
  notice("watch-notice-gone", {
    problem: "absent",
    appName: null,
    findings: [found("app", "", "gone")],
  }),
  notice("watch-notice-lapsed", {
    selection: "1~retired.case_one",
    findings: [found("catalogue", "", "gone")],
  }),
  notice("watch-notice-many", { findings: many }),
  notice("watch-notice-nameless", { startedBy: { name: null }, pausedAt: AT + 20 * DAY }),
  example("watch-ended", "watch-notice", (world, language) =>
    drawWatchEnded(world, language, {
      ...buildWatch(world),
      endedAt: AT + 21 * DAY,
      why: "stopped",
    }),
  ),
  example("watch-moved", "watch-notice", (world, language) =>
    drawWatchEnded(world, language, { ...buildWatch(world), endedAt: AT + 21 * DAY, why: "moved" }),
  ),
  example("watch-paused", "watch-notice", (world, language) =>
    drawWatchPaused(world, language, buildWatch(world, { pausedAt: AT + 20 * DAY })),
  ),
];
