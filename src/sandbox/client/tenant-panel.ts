import * as api from "./api.ts";
import { element } from "./element.ts";
import type { Tenant, TenantGrant } from "./model.ts";
import type { Panel, Teller } from "./panel.ts";
import { createSignInPanel } from "./sign-in-panel.ts";
import { createTeamsPanel } from "./teams-switches.ts";
import { renderApp } from "./tenant-app.ts";

const about =
  "What the simulated directory holds. Removing a grant here is what an admin does in the Entra admin center.";

/** The panel that shows the tenant's apps and what they hold. */
export function createTenantPanel(body: HTMLElement, teller: Teller): Panel {
  const apps = element("div", { class: "apps" });
  const delay = createDelay(teller);
  const signIn = createSignInPanel(teller);
  const teams = createTeamsPanel(teller);
  let reading = 0;
  body.replaceChildren(
    element("p", { class: "panel-about" }, about),
    delay.form,
    signIn.form,
    teams.form,
    apps,
  );
  const read = async () => {
    reading += 1;
    const own = reading;
    const reads = [api.readTenant(), signIn.read(), teams.read()] as const;
    const [tenant, switches, ofTeams] = await Promise.all(reads);
    // A later read that overtook this one wins.
    if (own !== reading) return;
    delay.show(tenant.settings.replicationDelayMs);
    signIn.show(switches);
    teams.show(ofTeams);
    draw(apps, tenant, { teller, remove });
  };
  const refresh = () => teller.reading(read);
  const remove = async (grant: TenantGrant, app: string) => {
    try {
      await api.removeGrant(grant);
      teller.done(`${grant.value} is removed from ${app}. ${delay.toPromise()}`);
    } catch (error) {
      teller.failed(error);
    }
    await refresh();
  };
  return { refresh };
}

interface Deeds {
  readonly teller: Teller;
  remove(grant: TenantGrant, app: string): Promise<void>;
}

/** Draws the apps anew; what was folded out stays so, and the keyboard stays on its button. */
function draw(apps: HTMLElement, tenant: Tenant, { teller, remove }: Deeds): void {
  const open = new Set([...apps.querySelectorAll("details[open]")].map((one) => one.id));
  const trail = toTrail(apps);
  const drawn = tenant.apps.map((app) =>
    renderApp(app, {
      remove: (grant) => void remove(grant, app.name),
      copy: () => void copy(app.clientId, teller),
    }),
  );
  for (const one of drawn) one.open = open.has(one.id);
  apps.replaceChildren(...drawn);
  follow(apps, trail);
}

/** What has the focus: its app and its name there, and how many buttons are before it. */
interface Trail {
  readonly app: string;
  readonly key: string;
  readonly index: number;
}

function toTrail(apps: HTMLElement): Trail | undefined {
  const focused = document.activeElement;
  const app = focused?.closest("details");
  if (!focused || !app || !apps.contains(app)) return undefined;
  const key = focused.getAttribute("data-key") ?? "";
  const index = [...app.querySelectorAll("[data-key]")].indexOf(focused);
  return { app: app.id, key, index };
}

/** The same button; where it is gone with its grant, the next one, then the app itself. */
function follow(apps: HTMLElement, trail: Trail | undefined): void {
  if (!trail) return;
  const app = [...apps.querySelectorAll("details")].find((one) => one.id === trail.app);
  const keyed = [...(app?.querySelectorAll<HTMLElement>("[data-key]") ?? [])];
  const same = keyed.find((one) => one.dataset.key === trail.key);
  const next = trail.index < 0 ? undefined : (keyed[trail.index] ?? keyed.at(-1));
  (same ?? next ?? app?.querySelector("summary"))?.focus();
}

async function copy(text: string, teller: Teller): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    teller.done("The client id is copied.");
  } catch {
    // The browser may forbid it, and says so in its own words only.
    teller.done(`Your browser does not let the page copy. The client id is ${text}.`);
  }
}

/** The form for the time until Graph shows a change. */
function createDelay(teller: Teller) {
  const input = element("input", {
    id: "delay",
    type: "number",
    min: "0",
    max: "600",
    step: "0.5",
    required: "",
    "aria-describedby": "delay-about",
  });
  let known = 0;
  const form = toForm(input);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const replicationDelayMs = Math.round(input.valueAsNumber * 1000);
    try {
      await api.changeSettings({ replicationDelayMs });
      known = replicationDelayMs;
      teller.done(`From now on: ${toPromise(known)}`);
    } catch (error) {
      teller.failed(error);
    }
  });
  return {
    form,
    /** Leaves alone what somebody has typed and not applied yet. */
    show: (delayMs: number) => {
      const isTyped = input.value !== "" && input.valueAsNumber * 1000 !== known;
      known = delayMs;
      if (!isTyped) input.value = String(delayMs / 1000);
    },
    toPromise: () => toPromise(known),
  };
}

function toPromise(delayMs: number): string {
  if (delayMs === 0) return "Graph shows changes at once.";
  return `Graph shows changes after ${delayMs / 1000} s.`;
}

function toForm(input: HTMLInputElement): HTMLFormElement {
  const apply = element("button", { type: "submit", class: "panel-button" }, "Apply");
  return element(
    "form",
    { class: "delay" },
    element("label", { for: "delay" }, "Replication delay (seconds)"),
    element("span", { class: "delay-row" }, input, apply),
    element(
      "span",
      { id: "delay-about", class: "switch-about" },
      "How long after a change Graph shows it. A real tenant needs some time as well.",
    ),
  );
}
