import type { TenantReading } from "../../core/grant/index.ts";
import type { CardPlace, Op, Person } from "../../ports/index.ts";
import { describeError } from "../../telemetry/index.ts";
import type { DueHandler } from "../agenda/index.ts";
import type { ConsentRecord } from "../consents/record.ts";
import type { Deliverer } from "../outbox/index.ts";
import type { Approvals } from "./approvals.ts";
import { ask } from "./ask.ts";
import { keepCard, releaseCard } from "./cards.ts";
import { decide, withdraw } from "./decide.ts";
import { deliver } from "./deliver.ts";
import { forgetPerson } from "./forget.ts";
import { toLetter } from "./letters.ts";
import { listApprovals } from "./list.ts";
import { followReading, look } from "./look.ts";
import { meetDue } from "./meet-due.ts";
import type { ApprovalsOptions } from "./options.ts";
import { readApproval } from "./rows.ts";

/** {@link Approvals} with what the rest of the product tells them and does for them. */
export interface ApprovalsFlow extends Approvals {
  /** A message shows something else from now on: its request is not put there any more. */
  release(place: CardPlace): Promise<void>;
  /** Deliverer of topic `approval`. */
  readonly deliver: Deliverer;
  /** Handler of rows `due|<time>|approval|<id>`. */
  readonly meetDue: DueHandler;
  /** Takes what was just read of an app to its requests, in the background. */
  hear(tenantId: string, reading: TenantReading): void;
  /**
   * What has to stand in the commit that settles a consent request, so that an approval hears of it whatever
   * ends in between.
   */
  promise(settled: ConsentRecord): readonly Op[];
  /** Forgets a person's part in requests. @returns how many requests */
  forget(person: Person): Promise<number>;
  /** Resolves once nothing runs in the background. */
  idle(): Promise<void>;
}

/** Makes the flow. It starts nothing by itself: outbox and agenda call its `deliver` and `meetDue`. */
export function createApprovals(options: ApprovalsOptions): ApprovalsFlow {
  const running = new Set<Promise<void>>();
  return {
    ask: (draft) => ask(options, draft),
    decide: (who, requestId, verdict) => decide(options, who, { requestId, verdict }),
    withdraw: (who, requestId) => withdraw(options, who, requestId),
    find: async (tenantId, requestId) =>
      (await readApproval(options, tenantId, requestId))?.record.request,
    list: (tenantId, filter) => listApprovals(options, tenantId, filter),
    keepCard: (request, card) => keepCard(options, request, card),
    look: (tenantId, id) => look(options, { tenantId, id }),
    release: (place) => releaseCard(options, place),
    deliver: (tenantId, about) => deliver(options, tenantId, about),
    meetDue: (tenantId, row) => meetDue(options, tenantId, row),
    hear: (tenantId, reading) => {
      const task = followReading(options, tenantId, reading)
        .catch((error: unknown) =>
          options.log.error("a reading was not taken to its approvals", describeError(error)),
        )
        .then(() => void running.delete(task));
      running.add(task);
    },
    promise: ({ approvalId, id, outcome, provedAt }) =>
      approvalId !== undefined && outcome?.kind === "granted" && provedAt !== null
        ? [options.letters.toOp(toLetter({ kind: "consent", request: approvalId, consent: id }))]
        : [],
    forget: (person) => forgetPerson(options, person),
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
