import { z } from "zod";
import { requireMember, requirePerson, requirePlace, requireSeen } from "./api-seat.ts";
import { people } from "./directory/people.ts";
import { type Answer, type Call, Refusal, type Route } from "./http.ts";
import type { MovableClock } from "./movable-clock.ts";
import type { Actor } from "./teams/deeds.ts";
import type { Extending } from "./teams/extend.ts";
import { answerFileOffer, type FileOfferOptions } from "./teams/file-offers.ts";
import type { Extension } from "./teams/manifest.ts";
import { readAs } from "./teams/sent-activity.ts";
import { hasApp, type TeamsSwitches } from "./teams/switches.ts";
import { mayWithdraw } from "./teams/withdrawal.ts";
import type { World } from "./teams/world.ts";

export interface TeamsApiOptions extends FileOfferOptions {
  readonly world: World;
  readonly extending: Extending;
  readonly readExtension: () => Extension;
  readonly switches: TeamsSwitches;
  /** Teams' own, which may be further ahead than the tenant's. */
  readonly clock: MovableClock;
  /** Called when a switch has changed. */
  readonly onChange: () => void;
}

/**
 * What Teams' clients do besides talking, below `/sandbox/api`:
 *
 * - `GET extension?as=`: `{commands, domains}` of the app's message extension, as its manifest has them; none
 *   for people without the app
 * - `POST conversations/{id}/extension` with `{as, name, value, messageId?}`: asks it, in any conversation;
 *   answers `{id, invokeResponse}`. With a message its payload goes along, as for an action on it
 * - `POST conversations/{id}/unfurls` with `{as, url}`: `{kind, isAnonymous, invokeResponse?}`; answers are
 *   kept for 30 minutes
 * - `PUT messages/{id}/file` with `{as, action: "accept" | "decline"}`: what somebody says to an offered file
 * - `DELETE messages/{id}?as=`: takes a message away, one's own or, as an owner of the team, any of a channel
 * - `GET`, `PUT teams` with `{takesFiles?, withoutApp?}`, the latter ids or aliases · `POST teams/time` with
 *   `{minutes}` lets that time pass for what Teams keeps and ends
 *
 * Errors: 400 bad body or person, 403 not a member or not allowed, 404 unknown, 502 to 504 when the bot fails.
 */
export function teamsRoutes(options: TeamsApiOptions): readonly Route[] {
  const route = (
    method: Route["method"],
    path: string,
    answer: (options: TeamsApiOptions, call: Call) => unknown,
  ): Route => ({
    method,
    path: `/sandbox/api/${path}`,
    answer: async (call): Promise<Answer> => ({ status: 200, body: await answer(options, call) }),
  });
  return [
    route("GET", "extension", showExtension),
    route("POST", "conversations/:id/extension", askExtension),
    route("POST", "conversations/:id/unfurls", unfurl),
    route("PUT", "messages/:id/file", answerFile),
    route("DELETE", "messages/:id", withdraw),
    route("GET", "teams", showSwitches),
    route("PUT", "teams", changeSwitches),
    route("POST", "teams/time", advance),
  ];
}

const as = z.string().min(1);
const bodyLimit = 256 * 1024;

/** Body of `POST /sandbox/api/conversations/{id}/extension`. */
const Ask = z.strictObject({
  as,
  name: z.string().regex(/^(composeExtension|task)\/\w+$/),
  value: z.record(z.string(), z.unknown()),
  messageId: z.string().optional(),
});

const Link = z.strictObject({ as, url: z.url() });
const FileAnswer = z.strictObject({ as, action: z.enum(["accept", "decline"]) });
const Switches = z.strictObject({
  takesFiles: z.boolean().optional(),
  withoutApp: z.array(as).max(20).optional(),
});
const Time = z.strictObject({ minutes: z.int().min(1).max(10_000) });

function showExtension({ readExtension, switches }: TeamsApiOptions, { url }: Call) {
  const person = requirePerson(url.searchParams.get("as") ?? "");
  const { commands, domains } = readExtension();
  return { commands: hasApp(switches, person) ? commands : [], domains };
}

async function askExtension({ extending }: TeamsApiOptions, call: Call) {
  const { as: idOrAlias, ...ask } = readAs(Ask, await call.json(bodyLimit));
  return extending.ask(toActor(call, idOrAlias), ask);
}

async function unfurl({ extending }: TeamsApiOptions, call: Call) {
  const { as: idOrAlias, url } = readAs(Link, await call.json(bodyLimit));
  return extending.unfurl(toActor(call, idOrAlias), url);
}

function toActor(call: Call, idOrAlias: string): Actor {
  const place = requirePlace(call);
  return { place, person: requireMember(place.conversation, idOrAlias) };
}

async function answerFile(options: TeamsApiOptions, call: Call) {
  const { as: idOrAlias, action } = readAs(FileAnswer, await call.json(bodyLimit));
  if (!options.switches.takesFiles) {
    throw new Refusal(400, "NotSupported", "The clients of this tenant take no files of bots.");
  }
  return answerFileOffer(options, toSeen(options, call, idOrAlias), action);
}

function withdraw(options: TeamsApiOptions, call: Call) {
  const { message, person } = toSeen(options, call, call.url.searchParams.get("as") ?? "");
  if (!mayWithdraw(message, person)) {
    throw new Refusal(
      403,
      "Forbidden",
      "People delete their own messages, owners those of a team.",
    );
  }
  options.world.withdraw(message);
  return {};
}

function toSeen({ world }: TeamsApiOptions, { params }: Call, idOrAlias: string) {
  return requireSeen(world, params.id ?? "", idOrAlias);
}

function showSwitches({ switches }: TeamsApiOptions) {
  return { ...switches, withoutApp: [...switches.withoutApp] };
}

async function changeSwitches(options: TeamsApiOptions, call: Call) {
  const { switches } = options;
  const { takesFiles, withoutApp } = readAs(Switches, await call.json(bodyLimit));
  const ids = withoutApp?.map((one) => requirePerson(one).id);
  if (takesFiles !== undefined) switches.takesFiles = takesFiles;
  if (ids) replace(switches.withoutApp, ids);
  options.onChange();
  return showSwitches(options);
}

function replace(set: Set<string>, ids: readonly string[]): void {
  set.clear();
  for (const { id } of people) if (ids.includes(id)) set.add(id);
}

async function advance({ clock, onChange }: TeamsApiOptions, call: Call) {
  clock.advance(readAs(Time, await call.json(bodyLimit)).minutes * 60_000);
  onChange();
  return { now: new Date(clock.now()).toISOString() };
}
