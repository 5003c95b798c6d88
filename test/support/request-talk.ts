import assert from "node:assert/strict";
import type { TenantSettings } from "../../src/core/settings/index.ts";
import {
  findButton,
  german,
  type Pressed,
  personal,
  type Seat,
  type Shown,
  type Stage,
} from "./talk.ts";

/** AutoStore (nothing granted), an app of the sandbox tenant. */
export const app = "a0570001-5a4d-4b0c-8e01-c0ffee000001";
export const SET_UP = "IMAP and Mail Send with the same user";

/** Who decides by role, and may grant anything. */
export const jonas = german;
/** Who decides by role, and may not grant application permissions of Microsoft Graph. */
export const mei = { conversation: "a:1sandbox-cloud-app-admin", as: "cloud-app-admin" };
/** Who has a role that decides on nothing here. */
export const harriet = { conversation: "a:1sandbox-teams-admin", as: "teams-admin" };

/** A talk about requests for approval. */
export interface RequestTalk {
  /** Changes how requests are decided. */
  set(change: Partial<TenantSettings["approval"]>, rest?: Partial<TenantSettings>): Promise<void>;
  /** Asks for a set-up up to the preview. */
  toPreview(values?: Readonly<Record<string, string>>, seat?: Seat): Promise<Step>;
  /** Asks for approval of a set-up. @returns what the button that sends it was answered with */
  ask(values?: Readonly<Record<string, string>>, seat?: Seat): Promise<Pressed>;
  /** Waits for the request in somebody's own chat. */
  receive(seat: Seat, pattern?: RegExp): Promise<Shown>;
  /** Takes both steps of a decision. */
  decide(seat: Seat, card: Shown | Pressed, wish: Wish): Promise<Pressed>;
}

/** A card that was reached by pressing, with the message that it stands on. */
export interface Step {
  readonly card: Pressed;
  readonly on: string | undefined;
}

interface Wish {
  readonly title: RegExp;
  readonly comment?: string;
  readonly on?: string | undefined;
}

/** Talks about requests on a stage. */
export function talkOfRequests(stage: Stage): RequestTalk {
  const toPreview: RequestTalk["toPreview"] = async (values = {}, seat = personal) => {
    const mention = seat.conversation.startsWith("a:") ? "" : "@Consentry ";
    const [answer] = await stage.say(seat, `${mention}${SET_UP}`);
    await stage.press(
      seat,
      findButton(answer, /^Ask for approval$|^Genehmigung anfordern$/),
      answer?.id,
    );
    const form = (await stage.read(seat)).at(-1);
    const on = form?.id;
    const { verb, data } = findButton(form, /^See who gets it$|^Ansehen, wer sie bekommt$/);
    const card = await stage.press(seat, { verb, data: { ...data, app, ...values } }, on);
    return { card, on };
  };
  return {
    set: (change, rest) => changeSettings(stage, change, rest),
    toPreview,
    ask: async (values, seat = personal) => {
      const { card, on } = await toPreview(values, seat);
      return stage.press(seat, findButton(card, /^Send the request$|^Anfrage senden$/), on);
    },
    receive: (seat, pattern = /Approval request|Genehmigungsanfrage/) => stage.await(seat, pattern),
    decide: async (seat, card, { title, comment = "", on }) => {
      const message = on ?? ("attachments" in card ? card.id : undefined);
      const step = await stage.press(seat, findButton(card, title), message);
      const { verb, data } = findButton(step, /^(Approve|Decline|Genehmigen|Ablehnen)$/);
      return stage.press(seat, { verb, data: { ...data, comment } }, message);
    },
  };
}

async function changeSettings(
  stage: Stage,
  change: Partial<TenantSettings["approval"]>,
  rest: Partial<TenantSettings> = {},
): Promise<void> {
  const address = `${stage.address}api/settings`;
  const headers = {
    authorization: `Bearer ${await stage.giveToken(jonas)}`,
    "content-type": "application/json",
    "x-consentry": "1",
  };
  const read = (await (await fetch(address, { headers })).json()) as {
    settings: TenantSettings;
    etag: string;
  };
  const { settings, etag } = read;
  const body = { ...settings, ...rest, approval: { ...settings.approval, ...change } };
  const sent = await fetch(address, {
    method: "PUT",
    headers: { ...headers, "if-match": etag },
    body: JSON.stringify(body),
  });
  assert.equal(sent.status, 200, await sent.text());
}
