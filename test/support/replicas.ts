import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import restify from "restify";
import { SANDBOX_API_ID, SANDBOX_TEAMS_APP_ID } from "../../src/config/index.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.ts";
import { createAuditKey, type OpenStore, openStore, verifyLedger } from "../../src/store/index.ts";
import { newTable, toConnection } from "./azurite.ts";
import { type Balancer, startBalancer } from "./balancer.ts";
import { catalogue } from "./catalogue.ts";
import { createFakeLog, type FakeLog } from "./fakes.ts";
import type { ReplicaSays, ReplicaTask } from "./replica-process.ts";
import { type Stage, talkTo } from "./talk.ts";

/** A line of a replica's log. */
interface LogLine {
  readonly message: string;
  readonly level: string;
  readonly [field: string]: unknown;
}

/** One process of the product. */
export interface ReplicaProcess {
  readonly origin: string;
  readonly pid: number;
  /** What it has logged so far. */
  readonly lines: readonly LogLine[];
  /** Kills it, and waits until it is gone. */
  kill(): Promise<void>;
  /** Ends it as a signal does, and waits until it is gone. */
  stop(): Promise<void>;
}

/** Several processes of the product behind one address, on one table, in one simulated tenant. */
export interface Replicas extends Omit<Stage, "log" | "stop"> {
  readonly tenantId: string;
  readonly balancer: Balancer;
  readonly sandbox: Sandbox;
  readonly log: FakeLog;
  /** The table that all of them write to, reached directly. */
  readonly store: OpenStore;
  /** Those that run, in the order in which they were started. */
  readonly running: readonly ReplicaProcess[];
  /** Starts another one, and puts it behind the address. @param ahead milliseconds by which its clock is ahead */
  start(ahead?: number): Promise<ReplicaProcess>;
  /** Lines of all replicas with that message as they came, those of ended ones too. */
  find(message: string): readonly LogLine[];
  /** What the audit log of the tenant proves. */
  audit(): Promise<{ readonly verdict: string; readonly verbs: readonly string[] }>;
  stop(): Promise<void>;
}

/** What may be different about replicas. */
export interface ReplicasOptions {
  /** @default 3 */
  readonly count?: number;
  /** Port of a proxy in front of the table. @default the table's own */
  readonly tablePort?: number;
}

const SECRET = "a secret for as long as a test takes";
const SCRIPT = join(import.meta.dirname, "replica-process.ts");

/** Starts all of it on free ports. */
export async function startReplicas(options: ReplicasOptions = {}): Promise<Replicas> {
  const log = createFakeLog();
  const account = {
    tenantId: randomUUID(),
    appId: randomUUID(),
    appSecret: randomUUID(),
    apiId: SANDBOX_API_ID,
    apiSecret: randomUUID(),
    teamsAppId: SANDBOX_TEAMS_APP_ID,
  };
  const { tenantId } = account;
  const clock = { now: () => Date.now() };
  const ids = { next: () => randomUUID() as string };
  const tools = { catalogue, botName: "Consentry", log, clock, ids };
  const sandbox = await startSandbox({ ...account, ...tools });
  const pages = restify.createServer();
  sandbox.mount(pages);
  await new Promise<void>((resolve) => pages.listen(0, "127.0.0.1", resolve));
  const balancer = await startBalancer();
  const name = newTable();
  const task: Omit<ReplicaTask, "ahead"> = {
    account,
    sandbox: sandbox.origin,
    environment: {
      BOT_ID: account.appId,
      SANDBOX: "1",
      PORT: "0",
      REQUESTS_PER_SECOND: "9999",
      SECRET_STATE_KEY: SECRET,
      PUBLIC_URL: balancer.origin,
      STORE: "tables",
      TABLES_NAME: name,
      SECRET_TABLES_CONNECTION: await toConnection(options.tablePort),
    },
  };
  const access = { kind: "connection", connection: await toConnection() } as const;
  const store = await openStore({ tables: { access, name } });
  const lines: LogLine[] = [];
  const running: ReplicaProcess[] = [];
  const take = () => {
    balancer.targets = running.map(({ origin }) => origin);
  };
  const leave = (replica: ReplicaProcess) => {
    running.splice(running.indexOf(replica), 1);
    take();
  };
  const start = async (ahead = 0) => {
    const one = await startOne({ ...task, ahead }, (line) => lines.push(line));
    const replica: ReplicaProcess = {
      ...one,
      // The balancer learns of it by itself.
      kill: async () => {
        await one.kill();
        leave(replica);
      },
      stop: async () => {
        leave(replica);
        await one.stop();
      },
    };
    running.push(replica);
    take();
    return replica;
  };
  await Promise.all(Array.from({ length: options.count ?? 3 }, () => start()));
  await sandbox.connect(`${balancer.origin}/api/messages`, balancer.origin);
  return {
    ...talkTo(`http://127.0.0.1:${pages.address().port}/`),
    tenantId,
    balancer,
    sandbox,
    log,
    store,
    running,
    start,
    find: (message) => lines.filter((line) => line.message === message),
    audit: () => readAudit(store, tenantId),
    stop: async () => {
      await Promise.all([...running].map((replica) => replica.stop()));
      await Promise.all([balancer.stop(), sandbox.stop(), store.close()]);
      pages.server.closeAllConnections();
      await new Promise<void>((resolve) => pages.close(() => resolve()));
    },
  };
}

async function startOne(task: ReplicaTask, note: (line: LogLine) => void): Promise<ReplicaProcess> {
  const child = fork(SCRIPT, [], { stdio: ["ignore", "pipe", "inherit", "ipc"] });
  const lines: LogLine[] = [];
  if (child.stdout)
    createInterface({ input: child.stdout }).on("line", (text) => {
      const line = JSON.parse(text) as LogLine;
      lines.push(line);
      note(line);
    });
  const exited = once(child, "exit");
  child.send(task);
  const ready = await Promise.race([hear(child), exited.then(() => undefined)]);
  if (ready?.kind !== "ready") {
    child.kill("SIGKILL");
    throw new Error(`a replica does not start: ${JSON.stringify(ready)} ${JSON.stringify(lines)}`);
  }
  return {
    origin: ready.origin,
    pid: child.pid ?? 0,
    lines,
    kill: async () => {
      child.kill("SIGKILL");
      await exited;
    },
    stop: async () => {
      child.send("stop");
      await Promise.race([hear(child), exited]);
      child.kill("SIGKILL");
      await exited;
    },
  };
}

async function hear(child: ChildProcess): Promise<ReplicaSays> {
  const [said] = (await once(child, "message")) as [ReplicaSays];
  return said;
}

async function readAudit(store: OpenStore, tenantId: string) {
  const { kind: verdict } = await verifyLedger(store, createAuditKey([SECRET]), tenantId);
  const rows = await store.list(tenantId, { from: "audit|", to: "audit|~", limit: 10_000 });
  return { verdict, verbs: rows.map(({ value }) => String((value as { verb?: string }).verb)) };
}
