import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { clouds, findCloud } from "../../src/core/cloud/index.ts";
import { EXPORT_FORMATS } from "../../src/core/export/index.ts";
import { createTabPage } from "../../src/server/tab-page/index.ts";
import {
  COMMON_HEADERS,
  createTabTools,
  headersOf,
  startTabStage,
  type TabStage,
  TEAM,
} from "../support/tab-stage.ts";

describe("every page", () => {
  let stage: TabStage;
  before(async () => {
    stage = await startTabStage();
  });
  after(() => stage?.stop());

  /** Without the time that bundling takes. */
  const bundle = async () => ({
    files: new Map(),
    start: "start-0.js",
    authEnd: "auth-end-0.js",
    style: "style-0.css",
    preloads: [],
  });

  const hashOf = (html: string) => {
    const style = /<style>([\s\S]*)<\/style>/.exec(html)?.[1] ?? "";
    return `'sha256-${createHash("sha256").update(style).digest("base64")}'`;
  };
  const pageHeaders = (policy: readonly string[]) => ({
    ...COMMON_HEADERS,
    "cache-control": "no-store",
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy.join("; "),
  });

  it("S60 has its exact headers in every cloud", async () => {
    for (const { id } of clouds) {
      const cloud = findCloud(id, { origin: "http://127.0.0.1:1", tenantId: TEAM });
      const { frameAncestors } = cloud;
      const { world } = createTabTools();
      stage.open({ world: { ...world, cloud } }, createTabPage({ frameAncestors, bundle }));

      const tab = await fetch(`${stage.origin}/tab`);

      const policy = [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        `frame-ancestors ${frameAncestors.join(" ")}`,
      ];
      assert.deepEqual(headersOf(tab), pageHeaders(policy), id);
      assert.equal(tab.headers.has("x-frame-options"), false);
    }
  });

  it("S60 lets a picture run nothing", async () => {
    stage.open();

    const response = await fetch(`${stage.origin}/pictures/scopes/nbold.en.svg`);

    assert.deepEqual(headersOf(response), {
      ...COMMON_HEADERS,
      "cross-origin-resource-policy": "cross-origin",
      "cache-control": "public, max-age=3600",
      "content-type": "image/svg+xml; charset=utf-8",
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    });
  });

  const SUBJECT = "/p/permission:graph:Mail.Send";
  /** What anybody may read and any cache may keep, in the reader's language. */
  const KEPT = { "cache-control": "public, max-age=300", vary: "Accept-Language" };

  it("S60 lets the page of a permalink run nothing", async () => {
    stage.open();

    const response = await fetch(stage.origin + SUBJECT);

    const policy = [
      "default-src 'none'",
      `style-src ${hashOf(await response.text())}`,
      "img-src 'self' data:",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ];
    assert.deepEqual(headersOf(response), { ...pageHeaders(policy), ...KEPT });
  });

  it("S60 gives each export as a file that nothing opens", async () => {
    stage.open();

    for (const { id, mediaType } of EXPORT_FORMATS) {
      const response = await fetch(`${stage.origin}/p/1~nbold.scope_home/export/${id}`);

      const { "content-disposition": disposition, ...headers } = headersOf(response);
      assert.equal(response.status, 200, id);
      assert.match(String(disposition), /^attachment; filename="([\w.-]+)"; filename\*=UTF-8''\1$/);
      assert.deepEqual(headers, {
        ...COMMON_HEADERS,
        ...KEPT,
        "content-type": mediaType,
        "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
      });
    }
  });

  for (const [path, scripts] of [
    ["/p/nothing", []],
    ["/consent/callback", []],
    ["/auth/start", []],
    ["/auth/end", ["script-src 'self'"]],
  ] as const)
    it(`runs nothing but its own: ${path}`, async () => {
      stage.open();

      const response = await fetch(stage.origin + path);

      const policy = [
        "default-src 'none'",
        ...scripts,
        `style-src ${hashOf(await response.text())}`,
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
      ];
      assert.deepEqual(headersOf(response), pageHeaders(policy));
    });
});
