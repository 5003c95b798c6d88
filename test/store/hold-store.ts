// A process that opens a store, says `open`, and holds it until it is killed; or says why it cannot.
import { AppError } from "../../src/core/errors.ts";
import { openStore } from "../../src/store/index.ts";

try {
  await openStore({ file: process.argv[2] ?? "", waitMs: 0 });
  process.stdout.write("open");
  process.stdin.resume();
} catch (error) {
  process.stdout.write(error instanceof AppError ? error.code : String(error));
}
