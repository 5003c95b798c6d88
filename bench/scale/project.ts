import type { FactorName, Factors } from "./factors.ts";

/** What the tables of docs/scale.md are for. */
export const PLAN = {
  tenants: 10_000,
  watches: 100_000,
  /** One of a hundred looks finds something. */
  changes: 1_000,
  /** Each tenant asks for something every fifth day. */
  requests: 2_000,
  replicas: 3,
} as const;

const TIMES: Readonly<Record<FactorName, number>> = {
  "replica, a day": PLAN.replicas,
  "tenant, a day": PLAN.tenants,
  "look at a watched app": PLAN.watches,
  "change that is noticed": PLAN.changes,
  "request for approval": PLAN.requests,
};

interface Measure {
  readonly name: string;
  readonly of: (factors: Factors) => number;
  /** A second, and whose it is. */
  readonly limit?: { readonly rate: number; readonly text: string };
}

/** Sources stand in docs/scale.md. */
const MEASURES: readonly Measure[] = [
  {
    name: "requests to the store",
    of: ({ requests }) => requests,
    limit: { rate: 20_000, text: "20,000/s an account" },
  },
  { name: "rows written or deleted", of: ({ written }) => written },
  { name: "requests to Microsoft Graph", of: ({ graph }) => graph },
  {
    name: "resource units of Graph",
    of: ({ units }) => units,
    limit: { rate: 7_500, text: "150,000/20 s an app" },
  },
  {
    name: "messages in Teams",
    of: ({ messages }) => messages,
    limit: { rate: 50, text: "50/s by our own pace, a replica" },
  },
  { name: "seconds of processor time", of: ({ cpuMs }) => cpuMs / 1000 },
];

const DAY_S = 24 * 60 * 60;

/** Linear: no cost of one thing depends on how many others there are. docs/scale.md says where that ends. */
export function project(factors: readonly Factors[]): string[][] {
  return MEASURES.map(({ name, of, limit }) => {
    const day = factors.reduce((sum, one) => sum + of(one) * TIMES[one.name], 0);
    const rate = day / DAY_S;
    const used = limit ? `${((rate / limit.rate) * 100).toPrecision(2)} %` : "";
    const count = Math.round(day).toLocaleString("en-US");
    return [name, count, rate.toFixed(2), limit?.text ?? "", used];
  });
}
