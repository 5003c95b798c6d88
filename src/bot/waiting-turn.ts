import { z } from "zod";
import { LANGUAGES } from "../core/local-text.ts";
import { SCOPE_IDS, type ScopeId } from "../core/scope/index.ts";
import type { StandingTools } from "./route.ts";
import { personOf, type Turn } from "./turn.ts";

/** A turn as it waits; a press waits as one of an older client, whose answer is a message. */
const WaitingTurn = z.strictObject({
  kind: z.enum(["message", "submit", "file"]),
  actor: z.strictObject({
    id: z.string(),
    aadObjectId: z.string().optional(),
    name: z.string().optional(),
    tenantId: z.string().optional(),
  }),
  tenantId: z.string(),
  place: z.enum(["personal", "groupChat", "channel"]),
  // What an earlier version kept was for everybody in its place.
  isTargeted: z.boolean().default(false),
  language: z.enum(LANGUAGES),
  isLanguageOpen: z.boolean(),
  conversationId: z.string(),
  activityId: z.string(),
  replyToId: z.string().optional(),
  text: z.string(),
  verb: z.string().optional(),
  input: z.record(z.string(), z.unknown()),
}) satisfies z.ZodType<Turn>;

/** What waits for a sign-in: a turn, and the scope that it needs. */
const WaitingQuestion = z.strictObject({ turn: WaitingTurn, scope: z.enum(SCOPE_IDS) });
/** See {@link holdTurn}. */
export type WaitingQuestion = z.infer<typeof WaitingQuestion>;

/** Longest time that a question waits for its person, in milliseconds. */
export const WAIT_MS = 10 * 60_000;

/** Keeps a turn until its person has signed in. @returns the id under which it waits */
export function holdTurn(
  { pendings }: Pick<StandingTools, "pendings">,
  turn: Turn,
  scope: ScopeId,
  milliseconds: number,
): Promise<string> {
  const { assertion: _secret, ...rest } = turn;
  const kind = turn.kind === "message" || turn.kind === "file" ? turn.kind : "submit";
  const person = { tenantId: turn.tenantId, personId: personOf(turn) };
  return pendings.hold(person, { turn: { ...rest, kind }, scope }, milliseconds);
}

/** Reads what waited; undefined for what another version kept. */
export function readWaiting(value: unknown): WaitingQuestion | undefined {
  return WaitingQuestion.safeParse(value).data;
}
