import assert from "node:assert/strict";
import { LANGUAGES } from "../../src/core/local-text.ts";
import { isOpenIdScope } from "../../src/core/permission/index.ts";
import {
  CALL_IDS,
  CALLS,
  coverCall,
  findScope,
  findUncoveredCalls,
  findUnneededPermissions,
  listCallsOf,
  listSignInUsesOf,
  OWN_REGISTRY,
  SCOPE_IDS,
  SCOPES,
  toOwnSelection,
} from "../../src/core/scope/index.ts";
import { answerSelection } from "../../src/core/view/index.ts";
import { buildWorld, catalogue } from "../core/view/examples.ts";

const world = buildWorld();

describe("every scope of Consentry's own", () => {
  it("is in the registry, once and in order", () => {
    assert.deepEqual(
      SCOPES.map(({ id }) => id),
      SCOPE_IDS,
    );
  });

  it("covers every call that runs under it", () => {
    assert.deepEqual(findUncoveredCalls(OWN_REGISTRY), []);
  });

  it("holds no permission that it could do without", () => {
    assert.deepEqual(findUnneededPermissions(OWN_REGISTRY), []);
  });

  for (const scope of SCOPES) {
    describe(scope.id, () => {
      for (const permission of scope.permissions) {
        it(`has a use for ${permission.value}`, () => {
          const uses = isOpenIdScope(permission.value)
            ? listSignInUsesOf(OWN_REGISTRY, scope, permission)
            : listCallsOf(OWN_REGISTRY, scope, permission);

          assert.notEqual(uses.length, 0);
        });

        it(`says of ${permission.value} what the facts say`, () => {
          const form = catalogue.permissions.get(`graph:${permission.value}`)?.[permission.type];

          assert.equal(permission.adminConsent, form?.adminConsentRequired);
          const origin = isOpenIdScope(permission.value) ? "OpenID Connect" : "Microsoft Graph";
          assert.equal(permission.origin, origin);
        });
      }

      it("holds one type of permission, and application ones as the bot only", () => {
        const types = new Set(scope.permissions.map(({ type }) => type));

        assert.ok(types.size <= 1);
        assert.equal(types.has("application"), scope.registration === "bot");
      });

      it("includes scopes that stand before it", () => {
        const before = SCOPE_IDS.slice(0, SCOPE_IDS.indexOf(scope.id));

        assert.deepEqual(
          scope.includes.filter((id) => !before.includes(id)),
          [],
        );
      });

      for (const language of LANGUAGES)
        it(`is answered in ${language} from the same data`, () => {
          const answer = answerSelection(world, language, toOwnSelection(scope.id));

          assert.deepEqual(answer?.ids, [`consentry:${scope.id}`]);
          assert.ok(answer?.view.text.includes(scope.title[language] ?? "?"));
        });
    });
  }
});

describe("every call of Microsoft Graph", () => {
  it("is in the registry, once and in order", () => {
    assert.deepEqual(
      CALLS.map(({ id }) => id),
      CALL_IDS,
    );
  });

  for (const call of CALLS) {
    it(`${call.id} runs under scopes that cover it`, () => {
      for (const id of call.scopes) assert.ok(coverCall(OWN_REGISTRY, findScope(id), call), id);
    });

    it(`${call.id} names permissions that exist`, () => {
      const values = [...call.least, ...call.accepts];

      assert.deepEqual(
        values.filter((value) => !catalogue.permissions.has(`graph:${value}`)),
        [],
      );
    });
  }
});
