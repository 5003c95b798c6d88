import type { TenantReading } from "../../core/grant/index.ts";
import type { Language } from "../../core/local-text.ts";
import { formatSubject, type Subject } from "../../core/subject/index.ts";
import {
  nameSubject,
  readSharedFacts,
  readSharedState,
  type SharedFacts,
  type SharedState,
  type ShareResult,
} from "../../core/view/index.ts";
import type { DirectoryAnswer } from "../../ports/index.ts";
import { labelsOf } from "./content.ts";
import type { SharesOptions } from "./options.ts";
import { type SharePoint, type ShareRecord, toShareId } from "./record.ts";

/** What somebody wants to share, and where. */
export interface ShareAsk {
  readonly tenantId: string;
  readonly person: { readonly id: string; readonly name: string | null };
  readonly language: Language;
  readonly subject: Subject;
  readonly place: SharePoint;
  /** What of the tenant is to stand on the card. */
  readonly options: { readonly names: boolean; readonly state: boolean };
  /** The app that was checked, lower case. */
  readonly clientId?: string | undefined;
  /** The try of unknown outcome after which somebody has looked. */
  readonly again?: string | undefined;
}

/** What the card will say, read at this moment. */
export interface Draft {
  readonly kind: "draft";
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly facts: SharedFacts;
  readonly labels: readonly string[];
  readonly app: ShareRecord["app"];
  readonly state: SharedState | null;
  readonly keptUntil: number;
}

const DAY_MS = 24 * 60 * 60_000;

/** Reads what the card will say; of the tenant only what was ticked. */
export async function compose(options: SharesOptions, ask: ShareAsk): Promise<Draft | ShareResult> {
  const { world, settings, clock } = options;
  const { tenantId, subject, language, place } = ask;
  const facts = readSharedFacts(world.catalogue, subject);
  if (!facts) return { kind: "unshared" };
  const clientId = subject.kind === "answer" && isAnyTicked(ask) ? ask.clientId : undefined;
  const answer =
    clientId === undefined ? undefined : await options.directory.readApp(tenantId, clientId);
  const isUnread = ask.options.state && answer !== undefined && answer.kind !== "read";
  if (isUnread) return { kind: "unread", reason: answer.kind };
  const code = formatSubject(subject);
  const reading = answer?.kind === "read" ? answer.value : undefined;
  const { retentionDays } = (await settings.read(tenantId)).settings;
  return {
    kind: "draft",
    id: toShareId(place, code, clientId),
    code,
    title: nameSubject(world, language, subject) ?? code,
    facts,
    labels: await labelsOf(options, tenantId, code),
    app: clientId === undefined ? null : { clientId, name: nameOf(answer) },
    state: stateOf(options, ask, reading),
    keptUntil: clock.now() + retentionDays * DAY_MS,
  };
}

function isAnyTicked({ options: { names, state } }: ShareAsk): boolean {
  return names || state;
}

function nameOf(answer: DirectoryAnswer<TenantReading> | undefined): string | null {
  return answer?.kind === "read" ? answer.value.app.name : null;
}

function stateOf(
  { world }: SharesOptions,
  { options, subject }: ShareAsk,
  reading: TenantReading | undefined,
): SharedState | null {
  if (!options.state || !reading) return null;
  return readSharedState(world.catalogue, subject, reading) ?? null;
}
