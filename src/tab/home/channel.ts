import { html, nothing, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import type { Load } from "../load.ts";
import type { Context } from "../view/context.ts";
import { drawBadge, drawDisclosure } from "../view/controls.ts";
import { drawFacts, type Fact, toYesNo } from "../view/facts.ts";
import { drawHomeLoad } from "./gate.ts";
import { drawReaders } from "./readers.ts";

type Channel = TabOutput<"listChannels">["channels"][number];
type Details = TabOutput<"readChannel">;

/** A channel that opens and closes. */
export interface ChannelSection {
  readonly channel: Channel;
  readonly details: Load<Details>;
  readonly draw: () => TemplateResult;
}

let made = 0;

export function createChannel(context: Context, team: string, channel: Channel): ChannelSection {
  const id = `channel-${++made}`;
  const params = { team, channel: channel.id };
  const details = context.load(() => context.api("readChannel", { params }));
  let isOpen = false;
  const toggle = (): void => {
    isOpen = !isOpen;
    if (isOpen) void details.want();
    context.redraw();
  };
  const { name: title } = channel;
  const body = () =>
    html`${drawHomeLoad(context, details, (value) => drawChannel(context, value))}`;
  const beside = drawMembership(context, channel);
  return {
    channel,
    details,
    draw: () => drawDisclosure({ id, title, isOpen, toggle, level: 4, beside, body }),
  };
}

function drawMembership({ t }: Context, { membership }: Channel): TemplateResult | typeof nothing {
  const isPlain = membership === "standard" || membership === "unknown";
  return isPlain ? nothing : drawBadge(t(`tab.home.membership.${membership}`));
}

function drawChannel(context: Context, details: Details): TemplateResult {
  const { t } = context;
  return html`${drawReaders(context, details.readers, t("tab.home.channel.readers"))}
    ${drawPosting(context, details)}
    ${drawFacts(toFacts(context, details))}`;
}

function drawPosting({ t }: Context, details: Details): TemplateResult {
  const { mayBotsPost, isArchived } = details;
  if (isArchived) return html`<p class="warning">${t("tab.home.posting.archived")}</p>`;
  if (mayBotsPost === false) return html`<p class="warning">${t("tab.home.posting.no")}</p>`;
  return html`<p>${t(mayBotsPost === null ? "tab.home.posting.untold" : "tab.home.posting.yes")}</p>`;
}

function toFacts({ t }: Context, { whoMayPost, isPinned }: Details): readonly Fact[] {
  const who = whoMayPost === null ? t("tab.home.untold") : t(`tab.home.post.${whoMayPost}`);
  return [
    { name: t("tab.home.channel.post"), value: who },
    { name: t("tab.home.channel.pinned"), value: toYesNo(t, isPinned) },
  ];
}
