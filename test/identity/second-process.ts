// A process of its own that asks for a person's token, with what another one left in the store's file. It
// writes its answer and how often it asked the token endpoint.
import { findCloud } from "../../src/core/cloud/index.ts";
import {
  createCredential,
  createEgress,
  createPersonTokens,
  createSeal,
  TOKEN_SEAL,
} from "../../src/identity/index.ts";
import type { Person } from "../../src/ports/index.ts";
import { openStore } from "../../src/store/index.ts";
import { createFakeLog } from "../support/fakes.ts";

/** What the process is told, as JSON in its first argument. */
export interface SecondTask {
  readonly file: string;
  readonly key: string;
  readonly origin: string;
  readonly apiId: string;
  readonly secret: string;
  readonly person: Person;
}

export interface SecondAnswer {
  readonly answer: { readonly kind: string; readonly token?: string };
  readonly posts: number;
}

const task = JSON.parse(process.argv[2] ?? "") as SecondTask;
const { file, key, apiId, secret, person } = task;
const cloud = findCloud("sandbox");
const clock = { now: () => Date.now() };
const inner = createEgress(cloud, { [cloud.loginBase]: task.origin });
let posts = 0;
const sendPostRequestAsync: typeof inner.networkClient.sendPostRequestAsync = (url, options) => {
  posts += 1;
  return inner.networkClient.sendPostRequestAsync(url, options);
};
const egress = { ...inner, networkClient: { ...inner.networkClient, sendPostRequestAsync } };
const credential = createCredential({ registration: "api", secret, cloud, egress, clock });
const store = await openStore({ file });
const seal = createSeal([key], TOKEN_SEAL);
const log = createFakeLog();
const tokens = createPersonTokens({ apiId, credential, cloud, egress, clock, store, seal, log });
const answer = await tokens.acquire(person, "basic");
await store.close();
process.stdout.write(JSON.stringify({ answer, posts } satisfies SecondAnswer));
