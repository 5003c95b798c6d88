import { html, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import type { Load } from "../load.ts";
import type { Context } from "../view/context.ts";
import { drawDisclosure } from "../view/controls.ts";
import { drawFacts, type Fact, toYesNo } from "../view/facts.ts";
import { drawLoad } from "../view/loading.ts";
import { type ChannelSection, createChannel } from "./channel.ts";
import { drawHomeLoad, isWaiting } from "./gate.ts";
import { drawReaders } from "./readers.ts";

type Team = TabOutput<"listTeams">["teams"][number];
type Details = TabOutput<"readTeam">;

/** A team that opens and closes. */
export interface TeamSection {
  /** Opens it. @returns once all is there that stands in it, or could not be had */
  readonly open: () => Promise<void>;
  readonly draw: () => TemplateResult;
  /** What waits for the consent of Home. */
  readonly listWaiting: () => readonly Load<unknown>[];
}

let made = 0;

export function createTeam(context: Context, team: Team): TeamSection {
  const params = { team: team.id };
  const id = `team-${++made}`;
  const details = context.load(() => context.api("readTeam", { params }));
  const channels = context.load(() => context.api("listChannels", { params }));
  const sections = new Map<string, ChannelSection>();
  let isOpen = false;
  const findSection = (channel: ChannelSection["channel"]): ChannelSection => {
    const section = sections.get(channel.id) ?? createChannel(context, team.id, channel);
    sections.set(channel.id, section);
    return section;
  };
  const open = async (): Promise<void> => {
    isOpen = true;
    await Promise.all([channels.want(), details.want()]);
  };
  const toggle = (): void => {
    if (isOpen) isOpen = false;
    else void open();
    context.redraw();
  };
  const body = () => html`
    ${drawHomeLoad(context, details, (value) => drawTeam(context, team, value))}
    ${drawLoad(context, channels, (value) => drawChannels(context, value.channels.map(findSection)))}`;
  return {
    open,
    draw: () => drawDisclosure({ id, title: team.name, isOpen, toggle, level: 3, body }),
    listWaiting: () =>
      [details, ...[...sections.values()].map(({ details: one }) => one)].filter(isWaiting),
  };
}

function drawTeam(context: Context, { description }: Team, details: Details): TemplateResult {
  const { t } = context;
  const about = description === null ? "" : description;
  return html`<p class="lead">${about}</p>
    ${drawReaders(context, details.readers, t("tab.home.team.readers"))}
    ${drawFacts(toFacts(context, details))}`;
}

function toFacts({ t }: Context, details: Details): readonly Fact[] {
  const { visibility, isArchived, mayGuestsAddChannels, mayMembersAddApps } = details;
  return [
    { name: t("tab.home.team.visibility"), value: t(`tab.home.visibility.${visibility}`) },
    { name: t("tab.home.team.archived"), value: toYesNo(t, isArchived) },
    { name: t("tab.home.team.guestsAddChannels"), value: toYesNo(t, mayGuestsAddChannels) },
    { name: t("tab.home.team.addApps"), value: toYesNo(t, mayMembersAddApps) },
  ];
}

function drawChannels({ t }: Context, sections: readonly ChannelSection[]): TemplateResult {
  if (sections.length === 0) return html`<p>${t("tab.home.channels.none")}</p>`;
  return html`<p class="label">${t("tab.home.channels.title")}</p>
    <ul class="channels">${sections.map(({ draw }) => html`<li>${draw()}</li>`)}</ul>`;
}
