// What tenants and watched apps cost: lets the real flows live through days of virtual time, and counts.
//   npm run bench:scale -- [--tenants N] [--apps N] [--days N]
// Prints the tables of docs/scale.md. Nothing here is asserted, and only the processor times are measured.
import { parseArgs } from "node:util";
import { formatNumber, formatTable } from "../table.ts";
import { type Factors, measureFactors } from "./factors.ts";
import { PLAN, project } from "./project.ts";

const { values: options } = parseArgs({
  options: {
    /** Tenants that are simulated. */
    tenants: { type: "string", default: "150" },
    /** Watched apps of each. */
    apps: { type: "string", default: "4" },
    days: { type: "string", default: "2" },
  },
});

const sample = {
  tenants: Number(options.tenants),
  apps: Number(options.apps),
  days: Number(options.days),
};

function listFactors(factors: readonly Factors[]): string {
  const rows = factors.map(({ name, times, requests, written, graph, units, messages, cpuMs }) => [
    name,
    ...[times, requests, written, graph, units, messages, cpuMs].map(toCell),
  ]);
  const head = ["each", "times", "store", "rows", "Graph", "units", "messages", "CPU ms"];
  return formatTable(head, rows);
}

/** Three digits that count. */
function toCell(value: number): string {
  return formatNumber(value, value === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2);
}

function print(text: string): void {
  process.stdout.write(`${text}\n\n`);
}

const { tenants, apps, days } = sample;
print(`Simulated: ${tenants} tenants, ${apps} watched apps each, ${days} days.`);
const { factors, peaks } = await measureFactors(sample);
print(listFactors(factors));
print(formatTable(["busiest minute of the simulation", "counted", "limit"], peaks));
print(
  `A day of ${PLAN.tenants} tenants with ${PLAN.watches} watched apps, ${PLAN.changes} changes, ${PLAN.requests} requests, ${PLAN.replicas} replicas:`,
);
print(formatTable(["a day", "counted", "per second", "published limit", "used"], project(factors)));
