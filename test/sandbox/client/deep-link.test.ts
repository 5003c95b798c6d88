import assert from "node:assert/strict";
import { type DeepLink, readDeepLink, toPageLink } from "../../../src/sandbox/client/deep-link.ts";

const teams = "https://teams.microsoft.com";
const context = (fields: object) => encodeURIComponent(JSON.stringify(fields));
const page = { kind: "page", appId: "app", page: "catalog" } as const;

describe("readDeepLink", () => {
  const cases: Readonly<Record<string, DeepLink>> = {
    [`${teams}/l/chat/0/0?users=28:bot&message=who%20needs%20it%3F`]: {
      kind: "chat",
      users: ["28:bot"],
      message: "who needs it?",
    },
    [`${teams}/l/chat/0/0?users=a@contoso.example,28:bot`]: {
      kind: "chat",
      users: ["a@contoso.example", "28:bot"],
      message: "",
    },
    [`${teams}/l/message/19%3Ax%40thread.tacv2/1700?groupId=g&parentMessageId=1600`]: {
      kind: "message",
      conversation: "19:x@thread.tacv2",
      message: "1700",
    },
    [`${teams}/l/message/19%3Ax%40thread.tacv2`]: {
      kind: "outside",
      url: `${teams}/l/message/19%3Ax%40thread.tacv2`,
    },
    [`${teams}/l/entity/app/catalog`]: { ...page, subPage: "" },
    [`${teams}/l/entity/app/catalog?context=${context({ subEntityId: "s.1" })}`]: {
      ...page,
      subPage: "s.1",
    },
    [`https://teams.cloud.microsoft/l/entity/app/catalog?context=${context({ subPageId: "s" })}`]: {
      ...page,
      subPage: "s",
    },
    [`${teams}/l/entity/app/catalog?context=broken`]: { ...page, subPage: "" },
    "http://127.0.0.1:4321/x": { kind: "window", url: "http://127.0.0.1:4321/x" },
    "http://localhost:4321/x": { kind: "window", url: "http://localhost:4321/x" },
    "http://127.0.0.1.example/x": { kind: "outside", url: "http://127.0.0.1.example/x" },
    "https://learn.microsoft.com/x": { kind: "outside", url: "https://learn.microsoft.com/x" },
    [`${teams}/l/app/app`]: { kind: "outside", url: `${teams}/l/app/app` },
    [`${teams}/l/entity/app`]: { kind: "outside", url: `${teams}/l/entity/app` },
    "http://teams.microsoft.com/l/entity/app/home": {
      kind: "outside",
      url: "http://teams.microsoft.com/l/entity/app/home",
    },
    "javascript:alert(1)": { kind: "broken" },
    "/relative": { kind: "broken" },
  };
  for (const [link, meant] of Object.entries(cases)) {
    it(`reads ${link.slice(0, 55)}`, () => {
      assert.deepEqual(readDeepLink(link), meant);
    });
  }
});

describe("toPageLink", () => {
  for (const subPage of ["", 'a "b" & c']) {
    it(`writes what readDeepLink reads: "${subPage}"`, () => {
      assert.deepEqual(readDeepLink(toPageLink("app", "catalog", subPage)), { ...page, subPage });
    });
  }
});
