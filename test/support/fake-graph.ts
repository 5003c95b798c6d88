import { createServer, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** What the fake does with a request. Without a status it is 200. */
export interface FakeAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text goes out as it is, everything else as JSON. */
  readonly body?: unknown;
  /** Ends the connection instead of answering. */
  readonly drop?: boolean;
  /** The answer waits for this. */
  readonly hold?: Promise<unknown>;
}

export interface FakeRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A scripted HTTP server on loopback, for Graph and for token endpoints. */
export interface FakeGraph {
  readonly origin: string;
  readonly requests: readonly FakeRequest[];
  /** Scripts requests whose decoded path and query match; the newest script counts, its last answer stays. */
  answer(match: RegExp, ...answers: readonly FakeAnswer[]): void;
  /** Resolves when so many requests have come in all. */
  whenAsked(count: number): Promise<void>;
  /** Forgets scripts and requests. */
  reset(): void;
  stop(): void;
}

interface Script {
  readonly match: RegExp;
  readonly answers: FakeAnswer[];
}

export async function startFakeGraph(): Promise<FakeGraph> {
  const requests: FakeRequest[] = [];
  const scripts: Script[] = [];
  let waiting: { count: number; resolve: () => void }[] = [];
  const server = createServer(async (req, res) => {
    const request = await read(req);
    requests.push(request);
    for (const { count, resolve } of waiting) if (requests.length >= count) resolve();
    const { status = 200, headers, body = {}, drop, hold } = next(scripts, request);
    await hold;
    if (drop) return void req.socket.destroy();
    res.writeHead(status, { "content-type": "application/json", ...headers });
    res.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answer: (match, ...answers) => scripts.unshift({ match, answers: [...answers] }),
    whenAsked: (count) =>
      new Promise((resolve) => {
        if (requests.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    reset: () => {
      requests.length = 0;
      scripts.length = 0;
      waiting = [];
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function read(req: IncomingMessage): Promise<FakeRequest> {
  const url = new URL(req.url ?? "/", "http://127.0.0.1");
  let body = "";
  for await (const chunk of req) body += chunk;
  const query = Object.fromEntries(url.searchParams);
  return { method: req.method ?? "", path: url.pathname, query, headers: req.headers, body };
}

function next(scripts: readonly Script[], { path, query }: FakeRequest): FakeAnswer {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${value}`);
  const script = scripts.find(({ match }) => match.test(`${path}?${pairs.join("&")}`));
  const [first, ...rest] = script?.answers ?? [{ status: 418 }];
  if (rest.length > 0) script?.answers.shift();
  return first ?? { status: 418 };
}
