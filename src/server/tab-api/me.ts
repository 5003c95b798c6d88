import { mayEnter, rolesFor, type Standing, type Who } from "../../core/access/index.ts";
import { PAGES } from "../../core/tab-api/index.ts";
import { answer, type TabHandler } from "./call.ts";
import { readStanding } from "./read-standing.ts";

/** Who may open each page; what is on it may take more. */
const WHO = { home: "member", catalog: "member", settings: "admin" } as const satisfies Readonly<
  Record<(typeof PAGES)[number], Who>
>;

export const me: TabHandler<"me"> = async ({ tools, identity }) => {
  const standing = await readStanding(tools, identity);
  const { botId, teamsAppId } = tools.appIds;
  return answer({
    name: identity.name,
    roles: [...standing.roles].sort(),
    pages: PAGES.map((id) => toPage(id, standing)),
    botId,
    teamsAppId,
    cloud: tools.world.cloud.title,
  });
};

function toPage(id: (typeof PAGES)[number], standing: Standing) {
  return { id, isOpen: mayEnter(WHO[id], standing), needed: [...rolesFor(WHO[id])] };
}

export const deleteMyData: TabHandler<"deleteMyData"> = async ({ tools, identity }) => {
  await tools.forget(personOf(identity));
  return answer({ done: true });
};

export const signOut: TabHandler<"signOut"> = async ({ tools, identity }) => {
  await tools.signOut(personOf(identity));
  return answer({ done: true });
};

function personOf({ tenantId, personId }: { tenantId: string; personId: string }) {
  return { tenantId, personId };
}
