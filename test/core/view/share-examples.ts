import type { Subject } from "../../../src/core/subject/index.ts";
import {
  drawShare,
  drawShareForm,
  drawShareOutcome,
  followState,
  readSharedFacts,
  readSharedState,
  type SharedAs,
  type ShareFormRequest,
  type ShareResult,
} from "../../../src/core/view/index.ts";
import { CODES, catalogue, type Example, example, must } from "./example.ts";
import { buildApp, buildReading, CLIENT_ID, grantsFor, READ_AT, TENANT } from "./readings.ts";

const imapOther: Subject = { kind: "answer", code: CODES.imapOther };
const AT = Date.UTC(2026, 9, 1, 9, 30);

/** Two people, one of whom writes Markdown into her name. */
export function buildAs(overrides: Partial<SharedAs> = {}): SharedAs {
  return {
    people: [{ name: "Priya [Raman](https://evil.example)", at: AT }],
    labels: [],
    keptUntil: AT + 365 * 24 * 60 * 60_000,
    endedAt: null,
    tenantId: null,
    app: null,
    state: null,
    change: null,
    ...overrides,
  };
}

/** All that can be ticked, for a set-up whose grants are half there. */
export function buildTicked(code: string): Partial<SharedAs> {
  const [, ...grants] = grantsFor(code);
  const subject: Subject = { kind: "answer", code };
  const { clientId, name } = buildApp();
  return {
    tenantId: TENANT,
    app: { clientId, name },
    state: must(readSharedState(catalogue, subject, buildReading({ grants }))),
  };
}

/** The same after its grants were taken away. */
function buildChanged(code: string): Partial<SharedAs> {
  const ticked = buildTicked(code);
  const now = readSharedState(catalogue, { kind: "answer", code }, buildReading({ grants: [] }));
  return { ...ticked, state: followState(ticked.state ?? null, must(now)) };
}

const [firstLine] = must(readSharedFacts(catalogue, imapOther)).lines;
const line = must(firstLine);

const shared = (name: string, subject: Subject, overrides: Partial<SharedAs> = {}) =>
  example(name, "shared", (world, language) =>
    drawShare(world, language, { subject, title: "A set-up", at: AT, as: buildAs(overrides) }),
  );

const channel = (index: number, guests: readonly string[]) =>
  ({
    kind: "channel",
    team: `e515dae4-a052-4f9b-8d42-61de95a4d50${index}`,
    teamName: "Contoso IT",
    channel: `19:channel-${index}@thread.tacv2`,
    channelName: `Permissions *${index}*`,
    audience: { total: 40 + index, isCut: index === 3, guests },
  }) as const;

const form: ShareFormRequest = {
  subject: imapOther,
  clientId: CLIENT_ID,
  ticked: "names",
  places: [
    { kind: "chat", chat: "19:chat@thread.v2", place: "groupChat", audience: null },
    channel(1, []),
    channel(2, ["Camille Laurent", "[Click](https://evil.example)"]),
    channel(3, []),
  ],
  further: [channel(4, []), channel(5, [])],
  closed: ["Approvals"],
  without: 2,
  isListed: true,
  hasTeams: true,
  unread: 1,
  appLink: null,
};

const outcome = (name: string, result: ShareResult, path: string | null = null) =>
  example(name, "share-outcome", (world, language) =>
    drawShareOutcome(world, language, {
      subject: imapOther,
      clientId: CLIENT_ID,
      result,
      address: path && `${world.cloud.teamsBase}${path}`,
      data: { subject: CODES.imapOther, clientId: CLIENT_ID, team: TENANT, channel: "19:x" },
    }),
  );

const MESSAGE = "/l/message/19%3Ax/1?parentMessageId=1";
const priya = { name: "Priya Raman", at: AT };

export const SHARE_EXAMPLES: readonly Example[] = [
  shared("shared-byline", imapOther, {
    people: [
      { name: "Priya Raman", at: AT },
      { name: null, at: READ_AT },
    ],
    labels: ["Confidential"],
  }),
  shared("shared-state", imapOther, buildTicked(CODES.imapOther)),
  shared("shared-state-changed", imapOther, buildChanged(CODES.imapOther)),
  shared("shared-news", imapOther, {
    change: {
      at: READ_AT,
      items: [
        { kind: "added", line },
        { kind: "removed", line: { ...line, phase: "addedOnApproval" } },
        { kind: "consent", line, before: "no" },
        { kind: "erratum-added", id: "E1" },
        { kind: "erratum-removed", id: "E2" },
        { kind: "words" },
      ],
    },
  }),
  shared("shared-ended", imapOther, { people: [], endedAt: READ_AT }),
  shared("shared-gone", { kind: "note", id: "nowhere:nothing" }),
  example("share-form", "share-form", (world, language) =>
    drawShareForm(world, language, {
      ...form,
      appLink: `${world.cloud.teamsBase}/l/app/5a7d0c0f-0000-4000-8000-000000000001`,
    }),
  ),
  example("share-form-nowhere", "share-form", (world, language) =>
    drawShareForm(world, language, {
      ...form,
      subject: { kind: "permission", key: "graph:Mail.Send" },
      clientId: null,
      ticked: "",
      places: [{ kind: "chat", chat: "a:1", place: "personal", audience: null }],
      further: [],
      closed: [],
      without: 0,
      unread: 0,
      hasTeams: false,
      appLink: null,
    }),
  ),
  example("share-form-unlisted", "share-form", (world, language) =>
    drawShareForm(world, language, {
      ...form,
      places: [{ kind: "chat", chat: "19:x;messageid=1", place: "channel", audience: null }],
      further: [],
      isListed: false,
    }),
  ),
  outcome("share-posted", { kind: "posted" }, MESSAGE),
  outcome("share-updated", { kind: "updated", first: priya }, MESSAGE),
  outcome("share-sending", { kind: "sending", by: { ...priya, name: null } }, MESSAGE),
  outcome("share-unknown", { kind: "unknown", again: "attempt-1" }, MESSAGE),
  outcome("share-busy", { kind: "busy", seconds: 30 }),
  outcome("share-unread", { kind: "unread", reason: "not-connected" }),
  ...(
    [
      "gone",
      "not-installed",
      "outsider",
      "closed",
      "refused",
      "unreached",
      "unshared",
      "not-updated",
    ] as const
  ).map((kind) => outcome(`share-${kind}`, { kind })),
];
