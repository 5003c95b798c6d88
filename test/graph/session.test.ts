import assert from "node:assert/strict";
import { z } from "zod";
import type { CallId } from "../../src/core/scope/index.ts";
import { openSession } from "../../src/graph/session.ts";
import type { AppTokenAnswer } from "../../src/ports/index.ts";
import { createFakeClock, createFakeIds } from "../support/fakes.ts";

type Scope = Extract<AppTokenAnswer, { readonly kind: "token" }>["scope"];

/** A session of jobs, whose first requests are refused until a newer token comes. */
function openJobs(first: Scope, renewed: Scope = first, refusals = 0) {
  const sent: string[] = [];
  const session = openSession({
    token: async (renewal) => ({
      kind: "token",
      token: renewal ? "newer" : "first",
      scope: renewal ? renewed : first,
    }),
    fetch: async (_address, { headers } = {}) => {
      sent.push(new Headers(headers).get("authorization") ?? "");
      if (sent.length > refusals) return Response.json({ value: [] });
      return new Response(null, { status: 403 });
    },
    base: "https://graph.microsoft.com",
    clock: createFakeClock(),
    ids: createFakeIds(),
    sleep: async () => {},
  });
  const list = (call: CallId) => session.list({ call, row: z.unknown() });
  return { list, sent };
}

describe("openSession for jobs", () => {
  for (const scope of ["application", "service-account"] as const) {
    it(`reads with a token of ${scope}`, async () => {
      const { list, sent } = openJobs(scope);

      const answer = await list("principals.list");

      assert.deepEqual(answer, { kind: "read", rows: [], isCut: false });
      assert.deepEqual(sent, ["Bearer first"]);
    });

    it(`sends no token of ${scope} with a call of another`, async () => {
      const { list, sent } = openJobs(scope);

      await assert.rejects(list("my-teams.list"), { message: new RegExp(`scope ${scope}$`) });
      assert.deepEqual(sent, []);
    });
  }

  it("looks at the scope of a newer token too", async () => {
    const other = "basic" as Scope;
    const { list, sent } = openJobs("application", other, 1);

    await assert.rejects(list("principals.list"), RangeError);
    assert.deepEqual(sent, ["Bearer first"]);
  });

  it("makes no call that is no reading", async () => {
    const { list, sent } = openJobs("application");

    await assert.rejects(list("mail.send-as-mailbox"), RangeError);
    assert.deepEqual(sent, []);
  });
});
