import { build } from "esbuild";
import type { BrowserContext, Frame, Page } from "playwright-core";

/** teams-js as it is in the package, for a page that a test drives. */
async function bundleTeams(): Promise<string> {
  const names = "app, authentication, pages, sharing";
  const contents = `import { ${names} } from "@microsoft/teams-js"; window.teams = { ${names} };`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    format: "iife",
  });
  return outputFiles[0]?.text ?? "";
}

const script = '<script src="/tab/teams.js"></script>';
const tab = `<!doctype html><html lang="en"><title>Guest</title>${script}
<body><h1>A page of the app</h1><button id="act">Act</button></body></html>`;
const login = "http://login.sandbox.test/authorize";
const start = `<!doctype html><title>Start</title><script>location.href = "${login}"</script>`;

/** Reports with teams-js what stands in its address. */
const end = `<!doctype html><title>End</title>${script}<body>Signed in<script>
const asked = new URLSearchParams(location.search);
teams.app.initialize().then(() => {
  if (asked.has("code")) teams.authentication.notifySuccess(asked.get("code"));
  else teams.authentication.notifyFailure(asked.get("reason"));
});
</script></body></html>`;

/**
 * Puts pages that run the real teams-js in the place of the product's own: the tab, and a sign-in that
 * leaves this origin and comes back.
 */
export async function serveGuestPages(context: BrowserContext, origin: string): Promise<void> {
  const teams = await bundleTeams();
  const html = (body: string) => ({ contentType: "text/html", body });
  const back = `<!doctype html><title>Login</title><a href="${origin}/auth/end?code=c-1">Accept</a>
<a href="${origin}/auth/end?reason=declined">Decline</a>`;
  const pages = { "/tab?*": tab, "/auth/start*": start, "/auth/end*": end };
  for (const [path, body] of Object.entries(pages))
    await context.route(`${origin}${path}`, (route) => route.fulfill(html(body)));
  await context.route(`${login}*`, (route) => route.fulfill(html(back)));
  await context.route("**/tab/teams.js", (route) =>
    route.fulfill({ contentType: "text/javascript", body: teams }),
  );
  // The list of trusted hosts that teams-js asks Microsoft for; without a network the page would complain.
  await context.route("https://res.cdn.office.net/**", (route) =>
    route.fulfill({ json: { validOrigins: [] }, headers: { "access-control-allow-origin": "*" } }),
  );
}

/** The page of the app that a person has open, once its teams-js is there. */
export async function findGuest(page: Page, id: string, alias = ""): Promise<Frame> {
  const person = alias && `[data-person="${alias}"]`;
  const frame = await findFrame(page, `iframe[src$="/tab?page=${id}"]${person}`);
  await frame.waitForFunction("window.teams !== undefined");
  return frame;
}

/** The frame that a selector finds. One that the client takes away in that moment has none: then the next. */
export async function findFrame(page: Page, selector: string): Promise<Frame> {
  for (let tries = 0; tries < 20; tries += 1) {
    const frame = await (await page.waitForSelector(selector)).contentFrame();
    if (frame) return frame;
  }
  throw new Error(`nothing that ${selector} finds has a frame`);
}
