import { readdirSync, readFileSync } from "node:fs";
import { createRequire, stripTypeScriptTypes } from "node:module";
import { type Answer, Refusal, type Route } from "./http.ts";

/** The client page at `/` and its files. Browser code is TypeScript, its types are blanked out here. */
export function pageRoutes(): readonly Route[] {
  const files = createFiles();
  return [
    { method: "GET", path: "/", answer: () => files.answer("index.html") },
    {
      method: "GET",
      path: "/sandbox/client/:file",
      answer: ({ params }) => files.answer(params.file ?? ""),
    },
  ];
}

/** The page loads nothing from elsewhere and runs no inline script. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: http://127.0.0.1:*",
  "connect-src 'self'",
  // The app's own pages, which it hosts as Teams does.
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const folder = new URL("./client/", import.meta.url);
const rendererFile = "adaptivecards.min.js";

/** Files by name, read when first asked for and then kept. Only names that exist are served. */
function createFiles() {
  const names = new Set([...readdirSync(folder), rendererFile]);
  const kept = new Map<string, Answer>();
  return {
    answer: (name: string): Answer => {
      if (!names.has(name)) throw new Refusal(404, "NotFound", "The page has no such file.");
      const answer = kept.get(name) ?? toAnswer(name);
      kept.set(name, answer);
      return answer;
    },
  };
}

function toAnswer(name: string): Answer {
  const headers = { "content-security-policy": policy, "referrer-policy": "no-referrer" };
  const type = (contentType: string) => ({ ...headers, "content-type": contentType });
  if (name === rendererFile) {
    return { status: 200, headers: type("text/javascript; charset=utf-8"), body: readRenderer() };
  }
  const text = readFileSync(new URL(name, folder), "utf8");
  if (name.endsWith(".ts")) {
    return { status: 200, headers: type("text/javascript; charset=utf-8"), body: strip(text) };
  }
  if (name.endsWith(".css")) {
    return { status: 200, headers: type("text/css; charset=utf-8"), body: text };
  }
  if (name.endsWith(".html")) {
    return { status: 200, headers: type("text/html; charset=utf-8"), body: text };
  }
  throw new Refusal(404, "NotFound", "The page has no such file.");
}

function readRenderer(): string {
  const path = createRequire(import.meta.url).resolve(`adaptivecards/dist/${rendererFile}`);
  return readFileSync(path, "utf8");
}

/** Node says once that the function is experimental; that is of no use to who starts the sandbox. */
function strip(text: string): string {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return stripTypeScriptTypes(text);
  } finally {
    process.emitWarning = emitWarning;
  }
}
