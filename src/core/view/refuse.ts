import { bottomBar, wizardButton } from "./actions.ts";
import { facts, paragraphs, say, toView } from "./parts.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** What nobody may ask for by chat, and which roles may grant what. */
export function drawRefuse(voice: Voice): View {
  const { t, local, world } = voice;
  const roles = world.catalogue.consent.grantRoles.filter(({ grants }) => grants.length > 0);
  return toView(voice, "refuse", t("refuse.title"), {
    title: say(t("refuse.title")),
    lead: paragraphs([t("refuse.lead"), t("refuse.instead")]),
    heading: say(t("refuse.who")),
    roles: facts(roles.map(({ title, may }) => ({ title: local(title), text: local(may) }))),
    actions: bottomBar(voice, [wizardButton(voice)]),
  });
}

/** Guests neither check a tenant nor ask for consent in it. */
export function drawRefuseGuest(voice: Voice): View {
  const { t } = voice;
  return toView(voice, "refuse", t("refuse.guest.title"), {
    title: say(t("refuse.guest.title")),
    lead: paragraphs([t("refuse.guest.lead"), t("refuse.guest.instead")]),
    heading: say(t("refuse.guest.who")),
    roles: facts([{ title: t("refuse.guest.member"), text: t("refuse.guest.may") }]),
    actions: bottomBar(voice, [wizardButton(voice)]),
  });
}
