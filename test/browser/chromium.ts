import { accessSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";

const PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** What a browser waits for at most, in milliseconds: it ends what hangs, and is no measure of speed. */
export const PATIENCE_MS = 60_000;

/** Where screenshots go; not kept in the repository. */
export const SCREENSHOTS = join(import.meta.dirname, "../../build/screenshots");

/** The browser of this machine, or undefined; with NEEDS_CHROMIUM it must be there. */
export function findChromium(): string | undefined {
  const found = PATHS.find(isThere);
  if (!found && process.env.NEEDS_CHROMIUM)
    throw new Error(`no Chromium at ${PATHS.join(", ")}: apt-get install chromium`);
  return found;
}

function isThere(path: string): boolean {
  try {
    accessSync(path);
    return true;
  } catch {
    return false;
  }
}

/** Starts the browser without a network of its own. */
export function launch(executablePath: string): Promise<Browser> {
  const quiet = ["background-networking", "component-update", "sync", "quic", "gpu"];
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--no-first-run", ...quiet.map((what) => `--disable-${what}`)],
  });
}

/** Saves what the page shows, to be looked at. */
export async function capture(page: Page, name: string): Promise<void> {
  await mkdir(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
}
