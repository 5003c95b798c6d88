import { z } from "zod";
import { JOB_AREAS, type JobArea } from "../../core/job-access/index.ts";
import type { Language } from "../../core/local-text.ts";
import { toTabLink } from "../../core/teams-link.ts";
import { drawJobsNotice } from "../../core/view/index.ts";
import type { Op, PostOutcome, PostPlace } from "../../ports/index.ts";
import type { Delivery, Letter } from "../outbox/index.ts";
import { findSteward } from "../steward.ts";
import type { JobAccessOptions } from "./options.ts";
import { type AccessRecord, readAccess, toAccessOp } from "./record.ts";

/** What a letter of topic `jobs` is about. */
const About = z.object({ area: z.enum(JOB_AREAS) });

const DAY_MS = 24 * 60 * 60_000;

/** Tells administrators once what is in the way, at most daily, and that it is mended where they heard of it. */
export async function deliverNotice(
  options: JobAccessOptions,
  tenantId: string,
  letter: Letter["about"],
): Promise<Delivery> {
  const { data: about } = About.safeParse(letter);
  if (!about) return { kind: "undeliverable", why: "unreadable" };
  const { record } = await readAccess(options, tenantId, about.area);
  const { why, told, toldAt } = record;
  if (why === told) return { kind: "moot" };
  const rest = (toldAt ?? Number.NEGATIVE_INFINITY) + DAY_MS - options.clock.now();
  if (why !== null && rest > 0)
    return { kind: "later", why: "daily", seconds: Math.ceil(rest / 1000) };
  return tell(options, { tenantId, area: about.area, record });
}

interface Telling {
  readonly tenantId: string;
  readonly area: JobArea;
  readonly record: AccessRecord;
}

/** In the approvers' channel, or else to who decided last how the jobs run. */
async function tell(options: JobAccessOptions, telling: Telling): Promise<Delivery> {
  const { settings } = await options.settings.read(telling.tenantId);
  const view = draw(options, telling, settings.language);
  let outcome: PostOutcome | undefined;
  for (const place of await listPlaces(options, telling.tenantId)) {
    outcome = await options.courier.post(place, view);
    if (!isClosed(outcome)) return toDelivery(options, telling, outcome);
  }
  // Settings shows it to whoever looks there.
  return outcome ? { kind: "undeliverable", why: outcome.kind } : { kind: "moot" };
}

function draw(
  { world, teamsAppId }: JobAccessOptions,
  { area, record }: Telling,
  language: Language,
) {
  const { why, since } = record;
  const { teamsBase } = world.cloud;
  const settingsLink = teamsAppId && toTabLink(teamsBase, teamsAppId, { page: "settings" });
  return drawJobsNotice(world, language, { area, why, since, settingsLink });
}

async function listPlaces(
  options: JobAccessOptions,
  tenantId: string,
): Promise<readonly PostPlace[]> {
  const { channel } = (await options.settings.read(tenantId)).settings.approval;
  const personId = await findSteward(options, tenantId);
  return [
    ...(channel ? [{ kind: "channel" as const, tenantId, ...channel }] : []),
    ...(personId === undefined ? [] : [{ kind: "person" as const, tenantId, personId }]),
  ];
}

function isClosed({ kind }: PostOutcome): boolean {
  return kind === "gone" || kind === "not-installed" || kind === "refused";
}

function toDelivery(options: JobAccessOptions, telling: Telling, outcome: PostOutcome): Delivery {
  switch (outcome.kind) {
    case "busy":
      return { kind: "later", why: "busy", seconds: outcome.seconds };
    case "unreached":
      return { kind: "later", why: "unreached" };
    case "unknown":
      return { kind: "unknown", why: "post", effects: () => remember(options, telling) };
    default:
      return { kind: "sent", effects: () => remember(options, telling) };
  }
}

async function remember(
  options: JobAccessOptions,
  { tenantId, area, record: { why } }: Telling,
): Promise<readonly Op[]> {
  const found = await readAccess(options, tenantId, area);
  const toldAt = why === null ? found.record.toldAt : options.clock.now();
  return [toAccessOp(area, found, { ...found.record, told: why, toldAt })];
}
