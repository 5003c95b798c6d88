import assert from "node:assert/strict";
import {
  coverCall,
  findCall,
  findScope,
  findUncoveredCalls,
  findUnneededPermissions,
  OWN_REGISTRY,
  type OwnRegistry,
  type Scope,
  type ScopeId,
} from "../../../src/core/scope/index.ts";

/** The registry with one of its scopes changed. */
function withScope(id: ScopeId, change: (scope: Scope) => Partial<Scope>): OwnRegistry {
  const scopes = OWN_REGISTRY.scopes.map((scope) =>
    scope.id === id ? { ...scope, ...change(scope) } : scope,
  );
  return { ...OWN_REGISTRY, scopes };
}

function without(id: ScopeId, value: string): OwnRegistry {
  return withScope(id, ({ permissions }) => ({
    permissions: permissions.filter((permission) => permission.value !== value),
  }));
}

/** The registry with a permission of one scope put into another one as well. */
function withBorrowed(from: ScopeId, value: string, to: ScopeId): OwnRegistry {
  const borrowed = findScope(from).permissions.filter((permission) => permission.value === value);
  return withScope(to, ({ permissions }) => ({ permissions: [...permissions, ...borrowed] }));
}

describe("coverCall", () => {
  const ROWS: readonly [ScopeId, Parameters<typeof findCall>[0], string | undefined][] = [
    ["basic", "people.find", "User.ReadBasic.All"],
    ["home", "team.read", "TeamSettings.Read.All"],
    ["verification", "grants.list", "Directory.Read.All"],
    ["verification", "principals.list", "Directory.Read.All"],
    ["home", "people.find", "User.ReadBasic.All"],
    ["application", "people.find", undefined],
    ["settings", "labels.list", undefined],
  ];
  for (const [scope, call, value] of ROWS)
    it(`lets ${call} through under ${scope} by ${value ?? "nothing"}`, () => {
      assert.equal(coverCall(OWN_REGISTRY, findScope(scope), findCall(call))?.value, value);
    });

  it("takes the least privileged of several", () => {
    const least = withBorrowed("basic", "User.ReadBasic.All", "verification");
    const call = { ...findCall("people.find"), accepts: ["Directory.Read.All"] };
    const scope = least.scopes.find(({ id }) => id === "verification") as Scope;

    assert.equal(coverCall(least, scope, call)?.value, "User.ReadBasic.All");
  });
});

describe("findUncoveredCalls", () => {
  it("finds the calls of a permission that is taken away", () => {
    const found = findUncoveredCalls(without("verification", "Directory.Read.All"));

    assert.deepEqual(
      found.map(({ scope, call }) => `${scope.id} ${call.id}`),
      [
        "verification principals.list",
        "verification principal.roles",
        "verification grants.list",
        "verification registrations.list",
      ],
    );
  });

  it("counts what an included scope holds", () => {
    const calls = [{ ...findCall("people.find"), scopes: ["settings" as const] }];

    assert.deepEqual(findUncoveredCalls({ ...OWN_REGISTRY, calls }), []);
  });
});

describe("findUnneededPermissions", () => {
  it("finds one that no call of its scope needs", () => {
    const found = findUnneededPermissions(withBorrowed("home", "TeamMember.Read.All", "catalog"));

    assert.deepEqual(
      found.map(({ scope, permission }) => `${scope.id} ${permission.value}`),
      ["catalog TeamMember.Read.All"],
    );
  });

  it("finds one that a higher one makes up for", () => {
    const { calls } = OWN_REGISTRY;
    const narrow = calls.filter(({ id }) => id === "principals.list");
    const lent = withScope("verification", ({ permissions }) => ({
      permissions: permissions.flatMap((one) => [one, { ...one, value: "Application.Read.All" }]),
    }));

    const found = findUnneededPermissions({ ...lent, calls: [...narrow] }).filter(
      ({ scope }) => scope.id === "verification",
    );

    assert.deepEqual(
      found.map(({ permission }) => permission.value),
      ["Directory.Read.All", "Application.Read.All"],
    );
  });

  it("finds one of OpenID Connect without a use", () => {
    const found = findUnneededPermissions(withBorrowed("basic", "openid", "home"));

    assert.deepEqual(
      found.map(({ scope, permission }) => `${scope.id} ${permission.value}`),
      ["home openid"],
    );
  });
});
