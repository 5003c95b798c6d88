import assert from "node:assert/strict";
import type { JWTPayload } from "jose";
import { findPerson } from "../../src/sandbox/directory/people.ts";
import { seedApps } from "../../src/sandbox/directory/seed.ts";
import { appId, tenantId } from "./fake-bot.ts";
import {
  asPerson,
  bearer,
  createGraphStage,
  createStrangeKeys,
  filterBy,
  toRefusal,
  unknownId,
} from "./graph-stage.ts";

describe("sandbox Graph access", () => {
  const graph = createGraphStage();
  const { clock, revocations, idOf, asApp, sign, send, get } = graph;
  before(graph.start);
  after(graph.stop);
  beforeEach(graph.reset);

  describe("tokens", () => {
    const expired = "Lifetime validation failed, the token is expired.";
    const refusals: Readonly<Record<string, [make: () => Promise<string>, message: string]>> = {
      "an empty bearer": [async () => "", "Access token is empty."],
      "a bearer that is no token": [
        async () => "secret",
        "CompactToken parsing failed with error code: 80049217",
      ],
      "a token that another key signed": [
        async () => (await createStrangeKeys(clock)).sign(asApp()),
        "Access token validation failure. Invalid signature.",
      ],
      "a token without a signature": [
        async () => {
          const [, payload = ""] = (await sign(asApp())).split(".");
          const header = Buffer.from('{"alg":"none","typ":"JWT"}').toString("base64url");
          return `${header}.${payload}.`;
        },
        "Access token validation failure. Invalid signature.",
      ],
      "a token for another audience": [
        () => sign({ ...asApp(), aud: "https://api.botframework.com" }),
        "Access token validation failure. Invalid audience.",
      ],
      "a token of another tenant": [
        () => sign({ ...asApp(), iss: `https://sts.windows.net/${unknownId}/` }),
        "Access token validation failure. Invalid issuer.",
      ],
      "an expired token": [
        async () => {
          const token = await sign(asApp());
          clock.advance(3_601_000);
          return token;
        },
        expired,
      ],
    };
    for (const [name, [make, message]] of Object.entries(refusals)) {
      it(`refuses ${name}`, async () => {
        const answered = await send("v1.0/organization", bearer(await make()));

        assert.deepEqual(toRefusal(answered), [401, "InvalidAuthenticationToken"]);
        assert.equal(answered.body.error.message, message);
        assert.match(
          answered.headers.get("www-authenticate") ?? "",
          /^Bearer realm="", authorization_uri="https:\/\/login\.microsoftonline\.com\//,
        );
      });
    }

    it("refuses a request without a token", async () => {
      assert.deepEqual(toRefusal(await send("v1.0/organization", {})), [
        401,
        "InvalidAuthenticationToken",
      ]);
    });

    it("takes both issuers of the tenant", async () => {
      const iss = `https://login.microsoftonline.com/${tenantId}/v2.0`;

      const [first, second] = await Promise.all([
        get("organization"),
        get("organization", { ...asApp(), iss }),
      ]);

      assert.deepEqual([first.status, second.status], [200, 200]);
    });

    const subjects: Readonly<Record<string, [subject: string, claims: () => JWTPayload]>> = {
      "a person": [findPerson("product-admin")?.id ?? "", () => asPerson("User.Read")],
      "an app": [appId, asApp],
    };
    for (const [name, [subject, claims]] of Object.entries(subjects)) {
      it(`challenges a revoked token of ${name}, not a new one`, async () => {
        const token = await sign(claims());
        revocations.revoke(subject);

        const refused = await send("v1.0/organization", bearer(token));
        const renewed = await get("organization", claims());

        const header = refused.headers.get("www-authenticate") ?? "";
        const [, encoded = ""] = /error="insufficient_claims", claims="([^"]+)"/.exec(header) ?? [];
        assert.deepEqual(toRefusal(refused), [401, "InvalidAuthenticationToken"]);
        assert.deepEqual(JSON.parse(Buffer.from(encoded, "base64").toString()), {
          access_token: {
            nbf: { essential: true, value: String(Math.floor(clock.now() / 1000)) },
          },
        });
        assert.equal(renewed.status, 200);
      });
    }

    it("leaves people alone when their app is revoked", async () => {
      const token = await sign(asPerson("User.Read"));
      revocations.revoke(appId);

      assert.equal((await send("v1.0/organization", bearer(token))).status, 200);
    });
  });

  describe("permissions", () => {
    const id = idOf(seedApps.fullyRight);
    const paths = {
      list: "servicePrincipals",
      one: `servicePrincipals/${id}`,
      roles: `servicePrincipals/${id}/appRoleAssignments`,
      grantsOf: `servicePrincipals/${id}/oauth2PermissionGrants`,
      grants: `oauth2PermissionGrants?${filterBy(`clientId eq '${id}'`)}`,
      apps: "applications",
      organization: "organization",
      person: `users/${findPerson("guest")?.id}`,
    };
    const all = Object.keys(paths) as (keyof typeof paths)[];
    const appPaths = ["list", "one", "roles", "apps"] as const;
    const callers: Readonly<Record<string, [claims: JWTPayload, open: readonly string[]]>> = {
      "an app: Directory.Read.All": [asApp(), all],
      "an app: Application.Read.All": [asApp(["Application.Read.All"]), appPaths],
      "an app that only reads its own": [asApp(["Application.ReadWrite.OwnedBy"]), []],
      "an app that reads grants only": [asApp(["DelegatedPermissionGrant.Read.All"]), []],
      "an app: Organization.Read.All": [asApp(["Organization.Read.All"]), ["organization"]],
      "an app without roles": [{ ...asApp(), roles: undefined }, []],
      "a role in a delegated token": [{ ...asApp(), scp: "User.Read" }, ["organization"]],
      "a person: User.Read": [asPerson("User.Read"), ["organization"]],
      "a person: User.ReadBasic.All": [asPerson("User.ReadBasic.All"), ["person"]],
      "a person: Application.Read.All": [asPerson("Application.Read.All"), appPaths],
      "a person who reads all": [
        asPerson("openid Directory.Read.All"),
        all.filter((one) => !one.startsWith("grants")),
      ],
      "a Teams Administrator who reads all": [
        asPerson("Directory.Read.All", "teams-admin"),
        all.filter((one) => !one.startsWith("grants")),
      ],
      "roles that only the token names": [
        { ...asPerson("Directory.Read.All"), wids: ["62e90394-69f5-4237-9190-012177145e10"] },
        all.filter((one) => !one.startsWith("grants")),
      ],
      "a Global Administrator who reads all": [asPerson("Directory.Read.All", "global-admin"), all],
      "a Global Administrator: User.Read": [
        asPerson("User.Read", "global-admin"),
        ["organization"],
      ],
    };
    for (const [name, [claims, open]] of Object.entries(callers)) {
      it(`opens ${open.length} of ${all.length} calls to ${name}`, async () => {
        const answers = await Promise.all(all.map((one) => get(paths[one], claims)));

        const opened = all.filter((_, index) => answers[index]?.status === 200);
        const codes = new Set(answers.flatMap(({ body }) => body.error?.code ?? []));
        assert.deepEqual(opened, open);
        assert.deepEqual(
          [...codes],
          open.length < all.length ? ["Authorization_RequestDenied"] : [],
        );
      });
    }

    it("says what Graph says to who may not", async () => {
      const { body } = await get("applications", asApp([]));

      assert.equal(body.error.message, "Insufficient privileges to complete the operation.");
    });

    it("shows people themselves with User.Read", async () => {
      const self = findPerson("product-admin");

      const [me, byId, byName] = await Promise.all(
        ["me", `users/${self?.id}`, `users/${self?.userPrincipalName}`].map((path) =>
          get(path, asPerson("User.Read")),
        ),
      );

      assert.deepEqual([me?.status, byId?.status, byName?.status], [200, 200, 200]);
      assert.deepEqual(me?.body, byId?.body);
    });

    it("has no me for an app", async () => {
      assert.deepEqual(toRefusal(await get("me")), [400, "BadRequest"]);
    });
  });
});
