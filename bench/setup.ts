import type { Card } from "../src/cards/index.ts";

/** Identity of both bots at the fake services; theirs alone, so nothing real can be met. */
export const APP_ID = "11111111-2222-4333-8444-555555555555";
export const TENANT_ID = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";
export const APP_SECRET = "not-a-secret";

/** What is fetched from the names of Microsoft's login goes to the fake services. */
export const LOGIN_BASE = "https://login.microsoftonline.com";

/** What a bot's process is told. */
export interface Setup {
  /** Origin of the fake services. */
  readonly origin: string;
  /** Folder of the compile cache; none is used without it. */
  readonly compileCache?: string;
  /** What the stock bot answers with: the card that the product answers the same turns with. */
  readonly card: Card;
}

/** What a bot's process says about itself. */
export interface BotReport {
  readonly port?: number;
  /** Templates that it has parsed so far. */
  readonly constructed?: number;
}

/** What a bot's process is asked for; `end` lets it write its compile cache. */
export type BotRequest = "count" | "end";

/** Reads what the parent process told. */
export function readSetup(): Setup {
  return JSON.parse(process.env.CONSENTRY_BENCH ?? "") as Setup;
}

/** Tells the port, then answers the parent until it asks to end or is gone. */
export function reportTo(port: number, count: () => number): void {
  process.on("message", (request: BotRequest) => {
    if (request === "count") process.send?.({ constructed: count() } satisfies BotReport);
    else process.exit(0);
  });
  // An orderly exit would write the compile cache into a folder that is gone.
  process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
  process.send?.({ port } satisfies BotReport);
}
