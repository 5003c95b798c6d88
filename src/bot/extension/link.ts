import { answerInvoke } from "../reply.ts";
import type { ExtensionRoute } from "./route.ts";

/** A link of ours in the compose box of somebody who has the app. */
export const link: ExtensionRoute = {
  name: "link",
  invoke: "composeExtension/queryLink",
  who: "anyone",
  scope: null,
  run: () => answerInvoke({ kind: "nothing" }),
};

/** The same for people and tenants without the app: nothing of a tenant may be in the answer. */
export const anonymousLink: ExtensionRoute = {
  name: "anonymous-link",
  invoke: "composeExtension/anonymousQueryLink",
  who: "anyone",
  scope: null,
  run: () => answerInvoke({ kind: "nothing" }),
};
