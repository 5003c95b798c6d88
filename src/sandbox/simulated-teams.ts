import type { ServerResponse } from "node:http";
import type { Clock, Ids, Log } from "../ports/index.ts";
import { apiRoutes } from "./api.ts";
import type { Person } from "./directory/people.ts";
import type { Keys } from "./keys.ts";
import { createMovableClock } from "./movable-clock.ts";
import { type Bot, createActivityFactory } from "./teams/activity.ts";
import { createChannel } from "./teams/channel.ts";
import { connectorRoutes } from "./teams/connector.ts";
import { createDeeds } from "./teams/deeds.ts";
import { createExtending } from "./teams/extend.ts";
import { createFiles } from "./teams/files.ts";
import { type Manifest, readManifest, toExtension } from "./teams/manifest.ts";
import { createTeamsSwitches, hasApp, resetTeamsSwitches } from "./teams/switches.ts";
import { createUnfurls } from "./teams/unfurls.ts";
import { World } from "./teams/world.ts";
import { teamsRoutes } from "./teams-api.ts";

/** What Teams needs from the rest of the sandbox. */
export interface SimulatedTeamsOptions {
  readonly appId: string;
  readonly botName: string;
  readonly tenantId: string;
  readonly manifest?: Manifest;
  /** Of the simulated services. */
  readonly origin: string;
  /** Of the channel's tokens. */
  readonly issuer: string;
  readonly channelKeys: Keys;
  readonly entraKeys: Keys;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly onChange: () => void;
  readonly listenToTenant: (listener: () => void) => () => void;
  readonly keep: (stream: ServerResponse) => void;
  /** Sets everything but Teams back. */
  readonly forget: () => void;
}

/** Teams: its conversations and clients, the Bot Connector, the message extension, and people's files. */
export function createSimulatedTeams(options: SimulatedTeamsOptions) {
  const { appId, botName, tenantId, origin, issuer, ids, log } = options;
  const { channelKeys: keys, entraKeys, onChange } = options;
  const bot: Bot = { id: `28:${appId}`, name: botName, serviceUrl: origin, tenantId };
  const clock = createMovableClock(options.clock);
  const world = new World(clock);
  const channel = createChannel({ appId, serviceUrl: origin, issuer, keys });
  const toActivity = createActivityFactory(bot, options.clock, ids);
  const deeds = createDeeds({ bot, world, channel, log, toActivity });
  const unfurls = createUnfurls(clock);
  const switches = createTeamsSwitches();
  const files = createFiles({ origin, clock, ids });
  let host = "";
  const readExtension = () => toExtension(options.manifest ?? readManifest(), host);
  const isOwner = (person: Person) => hasApp(switches, person);
  const own = { bot, world, channel, toActivity, readExtension };
  const extending = createExtending({ ...own, unfurls, hasApp: isOwner });
  const forget = () => {
    for (const part of [clock, unfurls, files]) part.reset();
    resetTeamsSwitches(switches);
    options.forget();
  };
  const { listenToTenant, keep } = options;
  const shown = { world, bot: { id: bot.id, name: botName }, tenantId };
  return {
    /** The product stands at that address, and its bot listens there. */
    connect: async (messagesUrl: string, publicUrl: string) => {
      host = new URL(publicUrl).host;
      channel.connect(messagesUrl);
      await deeds.installEverywhere();
    },
    serviceRoutes: [
      ...connectorRoutes({ bot, appId, issuer, channelKeys: keys, entraKeys, world, log }),
      ...files.routes(),
    ],
    pageRoutes: [
      ...apiRoutes({ ...shown, deeds, listenToTenant, keep, forget }),
      ...teamsRoutes({ ...own, extending, files, switches, clock, onChange }),
    ],
  };
}
