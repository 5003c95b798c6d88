import assert from "node:assert/strict";
import { drawConsent } from "../../../src/core/view/index.ts";
import { buildWorld, CLIENT_ID, CODES, must, REDIRECT_URI, TENANT } from "./examples.ts";

const world = buildWorld();
const input = {
  s: CODES.imapOther,
  tenant: TENANT,
  clientId: CLIENT_ID,
  redirectUri: REDIRECT_URI,
  state: (index: number) => `state-${index}`,
};

interface Bound {
  readonly links: readonly { readonly title: string; readonly url: string }[];
}

interface Field {
  readonly problem: readonly { readonly text: string }[];
}

describe("drawConsent", () => {
  it("gives a whole link for each page, with its own state", () => {
    const { links } = must(drawConsent(world, "en", input)).data as unknown as Bound;

    const states = links.slice(0, -1).map(({ url }) => new URL(url).searchParams.get("state"));
    assert.deepEqual(states, ["state-0", "state-1"]);
  });

  it("names who may grant application permissions of Graph", () => {
    const { text } = must(drawConsent(world, "en", input));

    assert.match(text, /May grant it: Global Administrator, Privileged Role Administrator\.$/m);
  });

  it("names roles in the reader's language", () => {
    const { text } = must(drawConsent(world, "fr", input));

    assert.match(text, /Administrateur général, Administrateur de rôle privilégié\.$/m);
  });

  it("says that the app was not looked up", () => {
    const { text } = must(drawConsent(world, "en", input));

    assert.match(text, /has not looked this app up in the tenant yet/);
  });

  it("shows the faults of both fields, each at its field", () => {
    const { data } = must(
      drawConsent(world, "en", { ...input, clientId: "", problems: { tenant: "foreign" } }),
    );
    const { tenant, clientId } = data as unknown as Record<"tenant" | "clientId", Field>;

    assert.match(tenant.problem[0]?.text ?? "", /not the tenant of this conversation/);
    assert.match(clientId.problem[0]?.text ?? "", /client id is missing/);
  });

  it("blames nobody for an empty form", () => {
    const { tenant: _tenant, clientId: _clientId, ...rest } = input;
    const { data } = must(drawConsent(world, "en", rest));
    const { tenant, clientId } = data as unknown as Record<"tenant" | "clientId", Field>;

    assert.deepEqual([...tenant.problem, ...clientId.problem], []);
  });

  it("leads from the form back to the answer", () => {
    const view = must(drawConsent(world, "en", { ...input, clientId: "" }));

    assert.match(view.text, /^\[Show the preview\]\n\[Back to the answer\] \[Help\]$/m);
  });

  it("warns of .default and of what a new consent drops", () => {
    const { text } = must(drawConsent(world, "en", input));

    assert.match(text, /asks for everything that is registered/);
    assert.match(text, /may drop what was granted/);
  });

  it("shows tenant, client id, redirect and host", () => {
    const { text } = must(drawConsent(world, "en", input));

    for (const shown of [TENANT, CLIENT_ID, REDIRECT_URI, "login.microsoftonline.com"])
      assert.ok(text.includes(shown));
  });

  it("makes no link without a state", () => {
    const { state: _state, ...rest } = input;

    const { links } = must(drawConsent(world, "en", rest)).data as unknown as Bound;

    assert.deepEqual(
      links.map(({ title }) => title),
      ["Open the admin center"],
    );
  });

  const wrong = [
    { tenant: "common" },
    { tenant: "evil.example/..%2f" },
    { tenant: "https://contoso.com" },
    { tenant: "" },
    { clientId: "not-a-guid" },
    { clientId: "" },
    { problems: { clientId: "unknown" as const } },
    { problems: { tenant: "foreign" as const } },
  ];

  for (const overrides of wrong)
    it(`draws no link for ${JSON.stringify(overrides)}`, () => {
      const view = must(drawConsent(world, "en", { ...input, ...overrides }));

      assert.equal(view.card, "consent-form");
      assert.doesNotMatch(JSON.stringify(view.data), /login\.microsoftonline/);
    });

  it("gives nothing for a code that is not valid", () => {
    assert.equal(drawConsent(world, "en", { ...input, s: "1~nowhere" }), undefined);
    assert.equal(drawConsent(world, "en", { ...input, s: CODES.imapOpen }), undefined);
  });
});
