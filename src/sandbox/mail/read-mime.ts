import { badRequest } from "../graph/refusal.ts";

/** A mail as it came, both forms decoded. */
export interface ReadMail {
  readonly from: string | null;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/**
 * Reads a mail of two forms in base64, as the product writes it. Everything else is refused: what Exchange
 * would make of it is not known here.
 * @throws GraphRefusal 400
 */
export function readMime(mime: string): ReadMail {
  const [head, body] = splitHead(mime);
  const headers = readHeaders(head);
  const [, boundary] =
    /^multipart\/alternative; boundary="([^"]{1,70})"$/.exec(headers.get("content-type") ?? "") ??
    [];
  if (boundary === undefined || headers.get("mime-version") !== "1.0") throw malformed();
  const parts = readParts(body, boundary);
  const [text, html] = ["text/plain", "text/html"].map((type) => parts.get(type));
  const to = (headers.get("to") ?? "").split(",").map((one) => one.trim());
  if (text === undefined || html === undefined || !to.every(isAddress)) throw malformed();
  return {
    from: headers.get("from") ?? null,
    to,
    subject: decodeWords(headers.get("subject") ?? ""),
    text,
    html,
  };
}

function malformed() {
  return badRequest("Invalid base64 string for MIME content.");
}

function isAddress(text: string): boolean {
  return /^[^\s<>"@,]+@[^\s<>"@,]+$/.test(text);
}

function splitHead(text: string): readonly [head: string, body: string] {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) throw malformed();
  return [text.slice(0, end), text.slice(end + 4)];
}

/** By name in lower case; a line that begins with a blank belongs to the one before. A name twice is refused. */
function readHeaders(head: string): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const line of head.replaceAll(/\r\n[ \t]+/g, " ").split("\r\n")) {
    const [, name = "", value = ""] = /^([!-9;-~]+): (.*)$/.exec(line) ?? [];
    if (name === "" || headers.has(name.toLowerCase())) throw malformed();
    headers.set(name.toLowerCase(), value);
  }
  return headers;
}

function readParts(body: string, boundary: string): ReadonlyMap<string, string> {
  const [, ...parts] = `\r\n${body}`.split(`\r\n--${boundary}`);
  const last = parts.pop();
  if (last?.trim() !== "--") throw malformed();
  return new Map(
    parts.map((part) => {
      const [head, content] = splitHead(part.replace(/^\r\n/, ""));
      const headers = readHeaders(head);
      const [type = "", charset] = (headers.get("content-type") ?? "").split("; ");
      const isBase64 = headers.get("content-transfer-encoding") === "base64";
      if (!isBase64 || charset !== "charset=utf-8") throw malformed();
      return [type, Buffer.from(content, "base64").toString("utf8")];
    }),
  );
}

/** Encoded words of UTF-8 in base64; blanks between two of them are not part of the text. */
function decodeWords(text: string): string {
  return text
    .split(" ")
    .map((word) => {
      const [, encoded] = /^=\?UTF-8\?B\?([\w+/=]*)\?=$/.exec(word) ?? [];
      if (encoded === undefined || word.length > 75) throw malformed();
      return Buffer.from(encoded, "base64").toString("utf8");
    })
    .join("");
}
