import { renderCard } from "../src/cards/index.ts";
import {
  casesOfSelection,
  parseSelection,
  type Requirement,
  requirePermissions,
} from "../src/core/advisor/index.ts";
import {
  compareGrants,
  type Grant,
  type TenantReading,
  toTenantPermission,
} from "../src/core/grant/index.ts";
import { drawGrantReport, type World } from "../src/core/view/index.ts";
import { TENANT_ID } from "./setup.ts";
import { median, quantile } from "./statistics.ts";
import { formatNumber, formatTable } from "./table.ts";
import { buildWorld } from "./world.ts";

/** IMAP capture, and Mail Send as somebody else: both kinds of permission. */
const SELECTION = "1~autostore.sender_other.source_imap";

/** Times what follows a reading: comparing, drawing, rendering. @returns lines to print */
export async function measureReports(repeats: number): Promise<string> {
  const world = buildWorld("http://127.0.0.1:3978");
  const selection = parseSelection(world.catalogue, SELECTION) ?? [];
  const needs = requirePermissions(world.catalogue, casesOfSelection(world.catalogue, selection));
  const apps = { "granted as needed": needs.map(toGrant), "200 grants": listMany(world, 200) };
  const rows: string[][] = [];
  for (const [title, grants] of Object.entries(apps))
    rows.push([title, ...(await timeReport(world, needs, { grants, repeats }))]);
  return formatTable(HEAD, rows);
}

const HEAD = [
  "report, µs",
  "grants",
  "compare p50",
  "p95",
  "draw p50",
  "p95",
  "card p50",
  "p95",
  "bytes",
];

function toGrant(need: Pick<Requirement, "permission" | "type">): Grant {
  return { ...toTenantPermission(need), reach: need.type === "application" ? "app" : "tenant" };
}

/** The catalogue's permissions first, then some of an API that it does not know. */
function listMany({ catalogue }: World, count: number): Grant[] {
  const known = [...catalogue.permissions.values()].flatMap((permission) =>
    (["delegated", "application"] as const)
      .filter((type) => permission[type])
      .map((type) => toGrant({ permission, type })),
  );
  const others = Array.from({ length: count }, (_item, index): Grant => {
    const place = { resource: null, resourceName: "Contoso API", id: null };
    return { ...place, type: "delegated", value: `Thing${index}.Read`, reach: "tenant" };
  });
  return [...known, ...others].slice(0, count);
}

interface Amount {
  readonly grants: readonly Grant[];
  readonly repeats: number;
}

async function timeReport(
  world: World,
  needs: readonly Requirement[],
  { grants, repeats }: Amount,
): Promise<string[]> {
  const reading = toReading(grants);
  const spent = { compare: [] as number[], draw: [] as number[], card: [] as number[] };
  let bytes = 0;
  for (let turn = -repeats; turn < repeats; turn += 1) {
    const start = performance.now();
    const report = compareGrants(world.catalogue, needs, reading);
    const compared = performance.now();
    const view = drawGrantReport(world, "en", { s: SELECTION, report, reading });
    if (!view) throw new RangeError(`the catalogue has no ${SELECTION}`);
    const drawn = performance.now();
    const card = await renderCard(view);
    const rendered = performance.now();
    if (turn < 0) continue;
    spent.compare.push((compared - start) * 1000);
    spent.draw.push((drawn - compared) * 1000);
    spent.card.push((rendered - drawn) * 1000);
    bytes = Buffer.byteLength(JSON.stringify(card));
  }
  const times = Object.values(spent).flatMap((one) => [median(one), quantile(one, 0.95)]);
  return [String(grants.length), ...times.map((time) => formatNumber(time)), String(bytes)];
}

function toReading(grants: readonly Grant[]): TenantReading {
  const app = {
    clientId: "c11e9700-0000-4000-8000-000000000002",
    objectId: "0b1ec700-0000-4000-8000-000000000003",
    name: "Contoso Mail",
    publisher: "contoso.example",
    verifiedPublisher: null,
    homeTenantId: TENANT_ID,
    isEnabled: true,
  };
  const requested = grants.map(({ reach: _reach, ...permission }) => permission);
  return { app, grants, requested, gaps: [], readAt: Date.UTC(2026, 10, 21), requests: 4 };
}
