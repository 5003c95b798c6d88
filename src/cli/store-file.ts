import { existsSync } from "node:fs";
import { AppError } from "../core/errors.ts";
import { type OpenStore, openStore } from "../store/index.ts";

export const NO_KEY =
  "The audit log cannot be proved without the key that signed it: set SECRET_STATE_KEY as it is where Consentry runs.";

/**
 * Opens the file of a Consentry that was stopped.
 * @throws AppError ERR_STORE_FAILED, ERR_STORE_LOCKED, ERR_STORE_NEWER with one sentence that says what to do
 */
export async function openFile(file: string): Promise<OpenStore> {
  if (!existsSync(file)) {
    const sentence = `There is no store in ${file}: name its file, like data/state.db.`;
    throw new AppError("ERR_STORE_FAILED", sentence);
  }
  try {
    return await openStore({ file, waitMs: 0 });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "ERR_STORE_LOCKED") throw error;
    const sentence = `Consentry is using ${file}: stop it, or name a copy of the file and of ${file}-wal next to it.`;
    throw new AppError(error.code, sentence, { cause: error });
  }
}
