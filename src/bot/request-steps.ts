import { formatSelection, type Selection } from "../core/advisor/index.ts";
import type { AppRecord } from "../core/grant/index.ts";
import {
  drawAppChoice,
  drawAppConfirm,
  drawRequestForm,
  drawRequestPreview,
  type View,
} from "../core/view/index.ts";
import type { AppFound } from "../flows/index.ts";
import { isSealedFor, sealButton } from "./card-token.ts";
import { isMixed, listUsedApps, subjectOf } from "./consent-steps.ts";
import { toPerson } from "./gate.ts";
import { findOwnApp } from "./own-apps.ts";
import type { Tools } from "./route.ts";
import type { Turn } from "./turn.ts";

/** What somebody wants to have approved. */
export interface RequestWish {
  readonly selection: Selection;
  /** As typed: a name or a client id. */
  readonly app?: string | undefined;
  readonly comment?: string | undefined;
  /** A day such as 2026-10-01; empty for as long as the set-up is used. */
  readonly until?: string | undefined;
  /** Opens the form whatever is known already. @default false */
  readonly isForm?: boolean;
  /** What the card sealed that asked whether this is the app. */
  readonly k?: string | undefined;
}

/**
 * The next step towards a request: the form, a choice of apps, the question whether this is the app, or the
 * preview of who gets it.
 * @returns undefined when the selection names no complete case
 */
export async function stepToRequest(
  turn: Turn,
  wish: RequestWish,
  tools: Tools,
): Promise<View | undefined> {
  if (isMixed(wish.selection)) return undefined;
  const own = findOwnApp(turn, tools, { selection: wish.selection, purpose: "request" });
  if (own?.kind === "choice") return own.view;
  const meant = own === undefined ? wish : { ...wish, app: own.clientId };
  const isPast = (wish.until ?? "") !== "" && (wish.until ?? "") < today(tools);
  const isEmpty = (meant.app ?? "").trim() === "";
  if (wish.isForm || isPast || isEmpty) {
    const isMissing = isEmpty && !wish.isForm;
    return drawForm(turn, meant, tools, {
      ...(isMissing && { app: "missing" }),
      ...(isPast && { until: "past" }),
    });
  }
  return stepWith(turn, meant, tools, await tools.apps.find(turn.tenantId, meant.app));
}

async function stepWith(turn: Turn, wish: RequestWish, tools: Tools, found: AppFound) {
  const { world } = tools;
  const { tenantId, language } = turn;
  const target = { s: formatSelection(wish.selection), purpose: "request", tenantId } as const;
  const along = alongOf(wish);
  switch (found.kind) {
    case "known":
      return drawPreview(turn, wish, tools, found.reading.app);
    case "several": {
      const { apps } = found;
      return drawAppChoice(world, language, { ...target, typed: wish.app ?? "", apps, along });
    }
    case "unproved": {
      const { clientId, why, isListed } = found;
      const subject = subjectOf(target.s, clientId);
      const isConfirmed = isSealedFor(turn, tools, { verb: "request", subject, k: wish.k ?? "" });
      if (isConfirmed) return drawPreview(turn, wish, tools, { clientId });
      const k = sealButton(turn, tools, "request", subject);
      return drawAppConfirm(world, language, { ...target, clientId, why, isListed, k, along });
    }
    case "refused":
      return drawForm(turn, wish, tools, { app: found.why === "absent" ? "unknown" : found.why });
    case "offline":
      return drawForm(turn, wish, tools, { app: found.problem.kind });
    case "none":
      return drawForm(turn, wish, tools, { app: found.why === "missing" ? "missing" : "none" });
    default:
      return found satisfies never;
  }
}

/** What was typed besides the app, as buttons carry it. */
function alongOf({ comment = "", until = "" }: RequestWish): Readonly<Record<string, string>> {
  return { ...(comment !== "" && { comment }), ...(until !== "" && { until }) };
}

/** Today as a day of the form 2026-10-01. */
function today({ clock }: Tools): string {
  return new Date(clock.now()).toISOString().slice(0, 10);
}

type Problems = Parameters<typeof drawRequestForm>[2]["problems"];

async function drawForm(turn: Turn, wish: RequestWish, tools: Tools, problems: Problems) {
  const { selection, app = "", comment = "", until = "" } = wish;
  const isOwn = findOwnApp(turn, tools, { selection, purpose: "request" }) !== undefined;
  return drawRequestForm(tools.world, turn.language, {
    s: formatSelection(selection),
    app: isOwn ? null : app,
    comment,
    until,
    today: today(tools),
    problems,
    apps: isOwn ? [] : await listUsedApps(turn, tools),
  });
}

/** Says who gets it, before anybody does. */
async function drawPreview(
  turn: Turn,
  wish: RequestWish,
  tools: Tools,
  app: AppRecord | Pick<AppRecord, "clientId">,
): Promise<View | undefined> {
  const { tenantId, language } = turn;
  const s = formatSelection(wish.selection);
  const [to, { settings }] = await Promise.all([
    tools.findApprovers(toPerson(turn)),
    tools.settings.read(tenantId),
  ]);
  const { channel, people } = to;
  return drawRequestPreview(tools.world, language, {
    s,
    app,
    comment: wish.comment ?? "",
    until: wish.until ?? "",
    to: {
      channel: channel && `${channel.teamName} › ${channel.channelName}`,
      people: people.map(({ name }) => name),
      isMailed: settings.mail.isOn,
    },
    areRolesRead: to.roles === "read",
    isTwoPerson: settings.approval.isTwoPerson,
    days: settings.approval.days,
    k: sealButton(turn, tools, SEND, subjectOf(s, app.clientId)),
  });
}

/** The verb that sends what the preview has shown. */
export const SEND = "request-send";
