import assert from "node:assert/strict";
import { readRequest, toNotice, toResponse } from "../../../src/sandbox/client/host-wire.ts";

describe("readRequest", () => {
  const uuidAsString = "0b8f3a1e-5f0c-4e3e-9a55-0a9b3b1c7d01";

  it("reads what teams-js posts", () => {
    const posted = { id: 3, uuidAsString, func: "getContext", args: [1], apiVersionTag: "v2_x" };

    const read = readRequest(posted);

    assert.deepEqual(read, { id: 3, uuid: uuidAsString, func: "getContext", args: [1] });
  });

  it("takes a request without arguments and uuid", () => {
    assert.deepEqual(readRequest({ id: 0, func: "getContext" }), {
      id: 0,
      func: "getContext",
      args: [],
    });
  });

  const foreign: Readonly<Record<string, unknown>> = {
    "a text": "getContext",
    nothing: null,
    "an answer": { id: 1, args: [] },
    "a notice": { func: "themeChange", args: ["dark"] },
  };
  for (const [name, data] of Object.entries(foreign)) {
    it(`leaves ${name} alone`, () => {
      assert.equal(readRequest(data), undefined);
    });
  }
});

describe("toResponse", () => {
  it("names the request that it answers", () => {
    const request = { id: 3, uuid: "u", func: "getContext", args: [] };

    assert.deepEqual(toResponse(request, [{}]), { id: 3, uuidAsString: "u", args: [{}] });
    assert.deepEqual(toResponse({ ...request, uuid: undefined }, []), { id: 3, args: [] });
  });
});

describe("toNotice", () => {
  it("answers no request", () => {
    assert.deepEqual(toNotice("themeChange", ["dark"]), { func: "themeChange", args: ["dark"] });
  });
});
