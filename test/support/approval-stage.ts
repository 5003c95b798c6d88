import type { ApprovalRequest } from "../../src/core/approval/index.ts";
import type { TenantSettings } from "../../src/core/settings/index.ts";
import type { View } from "../../src/core/view/index.ts";
import type { ApprovalDraft, ApprovalsFlow, Decider } from "../../src/flows/approvals/index.ts";
import { createApprovals } from "../../src/flows/approvals/index.ts";
import { createSettingsKeeper } from "../../src/flows/index.ts";
import { createLetters, createOutbox, type Delivery } from "../../src/flows/outbox/index.ts";
import type {
  Clock,
  DirectoryAnswer,
  RoleHolder,
  RoleHolders,
  Store,
} from "../../src/ports/index.ts";
import { createAuditKey, createLedger, openStore, verifyLedger } from "../../src/store/index.ts";
import { tenantId } from "./activities.ts";
import { ANNA, BEN, PRIYA } from "./approval-request.ts";
import { catalogue } from "./catalogue.ts";
import { clientId, homeScope } from "./consent-stage.ts";
import { createFakeClock, createFakeIds, createFakeLog, type FakeClock } from "./fakes.ts";
import {
  createFakeCourier,
  createFakeDirectory,
  type FakeCourier,
  type FakeDirectory,
} from "./flows.ts";

const CHANNEL = {
  teamId: "7e4a0000-0000-4000-8000-000000000001",
  teamName: "IT",
  channelId: "19:approvals@thread.tacv2",
  channelName: "Approvals",
};

/** Requests for approval on a real store, with an outbox that delivers when it is told to. */
export interface ApprovalStage {
  readonly flow: ApprovalsFlow;
  readonly store: Store;
  readonly clock: FakeClock;
  readonly courier: FakeCourier;
  readonly directory: FakeDirectory;
  readonly log: ReturnType<typeof createFakeLog>;
  readonly ledger: ReturnType<typeof createLedger>;
  /** Mails that were promised, as their letters say. */
  readonly letters: ReturnType<typeof createLetters>;
  readonly mails: readonly Readonly<Record<string, unknown>>[];
  /** Another process on the same store, or the same on another store. */
  restart(store?: Store, clock?: Clock): ApprovalsFlow;
  /** Delivers once as that process does, on its store. */
  run(flow: ApprovalsFlow, store: Store): Promise<number>;
  draft(overrides?: Partial<ApprovalDraft>): ApprovalDraft;
  ask(overrides?: Partial<ApprovalDraft>): Promise<ApprovalRequest>;
  decider(who: typeof ANNA, mayDecide?: boolean): Decider;
  readonly channel: typeof CHANNEL;
  approve(who: typeof ANNA, id: string, mayDecide?: boolean): ReturnType<ApprovalsFlow["decide"]>;
  decline(who: typeof ANNA, id: string): ReturnType<ApprovalsFlow["decide"]>;
  /** Delivers what is due, then meets due rows, until nothing is left to do now. */
  settle(): Promise<void>;
  deliver(): Promise<void>;
  /** Changes Settings. */
  set(
    change: Partial<Omit<TenantSettings, "approval">>,
    approval?: Partial<TenantSettings["approval"]>,
  ): Promise<void>;
  holders(answer: DirectoryAnswer<readonly RoleHolder[]>): void;
  find(id: string): Promise<ApprovalRequest>;
  rows(prefix: string): Promise<readonly string[]>;
  /** What the audit log says, as verb and actor. */
  audit(): Promise<readonly string[]>;
  verdict(): Promise<string>;
  /** Who got what, oldest first: `card chat-<person> approver pending`. */
  readonly told: readonly string[];
}

const decider = ({ id, name }: typeof ANNA, mayDecide = true): Decider => ({
  tenantId,
  personId: id,
  name,
  mayDecide,
});

function toDraft(overrides: Partial<ApprovalDraft> = {}): ApprovalDraft {
  return {
    tenantId,
    requester: PRIYA,
    language: "de",
    selection: homeScope,
    app: { clientId, name: "Contoso Teams tool", publisher: null, verifiedPublisher: null },
    comment: "For the new archive",
    wantedUntil: null,
    card: null,
    ...overrides,
  };
}

/** Draws what a card would be about, so that tests can read it. */
function draw(language: string, { state, events }: ApprovalRequest, role: string): View {
  const summary = `${role} ${state} ${events.length} ${language}`;
  return { summary, text: summary } as View;
}

export async function createApprovalStage(store?: Store): Promise<ApprovalStage> {
  const own = store ?? (await openStore({ file: ":memory:" }));
  const clock = createFakeClock();
  const ids = createFakeIds();
  const log = createFakeLog();
  const key = createAuditKey(["k".repeat(32)]);
  const courier = createFakeCourier();
  const directory = createFakeDirectory();
  const mails: Readonly<Record<string, unknown>>[] = [];
  let held: DirectoryAnswer<readonly RoleHolder[]> = { kind: "read", value: [] };
  const roleHolders: Pick<RoleHolders, "list"> = {
    list: async () =>
      held.kind === "read" ? { kind: "read", value: { people: held.value, isCut: false } } : held,
  };
  const letters = createLetters({ clock, ids });
  const restart = (on: Store = own, time: Clock = clock) => {
    const ledger = createLedger({ store: on, key, clock: time, ids });
    return createApprovals({
      catalogue,
      draw,
      store: on,
      ledger,
      letters,
      settings: createSettingsKeeper({ store: on, ledger }),
      roleHolders,
      directory,
      courier,
      clock: time,
      ids,
      log,
    });
  };
  const flow = restart();
  const ledger = createLedger({ store: own, key, clock, ids });
  const mail = async (about: Readonly<Record<string, unknown>>): Promise<Delivery> => {
    mails.push(about);
    return { kind: "sent" };
  };
  const openOutbox = (by: ApprovalsFlow, on: Store) =>
    createOutbox({
      store: on,
      ledger: createLedger({ store: on, key, clock, ids }),
      clock,
      ids,
      log,
      letters,
      sleep: (_, signal) =>
        new Promise((resolve) =>
          signal?.addEventListener("abort", () => resolve(), { once: true }),
        ),
      deliverers: { approval: by.deliver, mail: (_, about) => mail(about) },
    });
  const outbox = openOutbox(flow, own);
  const keeper = createSettingsKeeper({ store: own, ledger });
  const due = async () => {
    const to = `due|${new Date(clock.now()).toISOString()}|~`;
    const rows = await own.list(tenantId, { from: "due|", to });
    for (const row of rows) await flow.meetDue(tenantId, row);
    return rows.length;
  };
  const deliver = async () => {
    while ((await outbox.run(tenantId)) > 0);
  };
  const list = (prefix: string) =>
    own.list(tenantId, { from: `${prefix}|`, to: `${prefix}|~`, limit: 1000 });
  return {
    flow,
    store: own,
    clock,
    courier,
    directory,
    log,
    ledger,
    mails,
    letters,
    restart,
    run: async (by, on) => {
      const dying = openOutbox(by, on);
      let met = 0;
      for (let ended = 1; ended > 0; met += ended) ended = await dying.run(tenantId);
      return met;
    },
    draft: toDraft,
    ask: async (overrides) => (await flow.ask(toDraft(overrides))).request,
    decider,
    channel: CHANNEL,
    approve: (who, id, mayDecide = true) =>
      flow.decide(decider(who, mayDecide), id, { kind: "approve", comment: "Fine" }),
    decline: (who, id) => flow.decide(decider(who), id, { kind: "decline", reason: "Too wide" }),
    deliver,
    settle: async () => {
      do await deliver();
      while ((await due()) > 0);
    },
    set: async (change, approval = {}) => {
      const { settings, etag } = await keeper.read(tenantId);
      const { labels: _, ...form } = settings;
      const next = { ...form, ...change, approval: { ...form.approval, ...approval } };
      const { kind } = await keeper.change(tenantId, ANNA.id, etag, next);
      if (kind !== "changed") throw new Error(`Settings were not changed: ${kind}`);
    },
    holders: (answer) => {
      held = answer;
    },
    find: async (id) => (await flow.find(tenantId, id)) as ApprovalRequest,
    rows: async (prefix) => (await list(prefix)).map(({ rk }) => rk),
    audit: async () =>
      (await list("audit")).map(({ value }) => {
        const { verb, actor } = value as { verb: string; actor: string };
        return `${verb} ${NAMES[actor] ?? actor}`;
      }),
    verdict: async () => (await verifyLedger(own, key, tenantId)).kind,
    get told() {
      return courier.shown.map((one) => {
        const where =
          one.kind === "edited"
            ? one.place.conversationId
            : "personId" in one.place
              ? `chat-${one.place.personId}`
              : "channelId" in one.place
                ? one.place.channelId
                : one.place.conversationId;
        const named = Object.entries(NAMES).reduce(
          (text, [id, name]) => text.replace(id, name),
          where,
        );
        const what = one.kind === "edited" ? "edit" : (one.form ?? "card");
        return `${what} ${named}: ${one.view.summary}`;
      });
    },
  };
}

const NAMES: Readonly<Record<string, string>> = {
  [CHANNEL.channelId]: "Approvals",
  [PRIYA.id]: "Priya",
  [ANNA.id]: "Anna",
  [BEN.id]: "Ben",
};
