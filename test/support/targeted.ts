import { tenantId } from "./activities.ts";
import { type BotStage, type BotStageOptions, startBotStage } from "./bot.ts";
import { buildIdentity, createFakePersonTokens } from "./people.ts";
import type { Sent } from "./simulated-channel.ts";

/** A thread of a channel, as activities name it. */
export const inChannel = {
  conversation: {
    id: "19:rollout@thread.tacv2;messageid=1",
    conversationType: "channel",
    isGroup: true,
    tenantId,
  },
};

/** The bot as Teams names it in what is for it alone. */
export const forBotAlone = { recipient: { id: "28:bot", name: "Consentry", isTargeted: true } };

/** Where the person's own chat is. */
export const OWN_CHAT = "a:1";

/** A press of a button on a targeted card, which does not say itself that it is one. */
export function pressOf(verb: string, data: object) {
  return {
    type: "invoke",
    name: "adaptiveCard/action",
    text: undefined,
    replyToId: "m-card",
    value: { action: { type: "Action.Execute", verb, data: { ...data, alone: true } } },
  };
}

/** The same from a client that knows Action.Submit only. */
export function submitOf(verb: string, data: object) {
  return { text: undefined, replyToId: "m-card", value: { ...data, verb, alone: true } };
}

/** A bot with somebody who is signed in and has a chat of their own. */
export async function startTargetedStage(options: BotStageOptions = {}): Promise<BotStage> {
  const tokens = createFakePersonTokens();
  tokens.signIn(buildIdentity({ roles: ["global-administrator"] }));
  const stage = await startBotStage({ tokens, ...options });
  await stage.deliver({ text: "hello" });
  return stage;
}

/** What was sent to the channel and more people than one could read. */
export function listPublic(sent: readonly Sent[]): readonly string[] {
  return sent
    .filter(({ method }) => method !== "GET")
    .filter(({ path }) => !path.includes(`/conversations/${encodeURIComponent(OWN_CHAT)}/`))
    .filter((one) => !isForPerson(one))
    .map(({ method, path, body }) => `${method} ${path} ${JSON.stringify(body).slice(0, 300)}`);
}

function isForPerson({ path, body, method }: Sent): boolean {
  const { searchParams } = new URL(path, "http://connector");
  const recipient = JSON.stringify(body.recipient);
  const isNamed = recipient === JSON.stringify({ id: "29:priya", isTargeted: true });
  return searchParams.get("isTargetedActivity") === "true" && (method !== "POST" || isNamed);
}
