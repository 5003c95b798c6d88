import { directoryUsers, sharedMailbox, toMailAddress } from "../directory/people.ts";
import { Refusal, type Route } from "../http.ts";
import type { Mailboxes } from "../mail/mailboxes.ts";
import { readMime } from "../mail/read-mime.ts";
import { type Access, requireAccess } from "./access.ts";
import { badRequest, GraphRefusal } from "./refusal.ts";
import { type GraphOptions, toRoute, type Visit } from "./visit.ts";

export interface MailRoutesOptions extends GraphOptions {
  readonly mailboxes: Mailboxes;
}

/** https://learn.microsoft.com/graph/api/user-sendmail */
export function sendMailRoutes(options: MailRoutesOptions): readonly Route[] {
  const { mailboxes } = options;
  return [
    toRoute(options, "POST", "me/sendMail", (visit) => sendAsMe(mailboxes, visit)),
    toRoute(options, "POST", "users/:id/sendMail", (visit) => sendAsUser(mailboxes, visit)),
  ];
}

const sendMail: Access = { delegated: ["Mail.Send"], application: ["Mail.Send"] };

async function sendAsMe(mailboxes: Mailboxes, visit: Visit): Promise<undefined> {
  const { caller } = visit;
  if (caller.type === "application") {
    throw badRequest("/me request is only valid with delegated authentication flow.");
  }
  await send(mailboxes, visit, findMailbox(caller.id));
}

/** A person sends as somebody else with Mail.Send.Shared and a right of Exchange only, which nobody has here. */
async function sendAsUser(mailboxes: Mailboxes, visit: Visit): Promise<undefined> {
  const { caller, call } = visit;
  const mailbox = findMailbox(call.params.id ?? "");
  const isOwn = caller.type === "application" || mailbox === findMailbox(caller.id);
  requireMailAccess(visit);
  if (!isOwn) throw accessDenied();
  await send(mailboxes, visit, mailbox);
}

/** The address of a mailbox by object id or address; undefined where there is none. */
function findMailbox(idOrAddress: string): string | undefined {
  const wanted = idOrAddress.toLowerCase();
  if (wanted === sharedMailbox) return sharedMailbox;
  const person = directoryUsers.find(
    (one) => one.id === wanted || one.userPrincipalName.toLowerCase() === wanted,
  );
  return person && (toMailAddress(person) ?? undefined);
}

async function send(
  mailboxes: Mailboxes,
  visit: Visit,
  from: string | undefined,
): Promise<undefined> {
  requireMailAccess(visit);
  if (from === undefined) throw noMailbox(visit);
  const mail = readMime(await readBody(visit));
  if (mail.from !== null && mail.from.toLowerCase() !== from) throw sendAsDenied();
  mailboxes.send({ ...mail, from });
}

/** Exchange words it in its own way. */
function requireMailAccess({ caller }: Visit): void {
  try {
    requireAccess(caller, sendMail);
  } catch {
    throw accessDenied();
  }
}

function accessDenied(): GraphRefusal {
  const message = "Access is denied. Check credentials and try again.";
  return new GraphRefusal(403, "ErrorAccessDenied", message);
}

function sendAsDenied(): GraphRefusal {
  const message =
    "The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account.";
  return new GraphRefusal(403, "ErrorSendAsDenied", message);
}

/** A person without a licence, and an address that is none of the tenant's. */
function noMailbox({ call }: Visit): GraphRefusal {
  const { id } = call.params;
  if (id !== undefined && !directoryUsers.some((one) => one.id === id.toLowerCase())) {
    return new GraphRefusal(404, "ErrorInvalidUser", `The requested user '${id}' is invalid.`);
  }
  const message = "The mailbox is either inactive, soft-deleted, or is hosted on-premise.";
  return new GraphRefusal(404, "MailboxNotEnabledForRESTAPI", message);
}

/** What a request to Graph may weigh. */
const bodyLimit = 4 * 1024 * 1024;

/** MIME in base64; the other way, JSON, is not done here. */
async function readBody({ call }: Visit): Promise<string> {
  if (!/^text\/plain\b/i.test(call.header("content-type") ?? "")) {
    throw new GraphRefusal(501, "notSupported", "The sandbox's Exchange takes mail as MIME only.");
  }
  const text = (await readLimited(call)).toString("utf8");
  if (text === "" || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) {
    throw badRequest("Invalid base64 string for MIME content.");
  }
  return Buffer.from(text, "base64").toString("utf8");
}

async function readLimited(call: Visit["call"]): Promise<Buffer> {
  try {
    return await call.bytes(bodyLimit);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new GraphRefusal(413, "RequestEntityTooLarge", "The request is too large.");
  }
}
