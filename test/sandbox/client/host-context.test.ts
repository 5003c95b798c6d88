import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import {
  pageTitles,
  type TabSeat,
  toTabContext,
} from "../../../src/sandbox/client/host-context.ts";
import { tabNames } from "../../../src/sandbox/client/view-state.ts";

function makeSeat(overrides: Partial<TabSeat> = {}): TabSeat {
  const person = {
    id: "b2e2a7b1-7d2f-4c68-9a1f-3eab62d1a202",
    alias: "global-admin",
    name: "Jonas Weber",
    title: "Global Administrator",
    userPrincipalName: "jonas.weber@contoso.example",
    locale: "de-DE",
  };
  const bot = { id: "28:bot", name: "Consentry" };
  return { person, bot, tenantId: "t", page: "home", subPage: "", theme: "contrast", ...overrides };
}

describe("toTabContext", () => {
  it("tells who looks at what, and how", () => {
    assert.deepEqual(toTabContext(makeSeat({ subPage: "s.1" })), {
      locale: "de-de",
      theme: "contrast",
      frameContext: "content",
      userObjectId: "b2e2a7b1-7d2f-4c68-9a1f-3eab62d1a202",
      userPrincipalName: "jonas.weber@contoso.example",
      loginHint: "jonas.weber@contoso.example",
      userDisplayName: "Jonas Weber",
      tid: "t",
      hostName: "Teams",
      hostClientType: "web",
      isFullScreen: false,
      isMultiWindow: false,
      entityId: "home",
      subEntityId: "s.1",
    });
  });

  it("leaves an empty sub page out", () => {
    assert.equal("subEntityId" in toTabContext(makeSeat()), false);
  });

  for (const [theme, name] of [
    ["light", "default"],
    ["dark", "dark"],
  ] as const) {
    it(`calls ${theme} by the name that apps know`, () => {
      assert.equal(toTabContext(makeSeat({ theme })).theme, name);
    });
  }
});

describe("pageTitles", () => {
  it("are those of the manifest", () => {
    const manifest = new URL("../../../appPackage/manifest.json", import.meta.url);
    const { staticTabs } = JSON.parse(readFileSync(manifest, "utf8"));
    const tabs = (staticTabs as { entityId: string; name: string; contentUrl?: string }[]).filter(
      ({ contentUrl }) => contentUrl !== undefined,
    );

    const named = Object.fromEntries(tabs.map(({ entityId, name }) => [entityId, name]));

    assert.deepEqual(named, pageTitles);
    assert.deepEqual(Object.keys(pageTitles), tabNames);
  });
});
