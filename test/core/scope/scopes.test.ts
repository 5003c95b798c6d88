import assert from "node:assert/strict";
import {
  type CallId,
  findCall,
  findScope,
  isAdminNeeded,
  type ScopeId,
  tokenValues,
} from "../../../src/core/scope/index.ts";

const ROWS: readonly [ScopeId, readonly string[], boolean][] = [
  ["basic", ["User.ReadBasic.All", "Team.ReadBasic.All", "Channel.ReadBasic.All"], false],
  [
    "home",
    [
      "TeamSettings.Read.All",
      "TeamMember.Read.All",
      "ChannelMember.Read.All",
      "ChannelSettings.Read.All",
      "TeamsTab.Read.All",
    ],
    true,
  ],
  ["catalog", ["InformationProtectionPolicy.Read"], false],
  ["settings", [], false],
  ["verification", ["Directory.Read.All"], true],
  ["service-account", ["Mail.Send", "Directory.Read.All"], true],
  ["application", ["Mail.Send", "Directory.Read.All"], true],
];

describe("tokenValues", () => {
  for (const [id, values] of ROWS)
    it(`asks for ${id} with ${values.length} of its own`, () => {
      assert.deepEqual(tokenValues(id), values);
    });
});

describe("isAdminNeeded", () => {
  for (const [id, , isNeeded] of ROWS)
    it(`says ${isNeeded ? "yes" : "no"} for ${id}`, () => {
      assert.equal(isAdminNeeded(id), isNeeded);
    });
});

describe("findScope", () => {
  it("refuses an id that there is not", () => {
    assert.throws(() => findScope("nowhere" as ScopeId), RangeError);
  });
});

describe("findCall", () => {
  it("gives method, version and path", () => {
    const { method, version, path } = findCall("channel.read");

    assert.deepEqual(
      [method, version, path],
      ["GET", "beta", "/teams/{team-id}/channels/{channel-id}"],
    );
  });

  it("refuses an id that there is not", () => {
    assert.throws(() => findCall("nothing.do" as CallId), RangeError);
  });
});
