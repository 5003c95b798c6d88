import type { Clock, Courier } from "../../src/ports/index.ts";
import { add, findMost } from "./counting-store.ts";

/** What Teams was asked to show. */
export interface TeamsCounts {
  /** By kind: `post card`, `post line`, `edit`. */
  readonly byKind: ReadonlyMap<string, number>;
  readonly messages: number;
  /** Messages in the busiest minute: of all tenants, of one tenant, of one conversation. */
  readonly busiest: {
    readonly all: number;
    readonly tenant: number;
    readonly conversation: number;
  };
}

/** Teams that takes everything. */
export interface FakeTeams {
  readonly courier: Courier;
  take(): TeamsCounts;
}

const MINUTE_MS = 60_000;

/** Counts what is sent, by kind and by minute. */
export function createFakeTeams(clock: Clock): FakeTeams {
  const byKind = new Map<string, number>();
  const minutes = { all: new Map(), tenant: new Map(), conversation: new Map() };
  let posted = 0;
  const count = (kind: string, tenantId: string, conversationId: string) => {
    const minute = Math.floor(clock.now() / MINUTE_MS);
    add(byKind, kind);
    add(minutes.all, minute);
    add(minutes.tenant, `${tenantId} ${minute}`);
    add(minutes.conversation, `${conversationId} ${minute}`);
  };
  const place = (to: object) => ("personId" in to ? `a:${to.personId}` : JSON.stringify(to));
  const courier: Courier = {
    post: async (to, _view, form = "card") => {
      const conversationId = "conversationId" in to ? to.conversationId : place(to);
      count(`post ${form}`, to.tenantId, conversationId);
      posted += 1;
      return { kind: "posted", conversationId, activityId: String(posted) };
    },
    edit: async ({ tenantId, conversationId }) => {
      count("edit", tenantId, conversationId);
      return "done";
    },
    update: async ({ tenantId, conversationId }) => {
      count("edit", tenantId, conversationId);
      return true;
    },
    tell: async (person, _view, form) => {
      count(`post ${form}`, person.tenantId, place(person));
      return true;
    },
  };
  return {
    courier,
    take: () => {
      const most = (of: keyof typeof minutes) => findMost(minutes[of])[1] ?? 0;
      const busiest = {
        all: most("all"),
        tenant: most("tenant"),
        conversation: most("conversation"),
      };
      const messages = [...byKind.values()].reduce((sum, one) => sum + one, 0);
      const taken = { byKind: new Map(byKind), messages, busiest };
      byKind.clear();
      for (const map of Object.values(minutes)) map.clear();
      return taken;
    },
  };
}
