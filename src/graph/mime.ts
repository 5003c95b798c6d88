import type { Mail } from "../ports/index.ts";

/** A mail with where it comes from, as far as that is known. */
export interface MimeMail extends Mail {
  /** Address of the mailbox that sends; undefined where Exchange fills it in. */
  readonly from?: string | undefined;
  /** No line of a text begins so. */
  readonly boundary: string;
}

/**
 * Writes a mail as MIME with both of its forms: a JSON message of Microsoft Graph holds one only.
 * @throws RangeError for an address that could be more than an address, and for none at all
 * Source: learn.microsoft.com/graph/outlook-send-mime-message, RFC 5322, RFC 2045 and RFC 2047
 */
export function toMime({ from, to, subject, text, html, boundary }: MimeMail): string {
  const lines = [
    ...(from === undefined ? [] : [`From: ${toAddressLine([from])}`]),
    `To: ${toAddressLine(to)}`,
    `Subject: ${encodeWords(subject)}`,
    // Out-of-office replies to a machine help nobody: learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxcmail
    "X-Auto-Response-Suppress: All",
    "Auto-Submitted: auto-generated",
    "MIME-Version: 1.0",
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    "",
    ...toPart(boundary, "text/plain", text),
    ...toPart(boundary, "text/html", html),
    `--${boundary}--`,
    "",
  ];
  return lines.join("\r\n");
}

/** Without a display name, a comment or a quote: what the directory keeps of people in Exchange Online. */
const ADDRESS =
  /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i;

/** True for an address that can stand in a header and in a path as it is. */
export function isMailAddress(text: string): boolean {
  return text.length <= 254 && ADDRESS.test(text);
}

function toAddressLine(addresses: readonly string[]): string {
  const stranger = addresses.find((address) => !isMailAddress(address));
  if (stranger !== undefined || addresses.length === 0) throw new RangeError("no mail address");
  return addresses.join(",\r\n ");
}

/** Bytes of a text in one encoded word: `=?UTF-8?B?` and `?=` around them make 75 characters at most. */
const WORD_BYTES = 45;

/** A header's text as encoded words: whatever it holds, it ends no line. */
function encodeWords(text: string): string {
  const words: string[] = [];
  let word = "";
  for (const character of text) {
    if (Buffer.byteLength(word + character) > WORD_BYTES) {
      words.push(word);
      word = "";
    }
    word += character;
  }
  return [...words, word].map((one) => `=?UTF-8?B?${toBase64(one)}?=`).join("\r\n ");
}

function toPart(boundary: string, type: string, text: string): readonly string[] {
  return [
    `--${boundary}`,
    `Content-Type: ${type}; charset=utf-8`,
    "Content-Transfer-Encoding: base64",
    "",
    ...(toBase64(text).match(/.{1,76}/g) ?? [""]),
  ];
}

function toBase64(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}
