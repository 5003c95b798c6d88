import {
  casesOfSelection,
  formatSelection,
  requirePermissions,
  type Selection,
} from "../core/advisor/index.ts";
import { AppError } from "../core/errors.ts";
import type { ExportSource } from "../core/export/index.ts";
import {
  type AppRecord,
  compareGrants,
  type GrantReport,
  type TenantReading,
} from "../core/grant/index.ts";
import {
  drawAppChoice,
  drawDirectoryProblem,
  drawGrantReport,
  drawVerifyForm,
  type View,
} from "../core/view/index.ts";
import type { AppFound, DirectoryProblem } from "../flows/index.ts";
import { listUsedApps } from "./consent-steps.ts";
import { findOwnApp } from "./own-apps.ts";
import type { Tools } from "./route.ts";
import { personOf, type Turn } from "./turn.ts";

/** What is to be checked in which app. */
export interface VerifyWish {
  readonly selection: Selection;
  /** As typed: a name or a client id. */
  readonly app?: string | undefined;
}

/** Wish and what it is for. */
interface AppWish extends VerifyWish {
  readonly purpose: "verify" | "watch";
}

/** An app of the tenant as it was read, or what to say or ask instead. */
export type AppStep =
  | { readonly kind: "read"; readonly reading: TenantReading }
  | { readonly kind: "view"; readonly view: View };

/**
 * The next step towards a report of what is granted: the form, a choice of apps, the report, or why the
 * tenant could not be read.
 * @returns undefined when the selection names no complete case
 */
export async function stepToReport(
  turn: Turn,
  wish: VerifyWish,
  tools: Tools,
): Promise<View | undefined> {
  const step = await stepToApp(turn, { ...wish, purpose: "verify" }, tools);
  return step?.kind === "read" ? drawReport(turn, wish, tools, step.reading) : step?.view;
}

/**
 * The next step towards one app that was read: the form, a choice of apps, or why it could not be read.
 * @returns undefined when the selection names no complete case
 */
export async function stepToApp(
  turn: Turn,
  wish: AppWish,
  tools: Tools,
): Promise<AppStep | undefined> {
  const { selection, purpose } = wish;
  if (casesOfSelection(tools.world.catalogue, selection).length === 0) return undefined;
  const own = findOwnApp(turn, tools, { selection, purpose });
  if (own?.kind === "choice") return { kind: "view", view: own.view };
  const typed = own === undefined ? wish.app : own.clientId;
  const found = await find(turn, typed, tools);
  if (found.kind === "known") return { kind: "read", reading: found.reading };
  const view = await drawUnknown(turn, wish, tools, found);
  return view && { kind: "view", view };
}

/**
 * Reads an app anew, for an export.
 * @returns the report, or what to say where there is none
 */
export async function readReport(
  turn: Turn,
  { selection, clientId }: { readonly selection: Selection; readonly clientId: string },
  tools: Tools,
): Promise<Extract<ExportSource, { kind: "report" }> | { readonly view: View }> {
  const wish = { selection, app: clientId, purpose: "verify" } as const;
  const found = await find(turn, clientId, tools);
  if (found.kind === "known") {
    const report = compare(wish, tools, found.reading);
    return { kind: "report", code: formatSelection(selection), report };
  }
  const view = await drawUnknown(turn, wish, tools, found);
  if (!view) throw new AppError("ERR_ACTION_INPUT", "a report was asked for of no set-up");
  return { view };
}

/** With the person's own rights, where the route took their token. */
function find(turn: Turn, app: string | undefined, tools: Tools): Promise<AppFound> {
  const { entered } = tools;
  const apps = entered ? tools.appsOf(entered.token, entered.standing) : tools.apps;
  return apps.find(turn.tenantId, app);
}

async function drawUnknown(
  turn: Turn,
  wish: AppWish,
  tools: Tools,
  found: Exclude<AppFound, { kind: "known" }>,
): Promise<View | undefined> {
  const s = formatSelection(wish.selection);
  const { purpose } = wish;
  switch (found.kind) {
    case "several": {
      const { tenantId, language } = turn;
      const typed = wish.app ?? "";
      const choice = { s, purpose, typed, apps: found.apps, tenantId };
      return drawAppChoice(tools.world, language, choice);
    }
    case "unproved":
    case "refused":
    case "offline":
      return drawUnread(turn, wish, tools, found);
    case "none":
      return drawForm(turn, wish, tools, found.why === "missing" ? undefined : "none");
    default:
      return found satisfies never;
  }
}

type FormProblem = Parameters<typeof drawVerifyForm>[2]["problem"];

async function drawForm(turn: Turn, wish: AppWish, tools: Tools, problem: FormProblem) {
  return drawVerifyForm(tools.world, turn.language, {
    s: formatSelection(wish.selection),
    purpose: wish.purpose,
    app: wish.app,
    problem,
    apps: await listUsedApps(turn, tools),
  });
}

/** An app that the tenant does not have is a matter of the form; a tenant that cannot be read is not. */
function drawUnread(
  turn: Turn,
  wish: AppWish,
  tools: Tools,
  found: Extract<AppFound, { kind: "unproved" | "refused" | "offline" }>,
) {
  const problem: DirectoryProblem | null = found.problem;
  if (problem === null) return drawForm(turn, wish, tools, "none");
  return drawDirectoryProblem(tools.world, turn.language, {
    s: formatSelection(wish.selection),
    purpose: wish.purpose,
    ...(found.kind === "offline" ? { app: wish.app } : { clientId: found.clientId }),
    problem,
    ownAppId: tools.ownAppId,
  });
}

async function drawReport(turn: Turn, wish: VerifyWish, tools: Tools, reading: TenantReading) {
  await rememberApp(turn, tools, reading.app);
  tools.shares.hear(turn.tenantId, reading);
  tools.watches.hear(turn.tenantId, reading);
  tools.approvals.hear(turn.tenantId, reading);
  const report = compare(wish, tools, reading);
  const s = formatSelection(wish.selection);
  return drawGrantReport(tools.world, turn.language, { s, report, reading });
}

/** Lays what a set-up needs beside what was read. */
export function compare(
  { selection }: Pick<VerifyWish, "selection">,
  { world }: Pick<Tools, "world">,
  reading: TenantReading,
): GrantReport {
  const { catalogue } = world;
  const requirements = requirePermissions(catalogue, casesOfSelection(catalogue, selection));
  return compareGrants(catalogue, requirements, reading);
}

/** What was read is shown, although nobody will remember that it was asked for. */
export async function rememberApp(turn: Turn, { apps, log }: Tools, app: AppRecord): Promise<void> {
  try {
    await apps.register(turn.tenantId, personOf(turn), { ...app, origin: "directory" });
  } catch (error) {
    if (!(error instanceof AppError) || !error.code.startsWith("ERR_STORE_")) throw error;
    log.warn("an app was not remembered", { code: error.code });
  }
}
