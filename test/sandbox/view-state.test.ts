import assert from "node:assert/strict";
import { formatViewState, parseViewState } from "../../src/sandbox/client/view-state.ts";

describe("parseViewState", () => {
  it("reads what formatViewState wrote", () => {
    const state = {
      as: "guest",
      conversation: "19:contoso-it@thread.tacv2",
      message: "1700000000000",
      theme: "contrast",
      width: "phone",
      panel: "tenant",
      tab: "catalog",
      sub: "s.1",
    } as const;

    assert.deepEqual(parseViewState(formatViewState(state)), state);
  });

  it("falls back where a value is unknown", () => {
    const state = parseViewState("#theme=pink&width=huge&panel=secrets&tab=x&sub=y");

    const chosen = { as: "", conversation: "", message: "", panel: "", tab: "", sub: "" };
    assert.deepEqual(state, { ...chosen, theme: "light", width: "desktop" });
  });
});
