import assert from "node:assert/strict";
import { asPerson, base, bearer, createGraphStage, filterBy, toRefusal } from "./graph-stage.ts";

const readBasic = "User.ReadBasic.All";
const search = (text: string) => `users?$search=${encodeURIComponent(text)}`;

describe("sandbox Graph people", () => {
  const graph = createGraphStage();
  const { settings, sign, send, get } = graph;
  before(graph.start);
  after(graph.stop);
  beforeEach(graph.reset);

  const find = async (path: string, { alias = "product-admin", level = "eventual" } = {}) => {
    const { headers } = bearer(await sign(asPerson(readBasic, alias)));
    return send(`v1.0/${path}`, { headers: { ...headers, ConsistencyLevel: level } });
  };
  const namesOf = ({ body }: Awaited<ReturnType<typeof find>>) =>
    body.value.map(({ displayName }) => displayName);

  const found: Readonly<Record<string, [text: string, names: readonly string[]]>> = {
    "the beginning of a name": ['"displayName:pri"', ["Priya Raman"]],
    "the beginning of a last name": ['"displayName:ORT"', ["Luis Ortega"]],
    "both names": ['"displayName:oka ama"', ["Amara Okafor"]],
    "one or the other": ['"displayName:jonas" OR "mail:harriet."', ["Jonas Weber", "Harriet Cole"]],
    "the middle of a name": ['"displayName:iya"', []],
    "names of two people": ['"displayName:luis oka"', []],
  };
  for (const [name, [text, names]] of Object.entries(found)) {
    it(`finds people by ${name}`, async () => {
      assert.deepEqual(namesOf(await find(search(text))), names);
    });
  }

  it("finds people by how their name starts, in pages", async () => {
    settings.pageSize = 1;

    const filter = filterBy("startswith(displayName,'L')");
    const [one, all] = [await find(`users?${filter}`), await find("users?$top=2&$count=true")];

    assert.deepEqual([namesOf(one), namesOf(all)], [["Luis Ortega"], ["Priya Raman"]]);
    assert.equal(Object(all.body)["@odata.count"], 7);
    assert.ok(all.body["@odata.nextLink"]?.startsWith(`${base}/v1.0/users?`));
  });

  it("shows little of people with User.ReadBasic.All", async () => {
    const [basic, full] = await Promise.all(
      [readBasic, "User.Read.All"].map((scp) =>
        get("users?$select=displayName,mail,jobTitle", asPerson(scp)),
      ),
    );

    const [first] = [basic, full].map((one) => one?.body.value[0]);
    assert.deepEqual(first, {
      displayName: "Priya Raman",
      mail: "priya.raman@contoso.example",
      jobTitle: null,
    });
    assert.equal(full?.body.value[0]?.jobTitle, "Product admin");
  });

  it("shows a colleague who does not use the app", async () => {
    const { body } = await find("users/luis.ortega@contoso.example");

    assert.equal(Object(body).displayName, "Luis Ortega");
  });

  it("lists people to members only", async () => {
    const guest = await find(search('"displayName:pri"'), { alias: "guest" });
    const stranger = await get("users", asPerson("User.Read"));

    assert.deepEqual(toRefusal(guest), [403, "Authorization_RequestDenied"]);
    assert.deepEqual(toRefusal(stranger), [403, "Authorization_RequestDenied"]);
  });

  const refusals: Readonly<Record<string, [path: string, level: string, code: string]>> = {
    "a search without the header": [search('"displayName:p"'), "", "Request_UnsupportedQuery"],
    "a count without the header": ["users?$count=true", "", "Request_UnsupportedQuery"],
    "a search without quotes": [search("displayName:p"), "eventual", "BadRequest"],
    "a search in what is not searched": [search('"jobTitle:p"'), "eventual", "BadRequest"],
    "a search for nothing": [search('"displayName: "'), "eventual", "BadRequest"],
    "an order": ["users?$orderby=displayName", "eventual", "BadRequest"],
  };
  for (const [name, [path, level, code]] of Object.entries(refusals)) {
    it(`refuses ${name}`, async () => {
      assert.deepEqual(toRefusal(await find(path, { level })), [400, code]);
    });
  }

  const labels = "beta/me/security/informationProtection/sensitivityLabels";

  it("lists the labels of a person, one of them not active", async () => {
    const { status, body } = await send(
      labels,
      bearer(await sign(asPerson("InformationProtectionPolicy.Read"))),
    );

    assert.equal(status, 200);
    assert.match(body["@odata.context"] ?? "", /\/beta\/\$metadata#users\('/);
    assert.deepEqual(
      body.value.map(({ name, isActive, sensitivity }) => [name, isActive, sensitivity]),
      [
        ["Public", true, 0],
        ["General", true, 1],
        ["Internal (old)", false, 2],
        ["Confidential", true, 3],
      ],
    );
  });

  it("lists no labels without the permission", async () => {
    const answered = await send(labels, bearer(await sign(asPerson("Directory.Read.All"))));

    assert.deepEqual(toRefusal(answered), [403, "Authorization_RequestDenied"]);
  });
});
