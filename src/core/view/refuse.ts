import type { EntraRole } from "../access/index.ts";
import { bottomBar, wizardButton } from "./actions.ts";
import { facts, lines, type Part, paragraphs, quote, say, toView } from "./parts.ts";
import { joined } from "./state-table.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** Who decides on requests in a tenant, as its settings say. */
export interface Deciders {
  /** Names, as Settings shows them; none where several people read along. */
  readonly people: readonly string[];
  /** How many people are named, whether they are shown or not. */
  readonly named: number;
  readonly roles: readonly EntraRole[];
  readonly isTwoPerson: boolean;
}

/**
 * What nobody may ask for by chat, and which roles may grant what.
 * @param deciders who decides on requests here; @default left out, where no tenant is known
 */
export function drawRefuse(voice: Voice, deciders?: Deciders): View {
  const { t, local, world } = voice;
  const roles = world.catalogue.consent.grantRoles.filter(({ grants }) => grants.length > 0);
  return toView(voice, "refuse", t("refuse.title"), {
    title: say(t("refuse.title")),
    lead: lines([
      say(t("refuse.lead")),
      say(t("refuse.instead")),
      ...(deciders ? deciderLines(voice, deciders) : []),
    ]),
    heading: say(t("refuse.who")),
    roles: facts(roles.map(({ title, may }) => ({ title: local(title), text: local(may) }))),
    actions: bottomBar(voice, [wizardButton(voice)]),
  });
}

/** Somebody may not decide on a request: because it is their own, or because Settings names others. */
export function drawRefuseDeciding(
  voice: Voice,
  why: "own" | "not-approver",
  deciders: Deciders,
): View {
  const { t } = voice;
  const title = t(`refuse.deciding.${why}.title`);
  return toView(voice, "refuse", title, {
    title: say(title),
    lead: lines([say(t(`request.note.${why}`)), ...deciderLines(voice, deciders)]),
    heading: say(t("refuse.role.who")),
    roles: facts(
      deciders.roles.map((role) => ({ title: t(`role.${role}`), text: t(`role.${role}.is`) })),
    ),
    actions: bottomBar(voice, []),
  });
}

/** Names that are told; of more it is said how many. */
const NAME_LIMIT = 12;

function deciderLines({ t }: Voice, { people, named, roles, isTwoPerson }: Deciders): Part[] {
  const told = people.slice(0, NAME_LIMIT).map(quote);
  const titles = roles.map((role) => t(`role.${role}`)).join(", ");
  return [
    ...(told.length > 0
      ? [joined([say(t("refuse.deciders.people")), joined(told, ", ")])]
      : named > 0
        ? [say(t("refuse.deciders.named", { count: named }))]
        : []),
    ...(people.length > NAME_LIMIT
      ? [say(t("report.more", { count: people.length - NAME_LIMIT }))]
      : []),
    ...(titles === "" ? [] : [say(t("refuse.deciders.roles", { roles: titles }))]),
    ...(named === 0 && titles === "" ? [say(t("request.to.nobody"))] : []),
    ...(isTwoPerson ? [say(t("refuse.deciders.two"))] : []),
  ];
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

/** A request that this tenant does not have, or has forgotten. */
export function drawRefuseGone(voice: Voice): View {
  const { t } = voice;
  const title = t("refuse.gone.title");
  return toView(voice, "refuse", title, {
    title: say(title),
    lead: paragraphs([t("refuse.gone.lead")]),
    heading: say(t("refuse.gone.next")),
    roles: facts([{ title: t("action.history.title"), text: t("refuse.gone.history") }]),
    actions: bottomBar(voice, [wizardButton(voice)]),
  });
}
