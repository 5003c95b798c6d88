import { spawn } from "node:child_process";
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface ApiAccess {
  readonly resourceAppId: string;
  readonly resourceAccess: readonly { readonly id: string; readonly type: string }[];
}

/** A tenant as the stand-in for the Azure CLI keeps it. */
export interface AzTenant {
  readonly id: string;
  readonly cloud: string;
  readonly applications: { id: string; appId: string; requiredResourceAccess: ApiAccess[] }[];
  readonly servicePrincipals: { id: string; appId: string }[];
  readonly oauth2PermissionGrants: {
    id: string;
    clientId: string;
    consentType: string;
    resourceId: string;
    scope: string;
  }[];
  readonly appRoleAssignments: {
    id: string;
    principalId: string;
    resourceId: string;
    appRoleId: string;
  }[];
  /** Which request is refused, and with what az ends then. @default none */
  readonly failing?: { readonly method: string; readonly path: string; readonly code: number };
  /** Entries of a page. @default 100 */
  readonly pageSize?: number;
  made: number;
}

/** What came of a run. */
export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** Requests in their order: method, address, body. */
  readonly calls: readonly string[];
  readonly tenant: AzTenant;
  /** Files in the folder that nobody put there. */
  readonly strays: readonly string[];
}

/** A folder with a script, an `az` that comes before any other, and a tenant. */
export interface AzStage {
  run(script: string, words: readonly string[], tenant?: AzTenant): Promise<Run>;
  close(): Promise<void>;
}

const OURS = new Set(["az", "calls.txt", "export.sh", "tenant.json"]);

/** Opens a stage. Close it in `after`. */
export async function openAzStage(): Promise<AzStage> {
  const folder = await mkdtemp(join(tmpdir(), "consentry-az-"));
  const az = join(folder, "az");
  const stub = join(import.meta.dirname, "az.ts");
  await writeFile(az, `#!/bin/sh\nexec "${process.execPath}" "${stub}" "$@"\n`);
  await chmod(az, 0o755);
  const state = join(folder, "tenant.json");
  const log = join(folder, "calls.txt");
  return {
    run: async (script, words, tenant) => {
      await writeFile(join(folder, "export.sh"), script);
      await writeFile(log, "");
      if (tenant) await writeFile(state, JSON.stringify(tenant));
      const ended = await runBash(folder, words);
      const calls = (await readFile(log, "utf8")).split("\n").filter((line) => line !== "");
      const files = await readdir(folder);
      return {
        ...ended,
        calls,
        tenant: JSON.parse(await readFile(state, "utf8")),
        strays: files.filter((file) => !OURS.has(file)),
      };
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

function runBash(
  folder: string,
  words: readonly string[],
): Promise<Omit<Run, "calls" | "tenant" | "strays">> {
  return new Promise((resolve, reject) => {
    const child = spawn("bash", ["export.sh", ...words], {
      cwd: folder,
      env: { PATH: `${folder}:/usr/local/bin:/usr/bin:/bin`, AZ_FOLDER: folder, LC_ALL: "C.UTF-8" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const texts = { out: "", err: "" };
    child.stdout.on("data", (data) => (texts.out += data));
    child.stderr.on("data", (data) => (texts.err += data));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...texts }));
  });
}
