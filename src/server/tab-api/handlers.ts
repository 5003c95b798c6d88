import type { TabRouteName } from "../../core/tab-api/index.ts";
import { exportAudit, listAudit } from "./audit.ts";
import type { TabHandler } from "./call.ts";
import { ask, listLabels, listPacks, press, setLabel } from "./catalog.ts";
import { listChannels, listResults, listTeams } from "./home.ts";
import { discardLetter, readJobs, reviveLetter } from "./jobs.ts";
import { consentLinks, signInLink } from "./links.ts";
import { deleteMyData, me, signOut } from "./me.ts";
import { disconnectServiceAccount, readModels } from "./models.ts";
import { readChannel, readTeam } from "./readers.ts";
import {
  decideRequest,
  listRequests,
  listToDecide,
  readRequest,
  withdrawRequest,
} from "./requests.ts";
import { changeSettings, findPeople, readSettings } from "./settings.ts";

import { listWatches, lookWatch, snoozeWatch, stopWatch } from "./watches.ts";

/** What carries out each route. */
export type TabHandlers = { readonly [Name in TabRouteName]: TabHandler<Name> };

export const handlers: TabHandlers = {
  me,
  deleteMyData,
  signOut,
  signInLink,
  consentLinks,
  listTeams,
  listChannels,
  readTeam,
  readChannel,
  listResults,
  listPacks,
  ask,
  press,
  listLabels,
  setLabel,
  readSettings,
  changeSettings,
  findPeople,
  readModels,
  disconnectServiceAccount,
  listRequests,
  listToDecide,
  readRequest,
  decideRequest,
  withdrawRequest,
  listWatches,
  lookWatch,
  snoozeWatch,
  stopWatch,
  readJobs,
  reviveLetter,
  discardLetter,
  listAudit,
  exportAudit,
};
