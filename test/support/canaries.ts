import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { TOKEN_SHAPE } from "./fakes.ts";

const MAIN = join(import.meta.dirname, "../../src/main.ts");

/** Texts that must be found nowhere, by what they stand for. */
export const CANARIES = {
  // As Entra ID writes them.
  "the client secret": "cAn8Q~canary0secret0canary0secret0canary",
  "the API's secret": "cAn8Q~canary1secret1canary1secret1canary",
  "the key of states": "canary-key-of-states-canary-key-of-states",
  "a bearer token": "canarybearer",
  "the claims of a token": "canaryclaims",
  "a state": "canarystate",
  "an authorization code": "canarycode",
  "a mail address": "canary@contoso.example",
  "a card's input": "canaryinput",
  "a body": "canarybody",
} as const;

/** What secrets look like whatever they say: tokens, keys, sealed texts. */
const SHAPES: Readonly<Record<string, RegExp>> = {
  "a token": TOKEN_SHAPE,
  "a key": /-----BEGIN /,
  "a sealed text": /(?<![\w.-])[\w-]{8}\.[\w-]{38,}/,
};

/** What a process wrote, by where: stdout, stderr, and each file of its folder. */
export type Written = Readonly<Record<string, string>>;

/** What the store may hold: tokens and questions of people, sealed. */
const KEPT = ["a sealed text"];

/** Where canaries and shapes of secrets were found, as `stderr: the client secret`. */
export function findCanaries(written: Written): string[] {
  return Object.entries(written).flatMap(([place, text]) => [
    ...Object.entries(CANARIES)
      .filter(([, canary]) => text.includes(canary))
      .map(([name]) => `${place}: ${name}`),
    ...Object.entries(SHAPES)
      .filter(([name]) => !(place.startsWith("state.db") && KEPT.includes(name)))
      .filter(([, shape]) => shape.test(text))
      .map(([name]) => `${place}: the shape of ${name}`),
  ]);
}

/** A product in a process of its own whose secrets are canaries, and which logs all that it can. */
export interface CanaryProcess {
  /** With a slash at its end. */
  readonly address: string;
  /** Ends it and gives what it wrote. */
  end(): Promise<Written>;
  /** For `after`: ends it if nobody did, and removes its folder. */
  dispose(): Promise<void>;
}

export async function startCanaryProcess(): Promise<CanaryProcess> {
  const folder = await mkdtemp(join(tmpdir(), "consentry-canary-"));
  const { PATH = "", HOME = "" } = process.env;
  const settings = {
    PORT: "0",
    LOG_LEVEL: "debug",
    STORE_FILE: join(folder, "state.db"),
    SECRET_BOT_PASSWORD: CANARIES["the client secret"],
    SECRET_API_PASSWORD: CANARIES["the API's secret"],
    SECRET_STATE_KEY: CANARIES["the key of states"],
  };
  const child = spawn(process.execPath, [MAIN], { env: { PATH, HOME, ...settings } });
  const heard = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    heard.stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    heard.stderr += chunk;
  });
  const exited = once(child, "exit");
  const address = await Promise.race([findAddress(child, heard), exited.then(() => "")]);
  const dispose = async () => {
    child.kill("SIGKILL");
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  if (address === "") {
    await dispose();
    throw new Error(`the product did not start: ${heard.stderr}`);
  }
  return {
    address,
    end: async () => {
      child.kill("SIGTERM");
      await exited;
      return { ...heard, ...(await readFolder(folder)) };
    },
    dispose,
  };
}

async function findAddress(child: ChildProcess, heard: { readonly stdout: string }) {
  const pattern = /http:\/\/127\.0\.0\.1:\d+\//;
  while (!pattern.test(heard.stdout)) await once(child.stdout ?? child, "data");
  return pattern.exec(heard.stdout)?.[0] ?? "";
}

async function readFolder(folder: string): Promise<Written> {
  const names = await readdir(folder);
  const texts = names.map(async (name) => [name, await readFile(join(folder, name), "latin1")]);
  return Object.fromEntries(await Promise.all(texts));
}
