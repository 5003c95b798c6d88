/** A whole page of 999 grants is below 1 MB, the resource principal of Microsoft Graph about 2 MB. */
const MAX_BYTES = 16 * 1024 * 1024;

/** The JSON of an answer; undefined when it is none, or larger than 16 MiB. */
export async function readJson(response: Response): Promise<unknown> {
  const text = await readText(response);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // An answer that is no JSON is one that makes no sense; the caller says so.
    return undefined;
  }
}

async function readText({ body }: Response): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let [text, size] = ["", 0];
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    // Leaving the loop cancels the rest of the body.
    if (size > MAX_BYTES) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
