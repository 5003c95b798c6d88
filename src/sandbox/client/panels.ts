import { createClockPanel } from "./clock-panel.ts";
import { part } from "./element.ts";
import { createFaultPanel } from "./fault-panel.ts";
import { createMailPanel } from "./mail-panel.ts";
import { createTeller, type Panel } from "./panel.ts";
import { createTenantPanel } from "./tenant-panel.ts";
import { type PanelName, panelNames } from "./view-state.ts";

/** The column beside the conversation, with one panel at a time. */
export interface Panels {
  /** Empty closes the column. */
  show(name: PanelName | ""): void;
  /** Reads again what the open panel shows, and what the buttons of the page's head say. */
  refresh(): void;
}

const titles: Readonly<Record<PanelName, string>> = {
  tenant: "Tenant",
  mail: "Mail",
  clock: "Clock",
  faults: "Faults",
};

/** How often hits are read again: no event tells of them. In milliseconds. */
const hitsInterval = 2000;

/** @param choose puts a panel into the address; the page then calls `show` */
export function createPanels(choose: (name: PanelName | "") => void): Panels {
  const teller = createTeller(part("p", "panel-done"), part("p", "panel-failed"));
  const panels: Readonly<Record<PanelName, Panel>> = {
    tenant: createTenantPanel(part("div", "panel-tenant"), teller),
    mail: createMailPanel(part("div", "panel-mail"), teller),
    clock: createClockPanel(part("div", "panel-clock"), teller),
    faults: createFaultPanel(part("div", "panel-faults"), teller),
  };
  let shown: PanelName | "" = "";
  const refresh = () => {
    void panels.faults.refresh();
    if (shown !== "" && shown !== "faults") void panels[shown].refresh();
  };
  listen(choose, () => shown);
  window.setInterval(() => {
    if (shown === "faults" && !document.hidden) void panels.faults.refresh();
  }, hitsInterval);
  return {
    show: (name) => {
      if (name === shown) return;
      const before = shown;
      shown = name;
      teller.done("");
      draw(name);
      moveFocus(before, name);
      refresh();
    },
    refresh,
  };
}

/** A press on the open panel's button closes it, as Escape and the cross do. */
function listen(choose: (name: PanelName | "") => void, shown: () => PanelName | ""): void {
  for (const name of panelNames) {
    toButton(name).addEventListener("click", () => choose(shown() === name ? "" : name));
  }
  part("button", "panel-close").addEventListener("click", () => choose(""));
  part("aside", "panel").addEventListener("keydown", (event) => {
    if (event.key === "Escape") choose("");
  });
}

function draw(name: PanelName | ""): void {
  document.documentElement.dataset.panel = name;
  part("aside", "panel").hidden = name === "";
  part("div", "panel-body").scrollTop = 0;
  if (name !== "") part("h2", "panel-title").textContent = titles[name];
  for (const one of panelNames) {
    part("div", `panel-${one}`).hidden = one !== name;
    toButton(one).setAttribute("aria-expanded", String(one === name));
  }
}

/** Into the panel when a button opened it, back to that button when it closes; never on a page load. */
function moveFocus(before: PanelName | "", name: PanelName | ""): void {
  const focused = document.activeElement;
  const isInTools = panelNames.some((one) => toButton(one) === focused);
  if (name !== "" && isInTools) part("h2", "panel-title").focus();
  // The browser moves the focus of what is hidden to the body.
  const isLost = focused === null || focused === document.body;
  if (name === "" && before !== "" && (isLost || part("aside", "panel").contains(focused))) {
    toButton(before).focus();
  }
}

function toButton(name: PanelName): HTMLButtonElement {
  return part("button", `show-${name}`);
}
