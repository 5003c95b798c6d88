import { type Standing, toStanding } from "../../core/access/index.ts";
import type { Identity } from "../../ports/index.ts";
import type { TabTools } from "./tools.ts";

/** Who somebody is to Consentry, with the roles that the tenant's settings give now. */
export async function readStanding(
  { settings }: Pick<TabTools, "settings">,
  identity: Identity,
): Promise<Standing> {
  return toStanding(identity, (await settings.read(identity.tenantId)).settings);
}
