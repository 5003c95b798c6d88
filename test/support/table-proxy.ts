import http, { type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { useAzurite } from "./azurite.ts";

/** What becomes of a request on its way to Azurite, or of its answer on the way back. */
export type Fate =
  | "pass"
  /** It never arrives; the connection ends. */
  | "lose-request"
  /** It is applied; the connection ends without an answer. */
  | "lose-answer"
  /** It is applied, and the answer ends before it has said yes. */
  | "cut-answer"
  /** It is applied, and a gateway says 500. */
  | "fail-after"
  /** 202 without a word, and not applied. */
  | "hollow"
  /** 503 ServerBusy, and not applied. */
  | "busy"
  /** It waits where it is until {@link TableProxy.settle}, when the client has long gone. */
  | "late"
  /** Nobody ever answers, and it never arrives. */
  | "silence";

/** A request as a rule sees it. */
export interface Passing {
  readonly isBatch: boolean;
  readonly method: string;
  readonly url: string;
  readonly body: string;
  /** Of the batches, or of the others, from 1. */
  readonly number: number;
}

/** A proxy in front of Azurite that decides on each request, by a rule that a test may change. */
export interface TableProxy {
  readonly port: number;
  /** @default everything passes */
  rule: (request: Passing) => Fate;
  /** Called when an answer is about to be lost, cut or turned into a failure: it has been applied by then. */
  onApplied: () => Promise<void>;
  /** How many requests had which fate. */
  count(fate: Fate): number;
  /** Lets late requests arrive, and resolves when nothing is under way. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

export async function startTableProxy(): Promise<TableProxy> {
  const upstream = await useAzurite();
  const numbers = { batch: 0, other: 0 };
  const fates: Fate[] = [];
  const underWay = new Set<Promise<void>>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();

  async function meet(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = "", method = "" } = request;
    const isBatch = url.includes("$batch");
    const body = Buffer.concat(await request.toArray());
    const number = isBatch ? ++numbers.batch : ++numbers.other;
    const fate = proxy.rule({ isBatch, method, url, body: body.toString("utf8"), number });
    fates.push(fate);
    const forward = () => send(request, body, upstream);
    if (fate === "late") {
      await released;
      await forward();
    } else if (fate === "busy") {
      response.writeHead(503, { "retry-after": "7", "content-type": "application/json" });
      response.end(BUSY);
    } else if (fate === "hollow") say(response, 202);
    else if (fate === "lose-request") request.socket.destroy();
    else if (fate !== "silence") {
      const answer = await forward();
      if (fate !== "pass") await proxy.onApplied();
      if (fate === "lose-answer") request.socket.destroy();
      else if (fate === "fail-after") say(response, 500);
      else give(response, answer, fate === "cut-answer" ? 60 : answer.body.length);
    }
  }

  const server = http.createServer((request, response) => {
    const work = meet(request, response)
      // The client has gone: often that is what the test is about.
      .catch(() => void request.socket.destroy())
      .finally(() => void underWay.delete(work));
    underWay.add(work);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy: TableProxy = {
    port: (server.address() as AddressInfo).port,
    rule: () => "pass",
    onApplied: async () => {},
    count: (fate) => fates.filter((one) => one === fate).length,
    settle: async () => {
      release();
      await Promise.all(underWay);
    },
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return proxy;
}

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

function give(response: ServerResponse, { status, headers, body }: Answer, length: number): void {
  const { "transfer-encoding": _chunked, ...rest } = headers;
  say(response, status, { ...rest, "content-length": length }, body.subarray(0, length));
}

/** Not chained: once restify is loaded, writeHead returns nothing. */
function say(
  response: ServerResponse,
  status: number,
  headers: http.OutgoingHttpHeaders = {},
  body: Buffer = Buffer.from(""),
): void {
  response.writeHead(status, headers);
  response.end(body);
}

const BUSY = JSON.stringify({
  "odata.error": { code: "ServerBusy", message: { lang: "en-US", value: "The server is busy." } },
});

/** Sends a request on under its own name: what it is signed for does not tell the port. */
async function send(
  { url, method, headers }: IncomingMessage,
  body: Buffer,
  port: number,
): Promise<Answer> {
  const onward = http.request({ host: "127.0.0.1", port, path: url, method, headers });
  onward.end(body);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    onward.once("response", resolve).once("error", reject);
  });
  return {
    status: answer.statusCode ?? 502,
    headers: answer.headers,
    body: Buffer.concat(await answer.toArray()),
  };
}
