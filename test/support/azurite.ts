import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** Azurite's account and key are the same everywhere: https://github.com/Azure/Azurite#usage-with-azure-storage-sdks-or-tools */
export const ACCOUNT = "devstoreaccount1";
export const KEY =
  "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

interface Azurite {
  readonly child: ChildProcess;
  readonly port: number;
}

let running: Promise<Azurite> | undefined;

/** The port of the one Azurite of this run, which starts when it is first asked for. */
export async function useAzurite(): Promise<number> {
  running ??= start();
  return (await running).port;
}

/** Ends it, if it has ever been started. The run does this at its end. */
export async function stopAzurite(): Promise<void> {
  const azurite = await running;
  running = undefined;
  azurite?.child.stdin?.end();
}

/** What leads to Azurite. @param port that of a proxy in front of it, in place of its own */
export async function toConnection(port?: number): Promise<string> {
  const endpoint = `http://127.0.0.1:${port ?? (await useAzurite())}/${ACCOUNT}`;
  return `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};TableEndpoint=${endpoint};`;
}

let tables = 0;

/** A name that no table of this run has yet: letters and digits. */
export function newTable(): string {
  return `t${process.pid}x${++tables}`;
}

async function start(): Promise<Azurite> {
  const script = join(import.meta.dirname, "azurite-process.ts");
  const child = spawn(process.execPath, [script], { stdio: ["pipe", "pipe", "inherit"] });
  for await (const line of createInterface({ input: child.stdout })) {
    const [, port] = /^port (\d+)$/.exec(line) ?? [];
    if (port === undefined) continue;
    child.stdout.resume();
    return { child, port: Number(port) };
  }
  throw new Error("Azurite does not start");
}
