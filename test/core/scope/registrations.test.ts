import assert from "node:assert/strict";
import {
  PRE_AUTHORIZED_CLIENTS,
  type Registration,
  type RequiredResource,
  toRequiredResourceAccess,
} from "../../../src/core/scope/index.ts";
import { catalogue } from "../../support/catalogue.ts";

const { facts } = catalogue;

/** Values and types behind the ids. */
function namesOf(resources: readonly RequiredResource[]): string[] {
  return resources.flatMap(({ resourceAccess }) =>
    resourceAccess.map(({ id, type }) => {
      const form = type === "Role" ? "application" : "delegated";
      const found = facts.permissions.find(
        (permission) => permission.resource === "graph" && permission[form]?.id === id,
      );
      return `${found?.value} ${type}`;
    }),
  );
}

describe("toRequiredResourceAccess", () => {
  const ROWS: readonly [Registration, readonly string[]][] = [
    [
      "api",
      [
        "openid Scope",
        "profile Scope",
        "offline_access Scope",
        "User.ReadBasic.All Scope",
        "Team.ReadBasic.All Scope",
        "Channel.ReadBasic.All Scope",
        "TeamSettings.Read.All Scope",
        "TeamMember.Read.All Scope",
        "ChannelMember.Read.All Scope",
        "ChannelSettings.Read.All Scope",
        "TeamsTab.Read.All Scope",
        "InformationProtectionPolicy.Read Scope",
        "Directory.Read.All Scope",
        "Mail.Send Scope",
      ],
    ],
    ["bot", ["Mail.Send Role", "Directory.Read.All Role"]],
  ];
  for (const [registration, names] of ROWS)
    it(`requests for the ${registration} what its scopes ask for, each once`, () => {
      const resources = toRequiredResourceAccess(registration, facts);

      assert.deepEqual(namesOf(resources), names);
      assert.deepEqual(
        resources.map(({ resourceAppId }) => resourceAppId),
        ["00000003-0000-0000-c000-000000000000"],
      );
    });

  it("refuses facts without a permission of it", () => {
    assert.throws(() => toRequiredResourceAccess("bot", { ...facts, permissions: [] }), RangeError);
  });
});

describe("PRE_AUTHORIZED_CLIENTS", () => {
  it("holds Teams on the desktop and on the web, and nobody twice", () => {
    const ids = PRE_AUTHORIZED_CLIENTS.map(({ appId }) => appId);

    assert.ok(ids.includes("1fec8e78-bce4-4aaf-ab1b-5451cc387264"));
    assert.ok(ids.includes("5e3ce6c0-2b1f-4285-8d4b-75ee78787346"));
    assert.equal(new Set(ids).size, ids.length);
  });
});
