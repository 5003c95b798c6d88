import { randomUUID } from "node:crypto";
import { loadSettings } from "../../src/config/index.ts";
import { type Product, startProduct } from "../../src/start.ts";
import { createFakeLog, type FakeLog } from "./fakes.ts";
import { forgetSdkKeys } from "./sdk-keys.ts";

/** A message as the sandbox shows it. */
export interface Shown {
  readonly id: string;
  readonly conversationId: string;
  readonly threadId?: string;
  readonly text?: string;
  readonly isEdited: boolean;
  readonly from: { readonly kind: "person" | "bot" };
  readonly attachments?: readonly { readonly contentType: string; readonly content: CardNode }[];
}

/** Any object inside an Adaptive Card. */
export interface CardNode {
  readonly [name: string]: unknown;
}

/** What the bot answered to a button. */
export interface Pressed {
  readonly id: string;
  readonly status: number;
  readonly statusCode: number;
  readonly type: string;
  readonly value: CardNode | string;
}

/** A button of a card. */
export interface Button {
  readonly title: string;
  readonly verb: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export const personal = { conversation: "a:1sandbox-product-admin", as: "product-admin" };
export const german = { conversation: "a:1sandbox-global-admin", as: "global-admin" };
export const groupChat = { conversation: "19:mail-rollout@thread.v2", as: "product-admin" };
export const channel = {
  conversation: "19:contoso-it-permissions@thread.tacv2",
  as: "product-admin",
};
export type Seat = typeof personal;

/** The product with its sandbox, and somebody who talks to it. */
export interface Stage {
  readonly address: string;
  readonly log: FakeLog;
  /** Types a text. @returns the messages of the bot that came of it */
  say(seat: Seat, text: string): Promise<readonly Shown[]>;
  /** Presses a button as Action.Execute. */
  press(seat: Seat, button: Pick<Button, "verb" | "data">, replyToId?: string): Promise<Pressed>;
  /** Presses a button as a client that knows Action.Submit only. */
  submit(seat: Seat, value: Readonly<Record<string, unknown>>, replyToId?: string): Promise<void>;
  invoke(seat: Seat, name: string, value: unknown): Promise<{ status: number; body: unknown }>;
  /** Signs a person in from their own chat, for nothing that Microsoft Graph is read with. */
  signIn(seat: Seat): Promise<void>;
  /** What Teams gives a client for Consentry's API. */
  giveToken(seat: Seat): Promise<string>;
  read(seat: Seat): Promise<readonly Shown[]>;
  /** Empties all conversations, and makes the bot forget what was said there; the tenant is as at start. */
  reset(): Promise<void>;
  /** Asks the sandbox's own interface: `tenant`, `faults`. */
  api(method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: object): Promise<unknown>;
  /** Waits until the newest bot message there, or the one with that id, reads like that. */
  await(seat: Seat, pattern: RegExp, id?: string): Promise<Shown>;
  stop(): Promise<void>;
}

/** What may be different about a stage. */
interface StageOptions {
  /** Settings beside, or in the place of, the stage's own. */
  readonly environment?: Readonly<Record<string, string>>;
  /** @default a hundredth of the time */
  readonly sleep?: typeof sleepBriefly;
  /** Whether the client signs people in without asking. @default true */
  readonly isSilent?: boolean;
}

/** A hundredth of the time: what the product waits for is a directory that lags by hundredths too. */
async function sleepBriefly(milliseconds: number, signal?: AbortSignal): Promise<void> {
  if (!signal?.aborted) await new Promise((resolve) => setTimeout(resolve, milliseconds / 100));
}

/** The clock that such a sleep goes by. */
const ticks = () => performance.now() * 100;

/** Starts all of it on free ports. The bot's id is new: the SDK keeps tokens and keys process-wide. */
export async function startStage(options: StageOptions = {}): Promise<Stage> {
  forgetSdkKeys();
  const log = createFakeLog();
  const environment = { ...createEnvironment(), ...options.environment };
  const settings = loadSettings({ environment });
  const sleep = options.sleep ?? sleepBriefly;
  const product: Product = await startProduct({ settings, log, sleep, ticks });
  const { isSilent = true } = options;
  return { ...talkTo(product.address, { isSilent }), log, stop: product.stop };
}

/** Settings of a stage. */
export function createEnvironment(): Readonly<Record<string, string>> {
  return { BOT_ID: randomUUID(), SANDBOX: "1", PORT: "0", REQUESTS_PER_SECOND: "9999" };
}

/**
 * Somebody who talks to a product that runs with its sandbox, in whatever process, with a client that signs
 * in as those of Teams do: without asking, where the bot offers that.
 * @param options `isSilent`: false for a client that leaves each sign-in to the person
 */
export function talkTo(
  address: string,
  { isSilent = true }: { readonly isSilent?: boolean } = {},
): Omit<Stage, "log" | "stop"> {
  const api = `${address}sandbox/api/`;
  const giveToken = async ({ as }: Seat) =>
    String((await call(`${api}host/token`, { as })).token ?? "");
  const act = (seat: Seat, deed: object) =>
    call(`${api}conversations/${encodeURIComponent(seat.conversation)}/activities`, {
      as: seat.as,
      ...deed,
    });
  const read = async (seat: Seat) => {
    const path = `conversations/${encodeURIComponent(seat.conversation)}/messages?as=${seat.as}`;
    return (await (await fetch(api + path)).json()) as Shown[];
  };
  const invoke = async (seat: Seat, deed: object) => {
    const { id, invokeResponse } = await act(seat, { type: "invoke", ...deed });
    return { id, ...(invokeResponse as { status: number; body: object }) };
  };
  const signInSilently = async (seat: Seat, before: number) => {
    if (!isSilent) return;
    for (const message of (await read(seat)).slice(before)) {
      const card = findOAuthCard(message);
      if (!card) continue;
      const value = { id: card.id, connectionName: "", token: await giveToken(seat) };
      await invoke(seat, { name: "signin/tokenExchange", value });
    }
  };
  return {
    address,
    giveToken,
    signIn: async (seat) => {
      const action = { type: "Action.Execute", verb: "action", data: { action: "sign-in" } };
      const authentication = { id: "1", connectionName: "", token: await giveToken(seat) };
      await invoke(seat, { name: "adaptiveCard/action", value: { action, authentication } });
    },
    read,
    say: async (seat, text) => {
      const before = (await read(seat)).length;
      await act(seat, { type: "message", text });
      await signInSilently(seat, before);
      const said = (await read(seat)).slice(before);
      return said.filter((one) => one.from.kind === "bot" && !findOAuthCard(one));
    },
    press: async (seat, { verb, data }, replyToId) => {
      const value = { action: { type: "Action.Execute", verb, data }, trigger: "manual" };
      const deed = { name: "adaptiveCard/action", ...(replyToId && { replyToId }) };
      const before = (await read(seat)).length;
      const answered = toPressed(await invoke(seat, { ...deed, value }));
      await signInSilently(seat, before);
      const asked = isSilent ? findLoginRequest(answered) : undefined;
      if (!asked) return answered;
      const authentication = { id: asked.id, connectionName: "", token: await giveToken(seat) };
      return toPressed(await invoke(seat, { ...deed, value: { ...value, authentication } }));
    },
    submit: async (seat, value, replyToId) => {
      const before = (await read(seat)).length;
      await act(seat, { type: "message", value, ...(replyToId && { replyToId }) });
      await signInSilently(seat, before);
    },
    invoke: (seat, name, value) => invoke(seat, { name, value }),
    reset: async () => {
      for (const seat of [personal, german])
        await invoke(seat, { name: "adaptiveCard/action", value: FORGET });
      await call(`${api}reset`, {});
    },
    api: (method, path, body) => call(`${api}${path}`, body, method),
    await: async (seat, pattern, id) => {
      for (let tries = 0; tries < 400; tries++) {
        const bot = (await read(seat)).filter(({ from }) => from.kind === "bot");
        const found = bot.findLast((one) => (id ? one.id === id : true) && says(one, pattern));
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      const shown = (await read(seat)).at(-1);
      throw new Error(`nothing reads like ${pattern}; the last says: ${says(shown)}`);
    },
  };
}

/** What the card that asks sends when everything about a person is to go. */
const FORGET = { action: { type: "Action.Execute", verb: "forget", data: { answer: "delete" } } };

const OAUTH_CARD = "application/vnd.microsoft.card.oauth";

/** The exchange that a message offers, if it is a sign-in. */
export function findOAuthCard(shown: Shown): { readonly id: string } | undefined {
  const card = shown.attachments?.find(({ contentType }) => contentType === OAUTH_CARD);
  return card && (card.content.tokenExchangeResource as { id: string } | undefined);
}

function findLoginRequest({ statusCode, value }: Pressed): { readonly id: string } | undefined {
  if (statusCode !== 401 || typeof value !== "object") return undefined;
  return value.tokenExchangeResource as { id: string } | undefined;
}

function toPressed({ id, status, body }: { id: unknown; status: number; body: object }): Pressed {
  return { id, status, ...body } as Pressed;
}

function says(shown: Shown | undefined, pattern?: RegExp): boolean | string {
  const hasCard = shown?.attachments?.length;
  const text = [shown?.text ?? "", hasCard ? textOf(shown) : ""].join("\n");
  return pattern ? pattern.test(text) : text;
}

async function call(
  address: string,
  body?: object,
  method = "POST",
): Promise<Record<string, unknown>> {
  const response = await fetch(address, {
    method,
    ...(body && {
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new Error(`${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

/** The card of a message, or of the answer to a button. */
export function cardOf(from: Shown | Pressed | undefined): CardNode {
  const card = from && "attachments" in from ? from.attachments?.[0]?.content : undefined;
  const value = from && "value" in from ? from.value : undefined;
  const found = card ?? value;
  if (typeof found !== "object") throw new Error(`there is no card in ${JSON.stringify(from)}`);
  return found;
}

/** Every text of a card, in reading order, one a line, as it is read: without Markdown's backslashes. */
export function textOf(from: Shown | Pressed | undefined): string {
  return listNodes(cardOf(from))
    .flatMap((node) => [node.text, node.title, node.label, node.value])
    .filter((text) => typeof text === "string")
    .join("\n")
    .replaceAll(/\\(.)/g, "$1");
}

/** Every button of a card that sends a verb. */
function buttonsOf(from: Shown | Pressed | undefined): readonly Button[] {
  return listNodes(cardOf(from)).flatMap((node) =>
    node.type === "Action.Execute"
      ? [{ title: String(node.title), verb: String(node.verb), data: toData(node.data) }]
      : [],
  );
}

/** The button with that title. */
export function findButton(from: Shown | Pressed | undefined, title: string | RegExp): Button {
  const buttons = buttonsOf(from);
  const found = buttons.find((button) =>
    typeof title === "string" ? button.title === title : title.test(button.title),
  );
  if (found) return found;
  throw new Error(`no button ${title}; there are: ${buttons.map((one) => one.title).join(", ")}`);
}

/** Addresses that a card opens. */
export function linksOf(from: Shown | Pressed | undefined): readonly string[] {
  return listNodes(cardOf(from)).flatMap((node) =>
    node.type === "Action.OpenUrl" ? [String(node.url)] : [],
  );
}

function toData(data: unknown): Button["data"] {
  return typeof data === "object" && data !== null ? { ...data } : {};
}

function listNodes(node: unknown): CardNode[] {
  if (Array.isArray(node)) return node.flatMap(listNodes);
  if (typeof node !== "object" || node === null) return [];
  return [node as CardNode, ...Object.values(node).flatMap(listNodes)];
}
