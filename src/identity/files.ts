import type { Files, Log } from "../ports/index.ts";
import type { Egress } from "./egress.ts";

export interface FilesOptions {
  readonly egress: Egress;
  readonly log: Log;
}

/**
 * Puts files where Teams says, whole and in one request. The address is the key, so that no token goes along:
 * learn.microsoft.com/graph/api/driveitem-createuploadsession#upload-bytes-to-the-upload-session.
 */
export function createFiles({ egress, log }: FilesOptions): Files {
  return {
    put: async (uploadUrl, text) => {
      const bytes = new TextEncoder().encode(text);
      try {
        const { status, ok } = await egress.putFile(uploadUrl, bytes);
        if (!ok) log.warn("a file was refused", { status });
        return ok;
      } catch (error) {
        const { name, code } = error as Error & { readonly code?: string };
        log.warn("a file was not put", { error: name, code });
        return false;
      }
    },
  };
}
