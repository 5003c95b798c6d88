// A process of its own: the simulated tenant with its 1,002 service principals, as slow as it is told.
import { loadCatalogue } from "../src/config/index.ts";
import { startSandbox } from "../src/sandbox/index.ts";
import { APP_ID, APP_SECRET, TENANT_ID } from "./setup.ts";

/** How long each request to Microsoft Graph takes longer from now on, in ms. */
export interface TenantRequest {
  readonly delayMs: number;
}

export interface TenantReport {
  readonly port?: number;
}

const nothing = () => undefined;
const sandbox = await startSandbox({
  appId: APP_ID,
  appSecret: APP_SECRET,
  tenantId: TENANT_ID,
  botName: "Consentry",
  catalogue: await loadCatalogue(),
  log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
  clock: { now: () => Date.now() },
  ids: { next: () => crypto.randomUUID() },
});

process.on("message", ({ delayMs }: TenantRequest) => {
  sandbox.faults.reset();
  if (delayMs > 0) sandbox.faults.add({ match: { service: "graph" }, times: 0, delayMs });
  process.send?.({} satisfies TenantReport);
});
process.on("disconnect", () => process.exit(0));
process.send?.({ port: Number(new URL(sandbox.origin).port) } satisfies TenantReport);
