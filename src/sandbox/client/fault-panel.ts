import * as api from "./api.ts";
import { arrange, button, element, part } from "./element.ts";
import {
  type FaultGroup,
  type FaultSwitch,
  isFaultOf,
  isOn,
  toFaultGroups,
  toHits,
  toSummary,
} from "./fault-switches.ts";
import type { Fault } from "./model.ts";
import type { Panel, Teller } from "./panel.ts";

/** One switch on the page. */
interface Row {
  readonly one: FaultSwitch;
  readonly input: HTMLInputElement;
  readonly hits: HTMLElement;
}

/** What the panel's deeds work on. */
interface Deeds {
  readonly teller: Teller;
  refresh(): Promise<void>;
}

const about =
  "Makes the simulated services fail, so that you can see what the bot does then. Of each service one fault is on at a time.";

/** The panel that makes the simulated services fail. */
export function createFaultPanel(body: HTMLElement, teller: Teller): Panel {
  let built: Promise<readonly Row[]> | undefined;
  const list = element("ul", { class: "panel-list" });
  const others = element("section", {}, element("h3", {}, "Set up elsewhere"), list);
  let reading = 0;
  const read = async () => {
    reading += 1;
    const own = reading;
    built ??= build(body, others, deeds).catch((error: unknown) => {
      built = undefined;
      throw error;
    });
    const [rows, faults] = await Promise.all([built, api.readFaults()]);
    // A later read that overtook this one wins.
    if (own !== reading) return;
    for (const row of rows) show(row, faults);
    showOthers(others, list, { faults, rows, deeds });
    count(faults);
  };
  const refresh = () => teller.reading(read);
  const deeds: Deeds = { teller, refresh };
  return { refresh };
}

/** The switches are made once, so that the keyboard stays where it is while hits come in. */
async function build(body: HTMLElement, others: HTMLElement, deeds: Deeds) {
  const { tenant } = await api.readTenant();
  const made = toFaultGroups(tenant.id).map((group) => ({ group, rows: toRows(group, deeds) }));
  const clear = button("Remove all faults", { class: "panel-button" }, () => {
    void carryOut(deeds, api.removeFaults, "All faults are removed.");
  });
  body.replaceChildren(
    element("p", { class: "panel-about" }, about),
    ...made.map(({ group, rows }) => toFieldset(group, rows)),
    others,
    clear,
  );
  return made.flatMap(({ rows }) => rows);
}

function toRows(group: FaultGroup, deeds: Deeds): readonly Row[] {
  return group.switches.map((one) => {
    const described = `${one.id}-about ${one.id}-hits`;
    const input = element("input", {
      type: "checkbox",
      id: one.id,
      "aria-describedby": described,
    });
    input.addEventListener("change", () => {
      const text = `${one.title}: ${input.checked ? "on" : "off"}.`;
      void carryOut(deeds, () => turn(group, one, input.checked), text);
    });
    return { one, input, hits: element("span", { id: `${one.id}-hits`, class: "switch-hits" }) };
  });
}

function toFieldset({ title }: FaultGroup, rows: readonly Row[]): HTMLElement {
  return element(
    "fieldset",
    { class: "switches" },
    element("legend", {}, title),
    ...rows.map(({ one, input, hits }) =>
      element(
        "div",
        { class: "switch" },
        input,
        element("label", { for: one.id }, one.title),
        element("span", { id: `${one.id}-about`, class: "switch-about" }, one.about),
        hits,
      ),
    ),
  );
}

/** Turning one on turns the others of its group off: of two that match, the older one would win. */
async function turn(group: FaultGroup, one: FaultSwitch, isWanted: boolean): Promise<void> {
  const faults = await api.readFaults();
  const plans = (isWanted ? group.switches : [one]).map(({ plan }) => plan);
  for (const fault of faults) {
    if (plans.some((plan) => isFaultOf(plan, fault))) await api.removeFault(fault);
  }
  if (isWanted) await api.addFault(one.plan);
}

function show({ one, input, hits }: Row, faults: readonly Fault[]): void {
  const fault = faults.find((each) => isFaultOf(one.plan, each));
  input.checked = fault !== undefined && isOn(fault);
  hits.textContent = toHits(fault);
}

interface Shown {
  readonly faults: readonly Fault[];
  readonly rows: readonly Row[];
  readonly deeds: Deeds;
}

/** What tests and scripts have planned, which no switch stands for. */
function showOthers(section: HTMLElement, list: HTMLElement, { faults, rows, deeds }: Shown): void {
  const foreign = faults.filter((fault) => !rows.some(({ one }) => isFaultOf(one.plan, fault)));
  section.hidden = foreign.length === 0;
  const items = [...list.children];
  arrange(
    list,
    foreign.map((fault) => {
      const known = items.find((item) => item.getAttribute("data-id") === fault.id);
      const item = known ?? toItem(fault, deeds);
      const [text] = item.children;
      if (text) text.textContent = toSummary(fault);
      return item;
    }),
  );
}

function toItem(fault: Fault, deeds: Deeds): HTMLElement {
  const remove = button("Remove", { class: "panel-button" }, () => {
    void carryOut(deeds, () => api.removeFault(fault), "The fault is removed.");
  });
  return element("li", { "data-id": fault.id }, element("span", { class: "panel-code" }), remove);
}

async function carryOut({ teller, refresh }: Deeds, deed: () => Promise<void>, text: string) {
  try {
    await deed();
    teller.done(text);
  } catch (error) {
    teller.failed(error);
  }
  await refresh();
}

/** The button in the page's head says that faults are on, also while the panel is closed. */
function count(faults: readonly Fault[]): void {
  const number = faults.filter(isOn).length;
  const opener = part("button", "show-faults");
  opener.textContent = number === 0 ? "Faults" : `Faults (${number})`;
  opener.setAttribute("aria-label", number === 0 ? "Faults" : `Faults (${number}) on`);
}
