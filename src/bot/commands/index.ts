// Knows the words that can be typed: one file a command, one row here.
// Must not know how a text is understood; core's ActionId leads here.
// A command with isInMenu also stands in appPackage/manifest.json; a test compares the two.
import type { ActionId } from "../../core/understanding/index.ts";
import type { Command } from "../route.ts";
import { ask } from "./ask.ts";
import { consent } from "./consent.ts";
import { deleteMyData } from "./delete-my-data.ts";
import { exportResult } from "./export.ts";
import { help } from "./help.ts";
import { history } from "./history.ts";
import { language } from "./language.ts";
import { request } from "./request.ts";
import { scenarios } from "./scenarios.ts";
import { scopes } from "./scopes.ts";
import { share } from "./share.ts";
import { signIn } from "./sign-in.ts";
import { signOut } from "./sign-out.ts";
import { verify } from "./verify.ts";
import { watch } from "./watch.ts";

/** Every command, in the order in which help and the app manifest list them. */
export const commands: readonly Command[] = [
  help,
  ask,
  scenarios,
  scopes,
  consent,
  verify,
  request,
  share,
  exportResult,
  watch,
  history,
  language,
  signIn,
  signOut,
  deleteMyData,
];

/** The command of an action of core. Every action has one; the registry's test holds that. */
export function findCommand(action: ActionId): Command {
  return commands.find((command) => command.action === action) ?? help;
}
