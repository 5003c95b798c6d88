import assert from "node:assert/strict";
import {
  drawConsentForm,
  drawConsentPreview,
  drawVerifyForm,
} from "../../../src/core/view/index.ts";
import { buildWorld, CODES, must, REDIRECT_URI } from "./example.ts";
import {
  buildApp,
  buildGrant,
  buildReading,
  CLIENT_ID,
  grantsFor,
  neededBy,
  TENANT,
} from "./readings.ts";

const world = buildWorld();
const input = {
  s: CODES.imapOther,
  tenant: TENANT,
  app: buildApp(),
  redirectUri: REDIRECT_URI,
  reading: buildReading(),
  links: (index: number) => `state-${index}`,
};
const form = { s: CODES.imapOther, tenant: TENANT, apps: [] };

interface Bound {
  readonly links: readonly { readonly title: string; readonly url: string }[];
  readonly registered: readonly {
    readonly items: readonly { readonly title: string; readonly data: object }[];
  }[];
}

interface Field {
  readonly problem: readonly { readonly text: string }[];
  readonly value: string;
}

function fieldsOf(view: { readonly data: object } | undefined) {
  return must(view).data as unknown as Record<"tenant" | "app", Field>;
}

describe("drawConsentPreview", () => {
  it("gives a whole link for each page, with its own state", () => {
    const { links } = must(drawConsentPreview(world, "en", input)).data as unknown as Bound;

    const states = links.slice(0, -1).map(({ url }) => new URL(url).searchParams.get("state"));
    assert.deepEqual(states, ["state-0", "state-1"]);
  });

  it("names who may grant application permissions of Graph", () => {
    const { text } = must(drawConsentPreview(world, "en", input));

    assert.match(text, /May grant it: Global Administrator, Privileged Role Administrator\.$/m);
  });

  it("names roles in the reader's language", () => {
    const { text } = must(drawConsentPreview(world, "fr", input));

    assert.match(text, /Administrateur général, Administrateur de rôle privilégié\.$/m);
  });

  it("shows tenant, app, client id, redirect and host", () => {
    const { text } = must(drawConsentPreview(world, "en", input));

    for (const shown of [
      TENANT,
      "AutoStore Mail",
      "Contoso IT",
      CLIENT_ID,
      REDIRECT_URI,
      "login.microsoftonline.com",
    ])
      assert.ok(text.includes(shown), shown);
  });

  it("says what .default would grant besides, and what it leaves out", () => {
    const requested = [
      ...neededBy(CODES.imapOther).filter(({ value }) => value === "Mail.Send"),
      buildGrant({ value: "Files.Read" }),
    ];
    const { text } = must(
      drawConsentPreview(world, "en", { ...input, reading: buildReading({ requested }) }),
    );

    assert.match(text, /will ask for:\n• Mail\.Send \(Application\)\nNeeded and not registered/);
    assert.match(text, /first:\n• Mail\.ReadWrite \(Application\)\nRegistered as well/);
    assert.match(text, /grants these too:\n• Files\.Read \(Delegated\), Microsoft Graph/);
  });

  it("says what a new consent may drop", () => {
    const grants = [buildGrant({ value: "Calendars.Read" })];
    const { text } = must(
      drawConsentPreview(world, "en", { ...input, reading: buildReading({ grants }) }),
    );

    assert.match(text, /perhaps dropped by this consent:\n• Calendars\.Read \(Delegated\)/);
  });

  it("gives no link for a page with nothing left to grant", () => {
    const grants = grantsFor(CODES.imapOther).filter(({ type }) => type === "delegated");
    const view = must(
      drawConsentPreview(world, "en", { ...input, reading: buildReading({ grants }) }),
    );
    const { links } = view.data as unknown as Bound;

    assert.deepEqual(
      links.map(({ title }) => title),
      ["Open consent page 1 of 2", "Open the admin center"],
    );
    assert.match(view.text, /granted already, so there is no link/);
  });

  for (const [problem, why] of [
    ["not-connected", /may not read the directory/],
    ["busy", /asked Consentry to wait/],
    ["unreachable", /did not answer/],
  ] as const)
    it(`says why it compares with nothing: ${problem}`, () => {
      const { text } = must(drawConsentPreview(world, "en", { ...input, reading: null, problem }));

      assert.match(text, why);
      assert.match(text, /the comparison is missing/);
      assert.match(text, /asks for everything that is registered/);
      assert.match(text, /may drop what was granted/);
    });

  it("makes no link without a state", () => {
    const { links: _links, ...rest } = input;

    const view = must(drawConsentPreview(world, "en", rest));

    const titles = (view.data as unknown as Bound).links.map(({ title }) => title);
    assert.deepEqual(titles, ["Open the admin center"]);
    assert.doesNotMatch(JSON.stringify(view.data), /state-/);
  });

  const wrong = [
    { tenant: "common" },
    { tenant: "evil.example/..%2f" },
    { tenant: "https://contoso.com" },
    { tenant: "" },
    { app: { clientId: "not-a-guid" } },
    { app: { clientId: "" } },
  ];

  for (const overrides of wrong)
    it(`draws no link for ${JSON.stringify(overrides)}`, () => {
      const view = must(drawConsentPreview(world, "en", { ...input, ...overrides }));

      assert.equal(view.card, "consent-form");
      assert.doesNotMatch(JSON.stringify(view.data), /login\.microsoftonline/);
    });

  it("gives nothing for a code that is not valid", () => {
    assert.equal(drawConsentPreview(world, "en", { ...input, s: "1~nowhere" }), undefined);
    assert.equal(drawConsentPreview(world, "en", { ...input, s: CODES.imapOpen }), undefined);
  });
});

describe("drawConsentForm", () => {
  it("shows the faults of both fields, each at its field", () => {
    const { tenant, app } = fieldsOf(
      drawConsentForm(world, "en", { ...form, problems: { tenant: "foreign" } }),
    );

    assert.match(tenant.problem[0]?.text ?? "", /not the tenant of this conversation/);
    assert.match(app.problem[0]?.text ?? "", /name of the app or its client id/);
  });

  it("looks at the form of the tenant by itself", () => {
    const { tenant } = fieldsOf(drawConsentForm(world, "en", { ...form, tenant: "common" }));

    assert.match(tenant.problem[0]?.text ?? "", /stand for any tenant/);
  });

  it("blames nobody for an empty form", () => {
    const { tenant, app } = fieldsOf(drawConsentForm(world, "en", { ...form, tenant: "" }));

    assert.deepEqual([...tenant.problem, ...app.problem], []);
  });

  it("says who can mend it where an app is not known", () => {
    const { app } = fieldsOf(
      drawConsentForm(world, "en", { ...form, app: CLIENT_ID, problems: { app: "unknown" } }),
    );

    assert.match(
      app.problem[0]?.text ?? "",
      /An admin can allow it in Settings or add it to Enterprise applications; the operator of Consentry can add it to CONSENT\\_CLIENT\\_IDS/,
    );
  });

  it("offers six apps that were used before", () => {
    const apps = Array.from({ length: 8 }, (_, index) => buildApp({ name: `App ${index}` }));
    const view = must(drawConsentForm(world, "en", { ...form, apps }));
    const [registered] = (view.data as unknown as Bound).registered;

    const titles = registered?.items.map(({ title }) => title);
    assert.deepEqual(titles, ["App 0", "App 1", "App 2", "App 3", "App 4", "App 5"]);
    assert.deepEqual(registered?.items[0]?.data, {
      verb: "consent",
      s: CODES.imapOther,
      tenant: TENANT,
      clientId: CLIENT_ID,
    });
  });

  it("names an app without a name by its client id", () => {
    const view = must(drawConsentForm(world, "en", { ...form, apps: [buildApp({ name: " " })] }));

    assert.match(view.text, new RegExp(`^\\[${CLIENT_ID}\\]$`, "m"));
  });

  it("hands no refused tenant on to the buttons", () => {
    const view = must(
      drawConsentForm(world, "en", {
        ...form,
        apps: [buildApp()],
        problems: { tenant: "foreign" },
      }),
    );
    const [registered] = (view.data as unknown as Bound).registered;

    assert.deepEqual(registered?.items[0]?.data, {
      verb: "consent",
      s: CODES.imapOther,
      clientId: CLIENT_ID,
    });
  });

  it("leads back to the answer", () => {
    const view = must(drawConsentForm(world, "en", form));

    assert.match(view.text, /^\[Show the preview\]\n\[Back to the answer\] \[Help\]$/m);
  });

  it("gives nothing for a code that is not valid", () => {
    assert.equal(drawConsentForm(world, "en", { ...form, s: "1~nowhere" }), undefined);
  });
});

describe("drawVerifyForm", () => {
  it("sends the app that was used before", () => {
    const view = must(
      drawVerifyForm(world, "en", { s: CODES.imapSame, apps: [buildApp()], problem: "none" }),
    );
    const [registered] = (view.data as unknown as Bound).registered;

    assert.deepEqual(registered?.items[0]?.data, {
      verb: "verify",
      s: CODES.imapSame,
      clientId: CLIENT_ID,
    });
    assert.match(view.text, /No app of this tenant has a name that begins so/);
  });
});
