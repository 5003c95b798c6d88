import assert from "node:assert/strict";
import { findPerson } from "../../src/sandbox/directory/people.ts";
import { seedApps } from "../../src/sandbox/directory/seed.ts";
import { appId, appSecret, tenantId } from "./fake-bot.ts";
import {
  type Answered,
  base,
  createGraphStage,
  filterBy,
  graphId,
  toRefusal,
} from "./graph-stage.ts";

describe("sandbox Graph", () => {
  const graph = createGraphStage();
  const { clock, settings, directory, idOf, asApp, sign, send, get } = graph;
  before(graph.start);
  after(graph.stop);
  beforeEach(graph.reset);

  describe("answers", () => {
    const id = idOf(seedApps.fullyRight);

    it("gives an app in Graph's shape", async () => {
      const { body, headers } = await get(`servicePrincipals/${id}`);

      const { appRoles, oauth2PermissionScopes, ...rest } = { ...body } as Record<string, unknown>;
      assert.deepEqual(rest, {
        "@odata.context": `${base}/v1.0/$metadata#servicePrincipals/$entity`,
        id,
        deletedDateTime: null,
        accountEnabled: true,
        appDisplayName: "AutoStore (all granted)",
        appId: seedApps.fullyRight,
        appOwnerOrganizationId: tenantId,
        appRoleAssignmentRequired: false,
        displayName: "AutoStore (all granted)",
        homepage: null,
        loginUrl: null,
        logoutUrl: null,
        notes: null,
        servicePrincipalNames: [seedApps.fullyRight],
        servicePrincipalType: "Application",
        tags: ["WindowsAzureActiveDirectoryIntegratedApp"],
        verifiedPublisher: {
          displayName: "Contoso",
          verifiedPublisherId: null,
          addedDateTime: null,
        },
      });
      assert.deepEqual([appRoles, oauth2PermissionScopes], [[], []]);
      assert.match(headers.get("content-type") ?? "", /^application\/json;odata\.metadata=minimal/);
    });

    it("gives the permissions that a resource offers", async () => {
      const select = "$select=id,appRoles,oauth2PermissionScopes";
      const { body } = await get(
        `servicePrincipals?${filterBy(`appId eq '${graphId}'`)}&${select}`,
      );

      const [graph] = body.value as unknown as {
        appRoles: { value: string }[];
        oauth2PermissionScopes: { value: string }[];
      }[];
      const role = graph?.appRoles.find(({ value }) => value === "Mail.Send");
      const scope = graph?.oauth2PermissionScopes.find(({ value }) => value === "Group.Read.All");
      assert.deepEqual(Object.keys(graph ?? {}), ["id", "appRoles", "oauth2PermissionScopes"]);
      assert.deepEqual(role, {
        allowedMemberTypes: ["Application"],
        description: "Send mail as any user",
        displayName: "Send mail as any user",
        id: "b633e1c5-b582-4048-a93e-9f11b44c7e96",
        isEnabled: true,
        origin: "Application",
        value: "Mail.Send",
      });
      assert.deepEqual(scope, {
        adminConsentDescription: "Read all groups",
        adminConsentDisplayName: "Read all groups",
        id: "5f8c59db-677d-491f-a6b8-5f174b11ec1d",
        isEnabled: true,
        type: "Admin",
        userConsentDescription: null,
        userConsentDisplayName: null,
        value: "Group.Read.All",
      });
    });

    it("gives assignments of roles", async () => {
      const { body } = await get(`servicePrincipals/${id}/appRoleAssignments`);

      const [first] = body.value;
      assert.equal(body["@odata.context"], `${base}/v1.0/$metadata#appRoleAssignments`);
      assert.equal(body.value.length, 2);
      assert.deepEqual(
        { ...first, id: "" },
        {
          id: "",
          deletedDateTime: null,
          appRoleId: "b633e1c5-b582-4048-a93e-9f11b44c7e96",
          createdDateTime: first?.createdDateTime,
          principalDisplayName: "AutoStore (all granted)",
          principalId: id,
          principalType: "ServicePrincipal",
          resourceDisplayName: "Microsoft Graph",
          resourceId: idOf(graphId),
        },
      );
    });

    it("gives delegated grants the same way in both places", async () => {
      const client = idOf(seedApps.perPerson);

      const [nested, listed] = await Promise.all([
        get(`servicePrincipals/${client}/oauth2PermissionGrants`),
        get(`oauth2PermissionGrants?${filterBy(`clientId eq '${client}'`)}`),
      ]);

      assert.deepEqual(nested.body, listed.body);
      assert.equal(listed.body["@odata.context"], `${base}/v1.0/$metadata#oauth2PermissionGrants`);
      assert.deepEqual(
        listed.body.value.map(({ consentType, principalId, scope }) => [
          consentType,
          principalId,
          scope,
        ]),
        [
          [
            "Principal",
            findPerson("product-admin")?.id,
            " IMAP.AccessAsUser.All Mail.Send Mail.ReadWrite",
          ],
          ["Principal", findPerson("teams-admin")?.id, " IMAP.AccessAsUser.All"],
        ],
      );
    });

    it("gives a registration without its secret", async () => {
      const { body } = await get(`applications?${filterBy(`appId eq '${appId}'`)}`);

      const [bot] = body.value;
      assert.ok(!JSON.stringify(body).includes(appSecret));
      assert.deepEqual(
        [bot?.displayName, bot?.signInAudience, bot?.identifierUris],
        ["Consentry", "AzureADMyOrg", []],
      );
      assert.deepEqual(
        (bot?.requiredResourceAccess as { resourceAppId: string }[] | undefined)?.map(
          ({ resourceAppId }) => resourceAppId,
        ),
        [graphId],
      );
    });

    it("has no registration of another tenant", async () => {
      directory.ensurePrincipal(seedApps.vendor);
      const filter = filterBy(`appId eq '${seedApps.vendor}'`);

      const [registration, principal] = await Promise.all([
        get(`applications?${filter}`),
        get(`servicePrincipals?${filter}`),
      ]);

      assert.equal(registration.body.value.length, 0);
      assert.equal(principal.body.value.length, 1);
    });

    it("names the organization", async () => {
      const { body } = await get("organization?$select=id,displayName");

      assert.deepEqual(body, {
        "@odata.context": `${base}/v1.0/$metadata#organization(id,displayName)`,
        value: [{ id: tenantId, displayName: "Contoso" }],
      });
    });

    it("hides an app until it is replicated", async () => {
      directory.replicationDelayMs = 1000;
      const { id: vendor } = directory.ensurePrincipal(seedApps.vendor);
      const see = async () => [
        (await get(`servicePrincipals/${vendor}`)).status,
        (await get(`servicePrincipals?${filterBy(`appId eq '${seedApps.vendor}'`)}`)).body.value
          .length,
      ];

      const before = await see();
      clock.advance(1000);
      const later = await see();

      assert.deepEqual(
        [before, later],
        [
          [404, 0],
          [200, 1],
        ],
      );
    });

    it("gives each error its ids and date", async () => {
      const token = await sign(asApp());
      const headers = { authorization: `Bearer ${token}`, "client-request-id": "mine" };

      const answered = await send("v1.0/servicePrincipals/unknown/appRoleAssignments", { headers });

      const { innerError } = answered.body.error;
      assert.deepEqual(innerError, {
        date: new Date(clock.now()).toISOString().slice(0, 19),
        "request-id": answered.headers.get("request-id"),
        "client-request-id": "mine",
      });
    });
  });

  describe("pages", () => {
    /** Follows next links as a client does: their public name is mapped to the sandbox. */
    const readAll = async (path: string) => {
      const sizes: number[] = [];
      const names: unknown[] = [];
      let next: string | undefined = `${base}/v1.0/${path}`;
      while (next) {
        assert.ok(next.startsWith(`${base}/v1.0/`));
        const { body }: Answered = await get(next.slice(`${base}/v1.0/`.length));
        sizes.push(body.value.length);
        names.push(...body.value.map(({ id }) => id));
        next = body["@odata.nextLink"];
      }
      return { sizes, count: new Set(names).size };
    };

    it("gives 100 rows where nothing is asked", async () => {
      const { body } = await get("servicePrincipals?$select=id");

      assert.equal(body.value.length, 100);
    });

    it("goes through 1,002 apps in two pages of 999", async () => {
      assert.deepEqual(await readAll("servicePrincipals?$top=999&$select=id"), {
        sizes: [999, 3],
        count: 1002,
      });
    });

    it("keeps filter and selection in the next link", async () => {
      const filter = filterBy("startswith(displayName,'AutoStore')");

      const { body } = await get(`servicePrincipals?${filter}&$select=id&$top=3`);
      const link = body["@odata.nextLink"] ?? "";
      const { sizes } = await readAll(`servicePrincipals?${filter}&$select=id&$top=3`);

      assert.match(link, /\?\$filter=startswith\(.+&\$select=id&\$top=3&\$skiptoken=[\w-]+$/);
      assert.deepEqual(sizes, [3, 3, 1]);
    });

    it("refuses a page token of another query", async () => {
      const { body } = await get("servicePrincipals?$top=1&$select=id");
      const [, token] = (body["@odata.nextLink"] ?? "").split("$skiptoken=");

      const answered = await get(`servicePrincipals?$select=id,appId&$skiptoken=${token}`);

      assert.deepEqual(toRefusal(answered), [400, "Directory_ExpiredPageToken"]);
    });

    it("holds no more rows than the tenant's settings say", async () => {
      settings.pageSize = 2;
      const path = `servicePrincipals/${idOf(seedApps.widerThanNeeded)}/appRoleAssignments`;

      assert.deepEqual(await readAll(`${path}?$top=999`), { sizes: [2, 2, 1], count: 5 });
    });
  });
});
