import type { AppRecord, TenantReading } from "../../src/core/grant/index.ts";
import type { View } from "../../src/core/view/index.ts";
import type {
  Attendee,
  AudienceAnswer,
  AudiencePlace,
  Audiences,
  CardPlace,
  Courier,
  Directory,
  DirectoryAnswer,
  PostOutcome,
  PostPlace,
} from "../../src/ports/index.ts";

/** A directory that answers what it is told, and counts. */
export interface FakeDirectory extends Directory {
  /** Answers of readApp, one after the other; the last one stays. */
  answer(...answers: readonly DirectoryAnswer<TenantReading>[]): void;
  /** The next reading ends with that fault. */
  fail(error: Error): void;
  find(apps: DirectoryAnswer<readonly AppRecord[]>): void;
  readonly reads: readonly string[];
}

export function createFakeDirectory(): FakeDirectory {
  let answers: readonly DirectoryAnswer<TenantReading>[] = [{ kind: "absent" }];
  let found: DirectoryAnswer<readonly AppRecord[]> = { kind: "read", value: [] };
  const reads: string[] = [];
  let fault: Error | undefined;
  return {
    reads,
    answer: (...next) => {
      answers = next;
    },
    fail: (error) => {
      fault = error;
    },
    find: (next) => {
      found = next;
    },
    readApp: async (tenantId, clientId) => {
      reads.push(`${tenantId} ${clientId}`);
      const thrown = fault;
      fault = undefined;
      if (thrown) throw thrown;
      const [first, ...rest] = answers;
      if (rest.length > 0) answers = rest;
      return first as DirectoryAnswer<TenantReading>;
    },
    findApps: async () => found,
  };
}

/** What was brought to somebody. */
export type Brought =
  | { readonly kind: "updated"; readonly place: CardPlace; readonly view: View }
  | {
      readonly kind: "told";
      readonly personId: string;
      readonly view: View;
      readonly form: "card" | "line";
    };

/** A post, or what was put in its place. */
export type Shown =
  | {
      readonly kind: "posted";
      readonly place: PostPlace;
      readonly view: View;
      /** Where it was one line only. */
      readonly form?: "line";
    }
  | { readonly kind: "edited"; readonly place: CardPlace; readonly view: View };

/** A courier that keeps what it brings. */
export interface FakeCourier extends Courier {
  readonly brought: readonly Brought[];
  readonly shown: readonly Shown[];
  /** What it answers from now on. @default true */
  reach(isReached: boolean): void;
  /** From now on it never comes back. */
  hang(): void;
  /** What posting comes to from now on; a promise holds it. @default a new message each time */
  answerPost(outcome: PostOutcome | Promise<PostOutcome> | undefined): void;
  /** What editing comes to from now on. @default done */
  answerEdit(outcome: Awaited<ReturnType<Courier["edit"]>>): void;
  /** Runs while a card is edited. */
  onEdit(run: () => Promise<unknown>): void;
  /** Runs while a card is on its way, before it is there. */
  onUpdate(run: () => Promise<unknown>): void;
}

export function createFakeCourier(): FakeCourier {
  const brought: Brought[] = [];
  const never = new Promise<boolean>(() => {});
  let isReached: boolean | Promise<boolean> = true;
  let postOutcome: PostOutcome | Promise<PostOutcome> | undefined;
  let editOutcome: Awaited<ReturnType<Courier["edit"]>> = "done";
  let meanwhile: (() => Promise<unknown>) | undefined;
  let beforeUpdate: (() => Promise<unknown>) | undefined;
  const shown: Shown[] = [];
  const count = (kind: Shown["kind"]) => shown.filter((one) => one.kind === kind).length;
  return {
    brought,
    shown,
    answerPost: (next) => {
      postOutcome = next;
    },
    answerEdit: (next) => {
      editOutcome = next;
    },
    onEdit: (run) => {
      meanwhile = run;
    },
    post: async (place, view, form = "card") => {
      shown.push({ kind: "posted", place, view, ...(form === "line" && { form }) });
      const activityId = `post-${count("posted")}`;
      return (
        postOutcome ?? {
          kind: "posted",
          conversationId: toConversation(place, activityId),
          activityId,
        }
      );
    },
    edit: async (place, view) => {
      shown.push({ kind: "edited", place, view });
      const run = meanwhile;
      meanwhile = undefined;
      await run?.();
      return editOutcome;
    },
    reach: (next) => {
      isReached = next;
    },
    hang: () => {
      isReached = never;
    },
    onUpdate: (run) => {
      beforeUpdate = run;
    },
    update: async (place, view) => {
      const run = beforeUpdate;
      beforeUpdate = undefined;
      await run?.();
      brought.push({ kind: "updated", place, view });
      return isReached;
    },
    tell: async ({ personId }, view, form) => {
      brought.push({ kind: "told", personId, view, form });
      return isReached;
    },
  };
}

/** Where a post stands, as Teams names it. */
function toConversation(place: PostPlace, activityId: string): string {
  if (place.kind === "conversation") return place.conversationId;
  if (place.kind === "person") return `chat-${place.personId}`;
  return `${place.channelId};messageid=${activityId}`;
}

/** People who are somewhere, by the place; nobody anywhere at first. */
export interface FakeAudiences extends Audiences {
  /** Who is everywhere from now on. */
  seat(...people: readonly Attendee[]): void;
  /** What it answers from now on instead. */
  fail(kind: "not-installed" | "unreachable"): void;
  readonly asked: readonly AudiencePlace[];
}

export function createFakeAudiences(): FakeAudiences {
  let people: readonly Attendee[] = [];
  let failure: "not-installed" | "unreachable" | undefined;
  const asked: AudiencePlace[] = [];
  const answer = <Value>(place: AudiencePlace, value: Value): AudienceAnswer<Value> => {
    asked.push(place);
    return failure ? { kind: failure } : { kind: "read", value };
  };
  return {
    asked,
    seat: (...next) => {
      people = next;
    },
    fail: (kind) => {
      failure = kind;
    },
    list: async (place) => answer(place, { people, isCut: false }),
    find: async (place, personId) =>
      answer(
        place,
        people.find((one) => one.personId === personId),
      ),
  };
}
