import { avatar, button, element } from "./element.ts";
import type { Bot, Conversation, Person } from "./model.ts";

export interface RailModel {
  readonly people: readonly Person[];
  readonly conversations: readonly Conversation[];
  readonly bot: Bot;
  readonly as: string;
  readonly selected: string;
  readonly unread: ReadonlySet<string>;
}

export interface RailDeeds {
  bePerson(person: Person): void;
  open(conversation: Conversation): void;
}

/** Draws the left side anew; the keyboard stays on the same entry. */
export function drawRail(rail: HTMLElement, model: RailModel, deeds: RailDeeds): void {
  const focused = document.activeElement?.closest(".entry, .persona")?.textContent;
  rail.replaceChildren(...renderRail(model, deeds));
  if (focused) refocus(rail, focused);
}

function refocus(rail: HTMLElement, text: string): void {
  const found = [...rail.querySelectorAll<HTMLElement>(".entry, .persona")].find(
    (one) => one.textContent === text,
  );
  (found?.querySelector("input") ?? found)?.focus();
}

/** Who you are, your chats, your teams with their channels. */
function renderRail(model: RailModel, deeds: RailDeeds): readonly HTMLElement[] {
  const { conversations } = model;
  const chats = conversations.filter((one) => one.type !== "channel");
  const channels = conversations.filter((one) => one.type === "channel");
  return [
    switcher(model, deeds),
    section("Chats", chats, model, deeds),
    ...[...new Set(channels.map((one) => one.team?.name ?? ""))].map((team) =>
      section(
        team,
        channels.filter((one) => one.team?.name === team),
        model,
        deeds,
      ),
    ),
  ];
}

function switcher(model: RailModel, deeds: RailDeeds): HTMLElement {
  const choices = model.people.map((person) => {
    const input = element("input", { type: "radio", name: "as", value: person.id });
    input.checked = person.alias === model.as;
    input.addEventListener("change", () => deeds.bePerson(person));
    return element(
      "label",
      { class: "persona" },
      input,
      avatar(person.name, "person"),
      element("span", { class: "persona-name" }, person.name),
      element("span", { class: "persona-title" }, person.title),
    );
  });
  const legend = element("legend", { class: "rail-title" }, "You are");
  return element("fieldset", { class: "people" }, legend, ...choices);
}

function section(
  title: string,
  conversations: readonly Conversation[],
  model: RailModel,
  deeds: RailDeeds,
): HTMLElement {
  const items = conversations.map((one) => element("li", {}, entry(one, model, deeds)));
  return element(
    "section",
    { class: "rail-section", "aria-label": title },
    element("h2", { class: "rail-title" }, title),
    element("ul", {}, ...items),
  );
}

function entry(conversation: Conversation, model: RailModel, deeds: RailDeeds): HTMLElement {
  const name = toTitle(conversation, model.bot);
  const isUnread = model.unread.has(conversation.id);
  const made = button("", { class: "entry" }, () => deeds.open(conversation));
  if (conversation.id === model.selected) made.setAttribute("aria-current", "page");
  made.classList.toggle("unread", isUnread);
  made.append(toMark(conversation, name), element("span", { class: "entry-name" }, name));
  if (isUnread) made.append(element("span", { class: "dot" }, element("span", {}, "new")));
  return made;
}

function toMark({ type }: Conversation, name: string): HTMLElement {
  if (type === "channel") {
    return element("span", { class: "avatar channel", "aria-hidden": "true" }, "#");
  }
  return avatar(name, type === "personal" ? "bot" : "person");
}

/** Name of a conversation as its members see it: the personal chat is named after the bot. */
export function toTitle(conversation: Conversation, bot: Bot): string {
  return conversation.type === "personal" ? bot.name : conversation.name;
}

/** The head of the pane: what is open and who is in it. */
export function renderHead(conversation: Conversation, bot: Bot): readonly HTMLElement[] {
  const title = toTitle(conversation, bot);
  const names = conversation.members.map((member) => member.name);
  const app = conversation.hasBot ? [bot.name] : [];
  const members = conversation.type === "personal" ? "App" : [...app, ...names].join(", ");
  const place = conversation.team ? `${conversation.team.name} · ${members}` : members;
  return [
    toMark(conversation, title),
    element("h1", { class: "head-title" }, title),
    element("p", { class: "head-members", title: place }, place),
  ];
}
