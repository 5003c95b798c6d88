import { type Answer, type Call, Refusal, type Route } from "../http.ts";
import type { Mailboxes, SentMail } from "./mailboxes.ts";

/**
 * What was sent by mail, below `/sandbox/api`:
 *
 * - `GET mails`: `[{id, sentAt, from, to, subject, text}]`, the newest first
 * - `GET mails/{id}/html`: its other form as a page that runs nothing and loads nothing
 *
 * A new mail is told as the server-sent event `tenant`. Errors: 404 unknown mail.
 */
export function mailRoutes(mailboxes: Mailboxes): readonly Route[] {
  return [
    {
      method: "GET",
      path: "/sandbox/api/mails",
      answer: () => ({ status: 200, body: mailboxes.list().map(toView) }),
    },
    {
      method: "GET",
      path: "/sandbox/api/mails/:id/html",
      answer: (call) => showHtml(mailboxes, call),
    },
  ];
}

function toView({ html: _, sentAt, ...mail }: SentMail) {
  return { ...mail, sentAt: new Date(sentAt).toISOString() };
}

/** As mail clients show it: styles of its own, no scripts, no pictures from elsewhere, links in a new window. */
const headers = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    "sandbox allow-popups allow-popups-to-escape-sandbox",
  ].join("; "),
  "referrer-policy": "no-referrer",
};

function showHtml(mailboxes: Mailboxes, { params }: Call): Answer {
  const mail = mailboxes.list().find(({ id }) => id === params.id);
  if (!mail) throw new Refusal(404, "MailNotFound", "There is no such mail.");
  return { status: 200, headers, body: mail.html };
}
