import { z } from "zod";
import { LANGUAGES } from "../../core/local-text.ts";
import { SCOPE_IDS } from "../../core/scope/index.ts";
import type { Clock, Seal } from "../../ports/index.ts";

/** What a sign-in page is for. */
export const Ticket = z.strictObject({
  /** Names it, so that it leads to one sign-in only. */
  id: z.string(),
  tenantId: z.string(),
  /** Who has to sign in, by Entra object id; for the service account, who asked for it. */
  personId: z.string(),
  scope: z.enum(SCOPE_IDS),
  language: z.enum(LANGUAGES),
  /** JSON of a claims challenge that the page has to satisfy. */
  claims: z.string().optional(),
  /** The person has read what the sign-in is for, where it is for more than themselves. */
  isConfirmed: z.literal(true).optional(),
  /** The question that goes on afterwards. */
  pending: z.string().optional(),
});
export type Ticket = z.infer<typeof Ticket>;

/** A page that is open: its ticket, and what proves that its answer belongs to it. */
const Visit = Ticket.omit({ claims: true }).extend({ verifier: z.string(), nonce: z.string() });
export type Visit = z.infer<typeof Visit>;

const Expiring = z.object({ expiresAt: z.number() });

/** Lifetime of a link, and of the page that it opens, in milliseconds. */
export const LIFETIME_MS = 10 * 60_000;
const [TICKET, VISIT] = ["sign-in ticket", "sign-in visit"];

/** Seals what sign-in pages are for, so that nobody reads or changes it. */
export function createTickets(seal: Seal, clock: Clock) {
  const put = (purpose: string, value: object) =>
    seal.seal(purpose, { value, expiresAt: clock.now() + LIFETIME_MS });
  const take = <T>(schema: z.ZodType<T>, purpose: string, text: string): T | undefined => {
    const opened = z.object({ value: schema }).and(Expiring).safeParse(seal.open(purpose, text));
    return opened.data && opened.data.expiresAt > clock.now() ? opened.data.value : undefined;
  };
  return {
    sealTicket: (ticket: Ticket) => put(TICKET, ticket),
    openTicket: (text: string) => take(Ticket, TICKET, text),
    sealVisit: (visit: Visit) => put(VISIT, visit),
    openVisit: (text: string) => take(Visit, VISIT, text),
  };
}
