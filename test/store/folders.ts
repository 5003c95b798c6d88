import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder that is gone after the tests of the describe that asks for it. */
export function useFolder(): () => string {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "consentry-store-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  return () => folder;
}
