const SECRETS: readonly (readonly [RegExp, string])[] = [
  // Tokens and assertions: three base64url parts, the first of which is a JSON object.
  [/\beyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)?/g, "[token]"],
  [/\bBearer\s+[^\s"',]+/gi, "Bearer [token]"],
  [/-----BEGIN [^-]+-----[\s\S]*?(?:-----END [^-]+-----|$)/g, "[key]"],
  // Names as forms, JSON, settings and JavaScript write them: client_secret, clientSecret, SECRET_STATE_KEY.
  [
    /\b(\w*(?:secret|password)\w*|(?:client_?)?assertion|(?:refresh|access|id|bot)_?token|account_?key|(?:shared_?access_?)?signature|sig|code|state)(["']?\s*[=:]\s*["']?)[^\s"'&,}]+/gi,
    "$1$2[secret]",
  ],
  // What seal.ts writes: the id of a key, then the sealed bytes.
  [/(?<![\w.-])[\w-]{8}\.[\w-]{38,}/g, "[sealed]"],
  // Client secrets of Entra ID by their shape.
  [/[\w~.-]{3}\dQ~[\w~.-]{31,34}/g, "[secret]"],
  [/[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g, "[mail]"],
];

/**
 * Takes tokens, keys, secrets and mail addresses out of a text and cuts it.
 * @param limit characters to keep @default 500
 */
export function redact(text: string, limit = 500): string {
  // Cut first, generously, so that the patterns never run over megabytes.
  let clean = text.slice(0, limit * 20);
  for (const [pattern, mark] of SECRETS) clean = clean.replace(pattern, mark);
  return clean.length > limit ? `${clean.slice(0, limit)}…` : clean;
}
