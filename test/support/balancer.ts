import http, { type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request that went through, and the replica that answered it. */
export interface Balanced {
  readonly method: string;
  readonly path: string;
  readonly target: string;
  /** 0 where the replica went away while it had the request. */
  readonly status: number;
  readonly body: string;
  /** What was asked. */
  readonly request: Pick<IncomingMessage, "headers"> & { readonly body: Buffer };
}

/** One address for several replicas. What it cannot hand to one replica, it hands to the next. */
export interface Balancer {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** What went through, oldest first. */
  readonly passed: readonly Balanced[];
  /** Where requests go from now on, one after the other. */
  targets: readonly string[];
  /** From now on each activity of that kind goes to all replicas at once, as if Teams sent it again. */
  copies: (body: string) => boolean;
  /** Sends a request to a replica once more, as Teams does with what was not answered. */
  repeat(passed: Balanced, target: string): Promise<number>;
  stop(): Promise<void>;
}

/** Starts it on loopback, on a free port. */
export async function startBalancer(): Promise<Balancer> {
  const passed: Balanced[] = [];
  let turn = 0;
  /** The replicas in the order in which they are asked for this request. */
  const inOrder = () => {
    const { targets } = balancer;
    turn += 1;
    return targets.map((_, index) => targets[(turn + index) % targets.length] ?? "");
  };
  const server = http.createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    const onward = { request, body, passed };
    const targets = inOrder();
    const isCopied = request.url === "/api/messages" && balancer.copies(body.toString());
    const answers = isCopied
      ? await Promise.all(targets.map((target) => forward(onward, target)))
      : [await forwardToOne(onward, targets)];
    answer(response, answers.find((one) => one !== undefined && one.body.length > 2) ?? answers[0]);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const balancer: Balancer = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed,
    targets: [],
    copies: () => false,
    repeat: async ({ method, path, request: { headers, body } }, target) =>
      (await send(target, { method, path, headers }, body)).status,
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
  return balancer;
}

interface Onward {
  readonly request: IncomingMessage;
  readonly body: Buffer;
  readonly passed: Balanced[];
}

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A replica that nobody listens at gets nothing; one that went away in the middle may have begun. */
async function forwardToOne(onward: Onward, targets: readonly string[]) {
  for (const target of targets) {
    const answered = await forward(onward, target);
    if (answered) return answered;
  }
  return undefined;
}

/** @returns undefined where nobody listens */
async function forward(onward: Onward, target: string): Promise<Answer | undefined> {
  const { request, body, passed } = onward;
  const { method = "GET", url: path = "/", headers } = request;
  const asked = { headers, body };
  const note = (status: number, text: string) =>
    passed.push({ method, path, target, status, body: text, request: asked });
  try {
    const answered = await send(target, { method, path, headers }, body);
    note(answered.status, answered.body.toString());
    return answered;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ECONNREFUSED") return undefined;
    note(0, "");
    return { status: 502, headers: {}, body: Buffer.from("") };
  }
}

async function send(target: string, options: http.RequestOptions, body: Buffer): Promise<Answer> {
  const { hostname, port } = new URL(target);
  // A connection of its own each time: one that is kept may be closed just when it is wanted.
  const onward = http.request({ ...options, hostname, port, agent: false });
  onward.end(body);
  const answered = await new Promise<IncomingMessage>((resolve, reject) => {
    onward.once("response", resolve).once("error", reject);
  });
  return {
    status: answered.statusCode ?? 502,
    headers: answered.headers,
    body: Buffer.concat(await answered.toArray()),
  };
}

function answer(response: ServerResponse, answered: Answer | undefined): void {
  if (!answered) {
    response.writeHead(503);
    response.end();
    return;
  }
  const { "transfer-encoding": _chunked, connection: _own, ...headers } = answered.headers;
  response.writeHead(answered.status, { ...headers, "content-length": answered.body.length });
  response.end(answered.body);
}
