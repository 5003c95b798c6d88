import assert from "node:assert/strict";
import type { Store } from "../../src/ports/index.ts";
import { FAILED, put, useBench } from "./conformance/bench.ts";
import { describeAtomicity, describeOps, describeRaces } from "./conformance/changes.ts";
import { describeOrder } from "./conformance/order.ts";
import { describeRefusals } from "./conformance/refusals.ts";
import { describeValues } from "./conformance/values.ts";

/**
 * What every engine of the Store port keeps to.
 * @param open gives an empty store; it is closed at the end
 */
export function describeStore(name: string, open: () => Promise<Store>): void {
  describe(`store: ${name}`, () => {
    const bench = useBench(open);

    describeOps(bench);
    describeAtomicity(bench);
    describeValues(bench);
    describeOrder(bench);
    describeRefusals(bench);
    describeRaces(bench);
  });

  describe(`closed store: ${name}`, () => {
    it("refuses everything but a second close", async () => {
      const store = await open();
      await store.close();

      await assert.rejects(store.get("p", "a"), FAILED);
      await assert.rejects(store.list("p"), FAILED);
      await assert.rejects(store.commit("p", [put("a")]), FAILED);
      await store.close();
    });
  });
}
