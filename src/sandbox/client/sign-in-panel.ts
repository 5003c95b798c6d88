import * as api from "./api.ts";
import { element } from "./element.ts";
import type { Person, SignInSwitches } from "./model.ts";
import type { Teller } from "./panel.ts";

/** What the panel reads of the sign-in service. */
export interface SignInReading {
  readonly people: readonly Person[];
  readonly switches: SignInSwitches;
}

/** The part of the tenant panel that changes how people sign in. */
export interface SignInPanel {
  readonly form: HTMLElement;
  read(): Promise<SignInReading>;
  show(reading: SignInReading): void;
}

type List = "mfa" | "blocked";

const lists: Readonly<Record<List, { readonly title: string; readonly about: string }>> = {
  mfa: {
    title: "Need a second factor",
    about: "Entra ID wants more proof before these people reach Microsoft Graph (AADSTS50076).",
  },
  blocked: {
    title: "Kept out by a policy",
    about: "Conditional access keeps these people from Microsoft Graph (AADSTS53003).",
  },
};

/** One person in one list. */
interface Row {
  readonly list: List;
  readonly person: Person;
  readonly input: HTMLInputElement;
}

export function createSignInPanel(teller: Teller): SignInPanel {
  let rows: readonly Row[] = [];
  const change = (part: Partial<SignInSwitches>, told: string) => carryOut(teller, part, told);
  const place = element("div", { class: "sign-in-lists" });
  const host = createHostToken(change);
  const life = createLifetime(change);
  const build = (people: readonly Person[]) => {
    rows = people.flatMap((person) => [toRow("mfa", person), toRow("blocked", person)]);
    for (const { input, list, person } of rows)
      input.addEventListener("change", () => {
        const ids = rows.filter((one) => one.list === list && one.input.checked);
        const state = input.checked ? "on" : "off";
        const told = `${lists[list].title}, ${person.name}: ${state}.`;
        void change({ [list]: ids.map((one) => one.person.id) }, told);
      });
    place.replaceChildren(toFieldset("mfa", rows), toFieldset("blocked", rows));
  };
  return {
    form: toDetails(place, host.row, life.form),
    read: async () => {
      const [people, switches] = await Promise.all([api.readPeople(), api.readSignInSwitches()]);
      return { people, switches };
    },
    show: ({ people, switches }) => {
      if (rows.length === 0) build(people);
      for (const { list, person, input } of rows)
        input.checked = switches[list].includes(person.id);
      host.input.checked = switches.hostToken === "refused";
      life.show(switches.tokenLifetimeSeconds);
    },
  };
}

function toDetails(...parts: readonly HTMLElement[]): HTMLElement {
  const summary = element(
    "summary",
    {},
    element("span", { class: "app-name" }, "Sign-in of people"),
    element("span", { class: "app-note" }, "Second factor, policies, tokens from Teams"),
  );
  return element("details", { class: "app-card sign-in-switches" }, summary, ...parts);
}

function toRow(list: List, person: Person): Row {
  const input = element("input", { type: "checkbox", id: `${list}-${person.alias}` });
  return { list, person, input };
}

function toFieldset(list: List, rows: readonly Row[]): HTMLElement {
  const { title, about } = lists[list];
  const id = `${list}-about`;
  return element(
    "fieldset",
    { class: "switches", "aria-describedby": id },
    element("legend", {}, title),
    element("p", { class: "app-note", id }, about),
    ...rows.flatMap((row) => (row.list === list ? [toSwitch(row.input, row.person.name)] : [])),
  );
}

function toSwitch(input: HTMLInputElement, title: string, about?: string): HTMLElement {
  const row = element("div", { class: "switch" }, input);
  row.append(element("label", { for: input.id }, title));
  if (about === undefined) return row;
  input.setAttribute("aria-describedby", `${input.id}-about`);
  row.append(element("span", { id: `${input.id}-about`, class: "switch-about" }, about));
  return row;
}

type Change = (part: Partial<SignInSwitches>, told: string) => Promise<void>;

function createHostToken(change: Change) {
  const input = element("input", { type: "checkbox", id: "host-token" });
  input.addEventListener("change", () => {
    const told = `Teams gives the app ${input.checked ? "no tokens" : "tokens"} from now on.`;
    void change({ hostToken: input.checked ? "refused" : "given" }, told);
  });
  const about = "getAuthToken fails, and so does the silent sign-in in chats.";
  return { input, row: toSwitch(input, "Teams gives no token", about) };
}

/** How long a token of Teams lasts; leaves alone what somebody has typed and not applied yet. */
function createLifetime(change: Change) {
  const attributes = { id: "token-life", type: "number", min: "1", max: "86400", required: "" };
  const input = element("input", attributes);
  const apply = element("button", { type: "submit", class: "panel-button" }, "Apply");
  const label = element("label", { for: "token-life" }, "Tokens of Teams last (seconds)");
  const row = element("span", { class: "delay-row" }, input, apply);
  const form = element("form", { class: "delay" }, label, row);
  let known = "";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    known = input.value;
    const tokenLifetimeSeconds = Math.round(input.valueAsNumber);
    void change({ tokenLifetimeSeconds }, `New tokens of Teams last ${tokenLifetimeSeconds} s.`);
  });
  return {
    form,
    show: (seconds: number) => {
      const isTyped = input.value !== known;
      known = String(seconds);
      if (!isTyped) input.value = known;
    },
  };
}

async function carryOut(
  teller: Teller,
  part: Partial<SignInSwitches>,
  told: string,
): Promise<void> {
  try {
    await api.changeSignInSwitches(part);
    teller.done(told);
  } catch (error) {
    teller.failed(error);
  }
}
