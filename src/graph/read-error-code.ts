import { z } from "zod";
import { readJson } from "./read-json.ts";

const GraphError = z.object({ error: z.object({ code: z.string() }) });

/** The code of what Graph says no with; empty where it gives none that can be read. */
export async function readErrorCode(response: Response): Promise<string> {
  return GraphError.safeParse(await readJson(response)).data?.error.code ?? "";
}
