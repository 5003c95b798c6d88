import type { JobObstacle } from "../core/job-access/index.ts";
import type { AppTokens, Mail, Mailer, MailOutcome, TokenRenewal } from "../ports/index.ts";
import type { GraphWays } from "./directory.ts";
import { sendAsMailbox, sendAsMe } from "./mail-calls.ts";
import { isMailAddress, toMime } from "./mime.ts";
import type { PostAnswer } from "./post.ts";

/** What mail is sent with. */
export interface MailerOptions extends GraphWays {
  readonly token: AppTokens;
  /** As whom a tenant's jobs act, and the mailbox that Settings names for Consentry itself. */
  readonly readSender: (tenantId: string) => Promise<{
    readonly model: "application" | "service-account";
    /** What the service account has no use for. */
    readonly mailbox: string | null;
  }>;
}

/**
 * Makes the mailer over Microsoft Graph sendMail.
 * @throws AppError ERR_EGRESS_BLOCKED from sending when the egress does not know the cloud's Graph
 */
export function createMailer(options: MailerOptions): Mailer {
  return {
    send: async (tenantId, mail) => {
      const to = mail.to.filter(isMailAddress);
      if (to.length === 0 || to.length > MAX_RECIPIENTS) return { kind: "refused" };
      const sender = await options.readSender(tenantId);
      if (sender.model === "service-account")
        return toOutcome(await sendAsMe(open(options, tenantId), toBody(options, { ...mail, to })));
      const { mailbox } = sender;
      if (mailbox === null) return { kind: "not-allowed", why: "no-mailbox" };
      if (!isMailAddress(mailbox)) return { kind: "not-allowed", why: "mailbox" };
      const body = toBody(options, { ...mail, to }, mailbox);
      return toOutcome(await sendAsMailbox(open(options, tenantId), mailbox, body));
    },
  };
}

const MAX_RECIPIENTS = 50;

function open(options: MailerOptions, tenantId: string) {
  const { egress, cloud } = options;
  const token = (renewal?: TokenRenewal) => options.token(tenantId, renewal);
  return { ...options, fetch: egress.fetch, base: cloud.graphBase, token };
}

function toBody({ ids }: MailerOptions, mail: Mail, from?: string): string {
  const boundary = `=_${ids.next()}`;
  return Buffer.from(toMime({ ...mail, from, boundary }), "utf8").toString("base64");
}

function toOutcome(answer: PostAnswer): MailOutcome {
  switch (answer.kind) {
    case "accepted":
      return { kind: "sent" };
    case "busy":
      return answer;
    case "unreached":
    case "unknown":
      return { kind: answer.kind };
    case "consent":
      return { kind: "not-allowed", why: "consent" };
    case "refused":
      return { kind: "not-allowed", why: answer.reason };
    case "rejected":
      return toRefusal(answer);
    default:
      return answer satisfies never;
  }
}

/**
 * What Exchange and Graph say of a sender rather than of a mail. Where no mailbox is found the address in
 * Settings is wrong, or the account has no mailbox of Exchange Online.
 * Source: learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode
 */
const OF_THE_SENDER: Readonly<Record<string, JobObstacle>> = {
  ErrorSendAsDenied: "mailbox",
  ErrorSubmissionQuotaExceeded: "mailbox",
  MailboxNotEnabledForRESTAPI: "mailbox",
  ErrorInvalidUser: "mailbox",
  ErrorNonExistentMailbox: "mailbox",
  ResourceNotFound: "mailbox",
  Request_ResourceNotFound: "mailbox",
  ErrorItemNotFound: "mailbox",
};

function toRefusal({ status, code }: Extract<PostAnswer, { kind: "rejected" }>): MailOutcome {
  const why = OF_THE_SENDER[code];
  if (why) return { kind: "not-allowed", why };
  // Forbidden without such a word: Mail.Send is not granted, or Exchange confines it to other mailboxes.
  if (status === 403) return { kind: "not-allowed", why: "consent" };
  if (status === 404) return { kind: "not-allowed", why: "mailbox" };
  if (status === 401 || status === 408) return { kind: "unreached" };
  return { kind: "refused" };
}
