import type {
  Bot,
  Conversation,
  Deed,
  Fault,
  FaultPlan,
  InvokeResponse,
  Message,
  Outcome,
  Person,
  SignInSwitches,
  Tenant,
  TenantGrant,
  TenantSettings,
  TriedState,
} from "./model.ts";
import type { TokenAnswer } from "./sign-in.ts";

const base = "/sandbox/api";

export function readPeople(): Promise<readonly Person[]> {
  return read(`${base}/people`);
}

export function readBot(): Promise<Bot> {
  return read(`${base}/bot`);
}

export function readConversations(as: string): Promise<readonly Conversation[]> {
  return read(`${base}/conversations?as=${encodeURIComponent(as)}`);
}

export function readMessages(conversation: string, as: string): Promise<readonly Message[]> {
  return read(`${toConversationPath(conversation)}/messages?as=${encodeURIComponent(as)}`);
}

/** Resolves once the bot's turn has ended. */
export async function act(conversation: string, as: string, deed: Deed): Promise<Outcome> {
  try {
    const body = await send("POST", `${toConversationPath(conversation)}/activities`, {
      as,
      ...deed,
    });
    return { kind: "done", ...(body as { invokeResponse?: InvokeResponse }) };
  } catch (error) {
    return { kind: "refused", message: error instanceof Error ? error.message : String(error) };
  }
}

/** What the host gives for the app; a refusal is an answer as well. */
export async function readToken(as: string, claims?: string): Promise<TokenAnswer> {
  const body = JSON.stringify(claims === undefined ? { as } : { as, claims });
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${base}/host/token`, { method: "POST", headers, body });
  const { token, error } = (await response.json()) as TokenBody;
  if (token !== undefined) return { kind: "token", token };
  const message = error?.message ?? `The sandbox answered ${response.status}.`;
  return { kind: "refused", code: error?.code ?? "", message };
}

interface TokenBody {
  readonly token?: string;
  readonly error?: { readonly code?: string; readonly message?: string };
}

/** Keeps how far a message's sign-in is for a person. */
export async function keepSignIn(messageId: string, as: string, state: TriedState): Promise<void> {
  const path = `${base}/messages/${encodeURIComponent(messageId)}/sign-in`;
  await send("PUT", path, { as, state });
}

export async function reset(): Promise<void> {
  await send("POST", `${base}/reset`, {});
}

export function readTenant(): Promise<Tenant> {
  return read(`${base}/tenant`);
}

/** Takes one value of one grant away. */
export async function removeGrant({ id, value }: TenantGrant): Promise<void> {
  const path = `${base}/tenant/grants/${encodeURIComponent(id)}`;
  await send("DELETE", `${path}?value=${encodeURIComponent(value)}`);
}

export async function changeSettings(settings: TenantSettings): Promise<void> {
  await send("PUT", `${base}/tenant/settings`, settings);
}

export function readSignInSwitches(): Promise<SignInSwitches> {
  return read(`${base}/tenant/sign-in`);
}

/** What is left out stays. */
export async function changeSignInSwitches(change: Partial<SignInSwitches>): Promise<void> {
  await send("PUT", `${base}/tenant/sign-in`, change);
}

export function readFaults(): Promise<readonly Fault[]> {
  return read(`${base}/faults`);
}

export async function addFault(plan: FaultPlan): Promise<void> {
  await send("POST", `${base}/faults`, plan);
}

export async function removeFault({ id }: Fault): Promise<void> {
  await send("DELETE", `${base}/faults/${encodeURIComponent(id)}`);
}

export async function removeFaults(): Promise<void> {
  await send("DELETE", `${base}/faults`);
}

export interface Listener {
  /** @param personId who alone sees what changed; empty for everybody */
  changed(conversationId: string, personId: string): void;
  typing(conversationId: string): void;
  /** Apps, grants or settings of the tenant changed. */
  tenant(): void;
  reset(): void;
  /** The stream opened, for the first time or again. */
  opened(): void;
  lost(): void;
}

/** Listens to the sandbox; the browser opens a lost stream again by itself. */
export function listen(listener: Listener): void {
  const events = new EventSource(`${base}/events`);
  const toIds = (event: Event): [string, string] => {
    const { conversationId, personId } = JSON.parse((event as MessageEvent<string>).data);
    return [String(conversationId), String(personId ?? "")];
  };
  events.addEventListener("open", () => listener.opened());
  events.addEventListener("error", () => listener.lost());
  events.addEventListener("changed", (event) => listener.changed(...toIds(event)));
  events.addEventListener("typing", (event) => listener.typing(toIds(event)[0]));
  events.addEventListener("tenant", () => listener.tenant());
  events.addEventListener("reset", () => listener.reset());
}

/** Where a conversation stands in the API. */
export function toConversationPath(conversation: string): string {
  return `${base}/conversations/${encodeURIComponent(conversation)}`;
}

export async function read<T>(path: string): Promise<T> {
  return (await toBody(await fetch(path))) as T;
}

export async function send(method: string, path: string, body?: unknown): Promise<unknown> {
  if (body === undefined) return toBody(await fetch(path, { method }));
  const headers = { "content-type": "application/json" };
  return toBody(await fetch(path, { method, headers, body: JSON.stringify(body) }));
}

async function toBody(response: Response): Promise<unknown> {
  const body: unknown = await response.json();
  if (response.ok) return body;
  const { error } = body as { readonly error?: { readonly message?: string } };
  throw new Error(error?.message ?? `The sandbox answered ${response.status}.`);
}
