import assert from "node:assert/strict";
import { toOpened } from "../../../src/sandbox/client/link.ts";

const login = "http://127.0.0.1:4321/11111111-2222-4333-8444-555555555555";

describe("toOpened", () => {
  for (const path of ["v2.0/adminconsent", "adminconsent", "oauth2/v2.0/authorize"]) {
    it(`names who presses to ${path}`, () => {
      const link = `${login}/${path}?scope=a%20b&state=x%2By`;

      assert.equal(toOpened(link, "guest"), `${link}&as=guest`);
    });
  }

  it("keeps a fragment last", () => {
    assert.equal(
      toOpened(`${login}/adminconsent#top`, "guest"),
      `${login}/adminconsent?as=guest#top`,
    );
  });

  const untouched: Readonly<Record<string, string>> = {
    "the real sign-in": "https://login.microsoftonline.com/contoso.example/adminconsent?state=x",
    "other pages of this machine": "http://127.0.0.1:4321/pictures/scope.svg?x=1",
    "a page that only looks alike": "http://127.0.0.1.example/t/adminconsent?state=x",
    "a deeper path": "http://127.0.0.1:4321/a/b/adminconsent",
  };
  for (const [name, link] of Object.entries(untouched)) {
    it(`opens ${name} as it is`, () => {
      assert.equal(toOpened(link, "guest"), link);
    });
  }

  for (const link of ["javascript:alert(1)", "file:///etc/passwd", "/relative", ""]) {
    it(`opens nothing for "${link}"`, () => {
      assert.equal(toOpened(link, "guest"), undefined);
    });
  }
});
