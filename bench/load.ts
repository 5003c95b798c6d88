import { Agent, request } from "node:http";

/** What is asked of a bot. */
export interface Load {
  readonly port: number;
  /** Channel tokens, used in rotation. */
  readonly tokens: readonly string[];
  /** Gives the body of the next request. */
  readonly next: () => string;
  readonly total: number;
  /** Kept-alive connections, with one request at a time on each. */
  readonly connections: number;
  readonly isRight: (status: number, body: string) => boolean;
}

export interface Loaded {
  /** Of each request, in ms. */
  readonly latencies: readonly number[];
  readonly elapsed: number;
  /** Answers that were not right. */
  readonly wrong: number;
}

/** Sends requests, each when the one before it on its connection was answered. */
export async function load(wanted: Load): Promise<Loaded> {
  const agent = new Agent({ keepAlive: true, maxSockets: wanted.connections });
  const latencies: number[] = [];
  let started = 0;
  let wrong = 0;
  const work = async () => {
    while (started < wanted.total) {
      const token = wanted.tokens[started % wanted.tokens.length] ?? "";
      started += 1;
      const { status, body, elapsed } = await post(agent, wanted, token);
      latencies.push(elapsed);
      if (!wanted.isRight(status, body)) wrong += 1;
    }
  };
  const begin = performance.now();
  await Promise.all(Array.from({ length: wanted.connections }, work));
  agent.destroy();
  return { latencies, elapsed: performance.now() - begin, wrong };
}

interface Answered {
  readonly status: number;
  readonly body: string;
  readonly elapsed: number;
}

function post(agent: Agent, { port, next }: Load, token: string): Promise<Answered> {
  const body = Buffer.from(next());
  const headers = {
    "content-type": "application/json; charset=utf-8",
    "content-length": body.length,
    authorization: `Bearer ${token}`,
  };
  const options = {
    host: "127.0.0.1",
    port,
    path: "/api/messages",
    method: "POST",
    agent,
    headers,
  };
  return new Promise((resolve) => {
    const begin = performance.now();
    // A bot that hangs up has answered wrongly, which the figures then say.
    const fail = () => resolve({ status: 0, body: "", elapsed: performance.now() - begin });
    const outgoing = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", fail);
      response.on("end", () => {
        const elapsed = performance.now() - begin;
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, body: text, elapsed });
      });
    });
    outgoing.on("error", fail);
    outgoing.end(body);
  });
}
