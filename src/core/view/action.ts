import type { Case, Selection } from "../advisor/index.ts";
import { type ActionId, needsSetUp } from "../understanding/index.ts";
import { isInPortal } from "./action-traits.ts";
import { bottomBar } from "./actions.ts";
import { buttons, link, scenarioButton } from "./buttons.ts";
import { caseTitle } from "./names.ts";
import { group, list, type Part, type Parts, paragraphs, say, section, toView } from "./parts.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";
import { listProducts, productButtons } from "./wizard.ts";

/** What an action does, what to do until it is there, and the next step. */
export function drawAction(
  voice: Voice,
  action: ActionId,
  selection: Selection,
  cases: readonly Case[],
): View {
  const { t } = voice;
  const isOpen = needsSetUp(action) && selection.length === 0;
  return toActionView(voice, action, {
    lead: paragraphs([t(`action.${action}.does`), t(`action.${action}.until`)]),
    about: section(
      t("action.about"),
      cases.map((found) => caseTitle(voice, found)),
    ),
    ask: paragraphs(isOpen ? [t("action.which")] : []),
    choices: buttons(isOpen ? productButtons(voice) : []),
    links: list(isInPortal(action) ? [portalLink(voice)] : []),
    groups: list([]),
    actions: bottomBar(voice, []),
  });
}

/** All cases of the catalogue, or all scopes, as buttons under their products. */
export function drawListing(voice: Voice, action: "scenarios" | "scopes"): View {
  const { t, local } = voice;
  const packs = listProducts(voice).flatMap((pack) => {
    const listed = pack.scenarios.filter((one) => action === "scenarios" || one.context);
    return listed.length === 0 ? [] : [{ pack, listed }];
  });
  const groups = packs.map(({ pack, listed }) =>
    group({
      heading: say(local(pack.head.title)),
      choices: buttons(listed.map((one) => scenarioButton(voice, pack, one))),
    }),
  );
  return toActionView(voice, action, {
    lead: paragraphs([t(`action.${action}.does`)]),
    about: list([]),
    ask: list([]),
    choices: list([]),
    links: list([]),
    groups: list(groups),
    actions: bottomBar(voice, []),
  });
}

function toActionView(voice: Voice, action: ActionId, parts: Parts): View {
  const title = voice.t(`action.${action}.title`);
  return toView(voice, "action", title, { title: say(title), ...parts });
}

/** Where permissions of an app stand in the portal of the cloud. */
export function portalLink({ t, world }: Voice): Part {
  return link(t("button.portal"), world.cloud.portalBase);
}
