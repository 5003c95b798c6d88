import assert from "node:assert/strict";
import {
  answerRequest,
  type HostAnswer,
  type HostDeeds,
  type TextAnswer,
  toTabTable,
  toWindowTable,
} from "../../../src/sandbox/client/host.ts";

/** A host that writes down what it is asked for. */
function makeHost(overrides: Partial<HostDeeds> = {}) {
  const asked: unknown[][] = [];
  const note =
    (name: string) =>
    (...args: unknown[]) =>
      void asked.push([name, ...args]);
  const done = (name: string) => (first: string, second?: string) => {
    asked.push([name, first, ...(second === undefined ? [] : [second])]);
    return { isDone: true } as const;
  };
  const deeds: HostDeeds = {
    toContext: () => ({ theme: "dark" }),
    getToken: async () => ({ kind: "text", text: "token" }),
    authenticate: async () => ({ kind: "text", text: "code" }),
    share: async (links) => note("share")(links),
    openLink: done("openLink"),
    openPage: done("openPage"),
    offerLink: note("offerLink"),
    subscribe: note("subscribe"),
    tell: note("tell"),
    takeFocus: note("takeFocus"),
    describePage: () => ({ page: "home", url: "http://127.0.0.1/tab?page=home" }),
    ...overrides,
  };
  const complaints: string[] = [];
  const ask = (func: string, ...args: unknown[]): Promise<HostAnswer> =>
    answerRequest(toTabTable(deeds), { id: 1, func, args }, (one) => complaints.push(one));
  return { asked, complaints, ask };
}

describe("toTabTable", () => {
  it("answers initialize with a runtime of version 4", async () => {
    const { ask } = makeHost();

    const [frame, client, runtime, version] = (await ask("initialize", "2.58.0", 4)) ?? [];

    const { apiVersion, supports } = JSON.parse(String(runtime));
    assert.deepEqual([frame, client, apiVersion, version], ["content", "web", 4, "2.58.0"]);
    assert.deepEqual(Object.keys(supports), ["pages", "sharing"]);
  });

  const url = "http://127.0.0.1/tab?page=home";
  const answers: readonly {
    readonly func: string;
    readonly args?: readonly unknown[];
    readonly answer: HostAnswer;
    readonly asked?: readonly unknown[];
  }[] = [
    { func: "getContext", answer: [{ theme: "dark" }] },
    {
      func: "registerHandler",
      args: ["themeChange"],
      answer: undefined,
      asked: ["subscribe", "themeChange"],
    },
    { func: "authentication.getAuthToken", answer: [true, "token"] },
    { func: "authentication.authenticate", args: ["http://127.0.0.1/x"], answer: [true, "code"] },
    {
      func: "sharing.shareWebContent",
      args: [{ content: [{ type: "URL", url, message: "m", preview: true }] }],
      answer: [null, null],
      asked: ["share", [{ url, message: "m" }]],
    },
    {
      func: "executeDeepLink",
      args: ["https://x"],
      answer: [true],
      asked: ["openLink", "https://x"],
    },
    {
      func: "pages.navigateToApp",
      args: [{ appId: "a", pageId: "catalog", subPageId: "s" }],
      answer: [true],
      asked: ["openPage", "catalog", "s"],
    },
    {
      func: "pages.currentApp.navigateTo",
      args: [{ pageId: "catalog" }],
      answer: [null, null],
      asked: ["openPage", "catalog", ""],
    },
    {
      func: "settings.getSettings",
      answer: [{ entityId: "home", contentUrl: url, websiteUrl: url }],
    },
    { func: "shareDeepLink", args: ["s", "l"], answer: undefined, asked: ["offerLink", "s", "l"] },
    { func: "returnFocus", args: [true], answer: undefined, asked: ["takeFocus", true] },
    { func: "appInitialization.success", answer: [], asked: ["tell", { kind: "ready" }] },
    {
      func: "appInitialization.failure",
      args: ["Other", "It broke."],
      answer: undefined,
      asked: ["tell", { kind: "failed", reason: "It broke." }],
    },
  ];
  for (const { func, args = [], answer, asked } of answers) {
    it(`answers ${func}`, async () => {
      const host = makeHost();

      assert.deepEqual(await host.ask(func, ...args), answer);
      assert.deepEqual(host.asked, asked ? [asked] : []);
    });
  }

  it("hands the claims of a challenge over", async () => {
    const claims: unknown[] = [];
    const getToken = async (one: string | undefined): Promise<TextAnswer> => {
      claims.push(one);
      return { kind: "refused", reason: "resourceRequiresConsent" };
    };
    const { ask } = makeHost({ getToken });

    const answer = await ask("authentication.getAuthToken", undefined, ['{"access_token":{}}']);
    await ask("authentication.getAuthToken");

    assert.deepEqual(answer, [false, "resourceRequiresConsent"]);
    assert.deepEqual(claims, ['{"access_token":{}}', undefined]);
  });

  it("passes the size of a window on", async () => {
    const wishes: unknown[] = [];
    const authenticate = async (wish: unknown): Promise<TextAnswer> => {
      wishes.push(wish);
      return { kind: "refused", reason: "CancelledByUser" };
    };
    const { ask } = makeHost({ authenticate });

    const answer = await ask("authentication.authenticate", "http://x", 500, 400, false);

    assert.deepEqual(answer, [false, "CancelledByUser"]);
    assert.deepEqual(wishes, [{ url: "http://x", width: 500, height: 400 }]);
  });

  it("says why a link was not opened", async () => {
    const openLink = () => ({ isDone: false, reason: "It leads outside." }) as const;
    const { ask } = makeHost({ openLink });

    assert.deepEqual(await ask("executeDeepLink", "https://x"), [false, "It leads outside."]);
  });
});

describe("answerRequest", () => {
  it("refuses an unknown function as teams-js knows it", async () => {
    const { ask, complaints } = makeHost();

    const answer = await ask("calendar.addMeeting");

    const message = "The sandbox does not have calendar.addMeeting.";
    assert.deepEqual(answer, [{ errorCode: 100, message }, null]);
    assert.deepEqual(complaints, ["calendar.addMeeting"]);
  });

  it("refuses with a status where teams-js expects one", async () => {
    const { ask } = makeHost();

    const answer = await ask("navigateCrossDomain", "https://x");

    assert.deepEqual(answer, [false, "The sandbox does not have navigateCrossDomain."]);
  });

  it("knows no function that every object has", async () => {
    const { ask, complaints } = makeHost();

    await ask("toString");

    assert.deepEqual(complaints, ["toString"]);
  });

  it("tells the page of a fault", async () => {
    const getToken = () => Promise.reject(new Error("It broke."));
    const { ask } = makeHost({ getToken });

    assert.deepEqual(await ask("authentication.getAuthToken"), [false, "It broke."]);
  });
});

describe("toWindowTable", () => {
  const deeds = { toContext: () => ({}), tell: () => {}, subscribe: () => {} };

  const ends: Readonly<Record<string, TextAnswer>> = {
    "authentication.authenticate.success": { kind: "text", text: "x" },
    "authentication.authenticate.failure": { kind: "refused", reason: "x" },
  };
  for (const [func, expected] of Object.entries(ends)) {
    it(`ends with ${func}`, async () => {
      const got: TextAnswer[] = [];
      const table = toWindowTable(deeds, (one) => got.push(one));

      const answer = await answerRequest(table, { id: 1, func, args: ["x"] }, () => {});

      assert.equal(answer, undefined);
      assert.deepEqual(got, [expected]);
    });
  }

  it("is a page of authentication, and gives no tokens", async () => {
    const table = toWindowTable(deeds, () => {});
    const ask = (func: string) => answerRequest(table, { id: 1, func, args: [] }, () => {});

    assert.equal((await ask("initialize"))?.[0], "authentication");
    assert.equal((await ask("authentication.getAuthToken"))?.[0], false);
  });
});
