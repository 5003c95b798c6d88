import * as api from "./api.ts";
import { button, element } from "./element.ts";
import type { Person, TeamsSwitches } from "./model.ts";
import type { Teller } from "./panel.ts";
import { changeTeamsSwitches, letTimePass, readTeamsSwitches } from "./teams-calls.ts";

/** What the panel reads of Teams. */
export interface TeamsReading {
  readonly people: readonly Person[];
  readonly switches: TeamsSwitches;
}

/** The part of the tenant panel that changes how Teams is. */
export interface TeamsPanel {
  readonly form: HTMLElement;
  read(): Promise<TeamsReading>;
  show(reading: TeamsReading): void;
}

export function createTeamsPanel(teller: Teller): TeamsPanel {
  const people = element("fieldset", {
    class: "switches",
    "aria-describedby": "without-app-about",
  });
  const files = toSwitch("no-files", "Takes no files", "Files that the bot offers are not shown.");
  let rows: readonly { readonly person: Person; readonly input: HTMLInputElement }[] = [];
  const change = (part: Partial<TeamsSwitches>, told: string) =>
    tell(teller, () => changeTeamsSwitches(part), told);
  files.input.addEventListener("change", () => {
    const takesFiles = !files.input.checked;
    void change({ takesFiles }, `Clients take ${takesFiles ? "files" : "no files"} of bots now.`);
  });
  const build = (all: readonly Person[]) => {
    rows = all.map((person) => {
      const { row, input } = toSwitch(`without-app-${person.alias}`, person.name);
      people.append(row);
      input.addEventListener("change", () => {
        const chosen = rows.filter((one) => one.input.checked);
        const has = input.checked ? "does not have" : "has";
        void change(
          { withoutApp: chosen.map((one) => one.person.id) },
          `${person.name} ${has} the app now.`,
        );
      });
      return { person, input };
    });
  };
  people.append(
    element("legend", {}, "Do not have the app"),
    element("p", { class: "app-note", id: "without-app-about" }, aboutApp),
  );
  return {
    form: toDetails(files.row, people, toTime(teller)),
    read: async () => {
      const [all, switches] = await Promise.all([api.readPeople(), readTeamsSwitches()]);
      return { people: all, switches };
    },
    show: ({ people: all, switches }) => {
      if (rows.length === 0) build(all);
      files.input.checked = !switches.takesFiles;
      for (const { person, input } of rows) input.checked = switches.withoutApp.includes(person.id);
    },
  };
}

const aboutApp =
  "Their compose box has no message extension, and links of the app are shown to them without a name.";

function toDetails(...parts: readonly HTMLElement[]): HTMLElement {
  const summary = element(
    "summary",
    {},
    element("span", { class: "app-name" }, "Teams"),
    element("span", { class: "app-note" }, "Files, people without the app, time"),
  );
  return element("details", { class: "app-card sign-in-switches" }, summary, ...parts);
}

function toSwitch(id: string, title: string, about?: string) {
  const input = element("input", { type: "checkbox", id });
  const row = element("div", { class: "switch" }, input, element("label", { for: id }, title));
  if (about !== undefined) {
    input.setAttribute("aria-describedby", `${id}-about`);
    row.append(element("span", { id: `${id}-about`, class: "switch-about" }, about));
  }
  return { row, input };
}

/** What Teams keeps for a time ends sooner that way. */
function toTime(teller: Teller): HTMLElement {
  const pass = (minutes: number, told: string) =>
    void tell(teller, () => letTimePass(minutes), told);
  const attributes = { class: "panel-button" };
  return element(
    "fieldset",
    { class: "switches time-switches" },
    element("legend", {}, "Let time pass in Teams"),
    element("p", { class: "app-note" }, aboutTime),
    button("30 minutes", attributes, () => pass(30, "Half an hour has passed in Teams.")),
    button("A day", attributes, () => pass(24 * 60, "A day has passed in Teams.")),
  );
}

const aboutTime = "Previews of links are kept for 30 minutes, private messages for a day.";

async function tell(teller: Teller, deed: () => Promise<void>, told: string): Promise<void> {
  try {
    await deed();
    teller.done(told);
  } catch (error) {
    teller.failed(error);
  }
}
