// The table service of Azurite in memory, on a free port that it writes to stdout. Ends when stdin does, so
// that it never outlives the run that wants it.
import { tracingChannel } from "node:diagnostics_channel";
import { createRequire } from "node:module";
import type { AddressInfo, Server } from "node:net";

process.stdin.resume().once("end", () => process.exit());
tracingChannel("net.server.listen").asyncEnd.subscribe((message) => {
  const { server } = message as { readonly server: Server };
  process.stdout.write(`port ${(server.address() as AddressInfo).port}\n`);
});
const flags = "--silent --skipApiVersionCheck --disableTelemetry --inMemoryPersistence";
process.argv.push(...flags.split(" "), "--tableHost", "127.0.0.1", "--tablePort", "0");
const require = createRequire(import.meta.url);
require("azurite/dist/src/table/main.js");
