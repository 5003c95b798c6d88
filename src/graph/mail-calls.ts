import { type PostAnswer, type PostOptions, post } from "./post.ts";

// Each function makes one call of the registry, and no other function makes it.
// Source: learn.microsoft.com/graph/api/user-sendmail

/** MIME goes as base64 in a body of this type. */
const type = "text/plain";

/** @param body MIME in base64 */
export function sendAsMe(options: PostOptions, body: string): Promise<PostAnswer> {
  return post(options, { call: "mail.send-as-me", type, body });
}

/** @param mailbox a mail address @param body MIME in base64 */
export function sendAsMailbox(
  options: PostOptions,
  mailbox: string,
  body: string,
): Promise<PostAnswer> {
  return post(options, { call: "mail.send-as-mailbox", params: { mailbox }, type, body });
}
