import assert from "node:assert/strict";
import type { IncomingMessage } from "node:http";
import { createThrottle } from "../../src/server/throttle.ts";
import { createFakeClock } from "../support/fakes.ts";

function from(forwarded: string, remoteAddress = "10.0.0.1"): IncomingMessage {
  const headers = forwarded === "" ? {} : { "x-forwarded-for": forwarded };
  return { headers, socket: { remoteAddress } } as IncomingMessage;
}

function ask(addresses: readonly string[], proxyHops = 1): boolean[] {
  const isAllowed = createThrottle({ clock: createFakeClock(), proxyHops, rate: 1, burst: 1 });
  return addresses.map((address) => isAllowed(from(address)));
}

describe("createThrottle", () => {
  const SAME: readonly [string, readonly string[]][] = [
    ["another port", ["203.0.113.7:50123", "203.0.113.7:50124"]],
    ["no port", ["203.0.113.7:50123", "203.0.113.7"]],
    ["a forged address in front", ["1.1.1.1, 203.0.113.7", "2.2.2.2, 203.0.113.7"]],
    ["another address of one IPv6 network", ["2001:db8:1:2::1", "[2001:db8:1:2:ffff::9]:443"]],
    ["IPv6 in long form", ["2001:db8::1", "2001:db8:0:0:1:2:3:4"]],
  ];
  for (const [name, addresses] of SAME)
    it(`counts ${name} as the same`, () => {
      assert.deepEqual(ask(addresses), [true, false]);
    });

  it("keeps different addresses apart", () => {
    assert.deepEqual(ask(["203.0.113.7", "203.0.113.8", "2001:db8:1:2::1", "2001:db8:1:3::1"]), [
      true,
      true,
      true,
      true,
    ]);
  });

  it("believes no header without a gateway of its own", () => {
    assert.deepEqual(ask(["1.1.1.1", "2.2.2.2"], 0), [true, false]);
  });

  it("lets through again as time goes by", () => {
    const clock = createFakeClock();
    const isAllowed = createThrottle({ clock, proxyHops: 0, rate: 1, burst: 1 });
    const request = from("");

    const first = [isAllowed(request), isAllowed(request)];
    clock.advance(1000);

    assert.deepEqual([...first, isAllowed(request)], [true, false, true]);
  });
});
