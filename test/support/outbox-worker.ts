// A process that delivers letters to a service on loopback until none is left, or it is killed:
// node outbox-worker.ts <store, as openStore takes it> <address of the service> <how far its clock is ahead, ms>
import { randomUUID } from "node:crypto";
import { createLetters, createOutbox, type Deliverer } from "../../src/flows/outbox/index.ts";
import { createAuditKey, createLedger, openStore } from "../../src/store/index.ts";
import { createFakeLog } from "./fakes.ts";

const [, , place = "", address = "", ahead = "0"] = process.argv;
const tenantId = "5f3c7a52-0000-4000-8000-000000000001";

let offset = Number(ahead);
const clock = { now: () => Date.now() + offset };
const ids = { next: () => randomUUID() as string };
const { file, connection, name } = JSON.parse(place);
const tables = { access: { kind: "connection", connection }, name, log: createFakeLog() } as const;
const store = await openStore(file ? { file } : { tables });
const ledger = createLedger({ store, key: createAuditKey(["k".repeat(32)]), clock, ids });
const deliver: Deliverer = async (_tenant, { name }) => {
  const answer = await fetch(`${address}/${name}`, { method: "POST" });
  if (answer.status === 429) return { kind: "later", why: "busy", seconds: 1 };
  const card = { op: "put", rk: `card|${name}`, value: { id: await answer.text() } } as const;
  return { kind: "sent", effects: async () => [card] };
};
const outbox = createOutbox({
  store,
  ledger,
  clock,
  ids,
  log: createFakeLog(),
  sleep: () => new Promise(() => {}),
  letters: createLetters({ clock, ids }),
  deliverers: { note: deliver },
});

process.stdout.write("open\n");
for (;;) {
  await outbox.run(tenantId);
  if ((await outbox.count(tenantId)).waiting === 0) break;
  // Nothing is being delivered now: time may pass.
  offset += 60_000;
}
await store.close();
process.stdout.write(`done ${offset}\n`);
