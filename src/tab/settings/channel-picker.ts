import { html, nothing, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import type { Load } from "../load.ts";
import type { Context } from "../view/context.ts";
import { drawLoad } from "../view/loading.ts";
import { drawError } from "./error-line.ts";
import type { Errors } from "./field-error.ts";
import type { Draft } from "./form.ts";

type Channel = Draft["approval"]["channel"];
type Team = TabOutput<"listTeams">["teams"][number];
type Channels = TabOutput<"listChannels">["channels"];

/** Picks the channel in which requests are shown: first its team, then the channel. */
export interface ChannelPicker {
  draw(chosen: Channel, errors: Errors): TemplateResult;
}

export function createChannelPicker(
  context: Context,
  change: (channel: Channel) => void,
): ChannelPicker {
  const { t } = context;
  const teams = context.load(() => context.api("listTeams"));
  const lists = new Map<string, Load<TabOutput<"listChannels">>>();
  let team: Team | undefined;
  const findChannels = (id: string) => {
    const params = { team: id };
    const list = lists.get(id) ?? context.load(() => context.api("listChannels", { params }));
    lists.set(id, list);
    return list;
  };
  const pickTeam = (known: readonly Team[], id: string): void => {
    team = known.find((one) => one.id === id);
    if (team) void findChannels(team.id).want();
    change(null);
  };
  const pickChannel = (channels: Channels, id: string): void => {
    const channel = channels.find((one) => one.id === id);
    const named = channel && { channelId: channel.id, channelName: channel.name };
    const place = team && { teamId: team.id.toLowerCase(), teamName: team.name };
    change(place && named ? { ...place, ...named } : null);
  };
  const drawChannels = (chosen: Channel, { channels }: { channels: Channels }) =>
    drawSelect(context, {
      id: "setting-approvalChannel-channel",
      label: t("tab.settings.approvalChannel.channel"),
      // A bot may post into the channels of the whole team only.
      entries: channels.filter(({ membership }) => membership === "standard"),
      chosen: chosen?.channelId ?? "",
      pick: (id) => pickChannel(channels, id),
    });
  const drawTeams = (chosen: Channel, { teams: known }: { teams: readonly Team[] }) => {
    if (known.length === 0) return html`<p>${t("tab.home.teams.none")}</p>`;
    const picked = team ?? known.find(({ id }) => id.toLowerCase() === chosen?.teamId);
    return html`${drawSelect(context, {
      id: "setting-approvalChannel",
      label: t("tab.settings.approvalChannel.team"),
      entries: known,
      chosen: picked?.id ?? "",
      pick: (id) => pickTeam(known, id),
    })}${team ? drawLoad(context, findChannels(team.id), (read) => drawChannels(chosen, read)) : nothing}`;
  };
  return {
    draw: (chosen, errors) => {
      // The list is asked for once somebody wants a channel, and not while the page is drawn.
      if (teams.state.kind === "idle") queueMicrotask(() => void teams.want());
      const where = chosen && { team: chosen.teamName, channel: chosen.channelName };
      return html`<section class="group" role="group" aria-labelledby="group-approvalChannel">
        <h2 id="group-approvalChannel">${t("tab.settings.approvalChannel.title")}</h2>
        <p class="fine">${t("tab.settings.approvalChannel.help")}</p>
        <p>${where ? t("tab.settings.approvalChannel.chosen", where) : t("tab.settings.approvalChannel.none")}</p>
        ${drawLoad(context, teams, (read) => drawTeams(chosen, read))}
        ${drawError(context, errors, "approvalChannel")}
      </section>`;
    },
  };
}

interface Select {
  readonly id: string;
  readonly label: string;
  readonly entries: readonly { readonly id: string; readonly name: string }[];
  readonly chosen: string;
  readonly pick: (id: string) => void;
}

function drawSelect({ t }: Context, { id, label, entries, chosen, pick }: Select): TemplateResult {
  const changed = (event: Event) => pick((event.target as HTMLSelectElement).value);
  return html`<label for=${id}>${label}</label>
    <select id=${id} aria-describedby="setting-approvalChannel-error" @change=${changed}>
      <option value="" .selected=${chosen === ""}>${t("tab.settings.approvalChannel.pick")}</option>
      ${entries.map((one) => html`<option value=${one.id} .selected=${one.id === chosen}>${one.name}</option>`)}
    </select>`;
}
