import type { AppRecord, TenantReading } from "../../src/core/grant/index.ts";
import type { View } from "../../src/core/view/index.ts";
import type { CardPlace, Courier, Directory, DirectoryAnswer } from "../../src/ports.ts";

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

/** A courier that keeps what it brings. */
export interface FakeCourier extends Courier {
  readonly brought: readonly Brought[];
  /** What it answers from now on. @default true */
  reach(isReached: boolean): void;
  /** From now on it never comes back. */
  hang(): void;
}

export function createFakeCourier(): FakeCourier {
  const brought: Brought[] = [];
  const never = new Promise<boolean>(() => {});
  let isReached: boolean | Promise<boolean> = true;
  return {
    brought,
    reach: (next) => {
      isReached = next;
    },
    hang: () => {
      isReached = never;
    },
    update: async (place, view) => {
      brought.push({ kind: "updated", place, view });
      return isReached;
    },
    remove: async () => isReached,
    tell: async ({ personId }, view, form) => {
      brought.push({ kind: "told", personId, view, form });
      return isReached;
    },
  };
}
