import { button, element } from "./element.ts";
import type { TenantApp, TenantGrant, TenantPermission } from "./model.ts";

export interface AppDeeds {
  remove(grant: TenantGrant): void;
  copy(): void;
}

/** One app, folded: who it is, what it asks for, what it holds. */
export function renderApp(app: TenantApp, deeds: AppDeeds): HTMLDetailsElement {
  return element(
    "details",
    { class: "app-card", id: `app-${app.clientId}` },
    toSummary(app),
    toFacts(app, deeds),
    element("h3", {}, `Granted permissions (${app.grants.length})`),
    toGrants(app, deeds),
    element("h3", {}, `Requested permissions (${app.requested.length})`),
    toRequested(app),
  );
}

function toSummary({ name, isBot, isApi, grants }: TenantApp): HTMLElement {
  const held = grants.length === 1 ? "1 grant" : `${grants.length} grants`;
  const role = isBot ? "This bot, " : isApi ? "This app's API, for people, " : "";
  return element(
    "summary",
    { "data-key": "summary" },
    element("span", { class: "app-name" }, name),
    element("span", { class: "app-note" }, `${role}${held}`),
  );
}

function toFacts(app: TenantApp, deeds: AppDeeds): HTMLElement {
  const copy = button(
    "Copy",
    { class: "panel-button", "data-key": "copy", "aria-label": `Copy client id of ${app.name}` },
    deeds.copy,
  );
  return element(
    "dl",
    { class: "facts" },
    element("dt", {}, "Client id"),
    element("dd", { class: "fact-id" }, element("code", {}, app.clientId), copy),
    element("dt", {}, "Publisher"),
    element("dd", {}, toPublisher(app)),
    element("dt", {}, "Registered in"),
    element("dd", {}, toHome(app)),
  );
}

function toPublisher({ publisher, isVerified }: TenantApp): string {
  if (publisher === null) return "None given, not verified";
  return `${publisher}, ${isVerified ? "verified by Microsoft" : "not verified"}`;
}

function toHome({ isHome, homeTenantId, objectId }: TenantApp): string {
  if (isHome) return "This tenant";
  const other = `Another tenant (${homeTenantId})`;
  return objectId === null ? `${other}; this tenant has not met it yet` : other;
}

function toGrants({ grants, name }: TenantApp, deeds: AppDeeds): HTMLElement {
  if (grants.length === 0) return element("p", { class: "app-note" }, "Nothing is granted.");
  const items = grants.map((grant) => {
    const attributes = {
      class: "panel-button",
      "data-key": `${grant.id} ${grant.value}`,
      "aria-label": `Remove ${grant.value}, ${toReach(grant)}, from ${name}`,
    };
    const remove = button("Remove", attributes, () => deeds.remove(grant));
    // The focus goes on to the next grant: a key that is held down would remove them all.
    remove.addEventListener("keydown", (event) => event.repeat && event.preventDefault());
    return element("li", {}, toPermission(grant, toReach(grant)), remove);
  });
  return element("ul", { class: "panel-list" }, ...items);
}

function toRequested({ requested }: TenantApp): HTMLElement {
  if (requested.length === 0) return element("p", { class: "app-note" }, "Nothing is requested.");
  const items = requested.map((one) => element("li", {}, toPermission(one, toType(one))));
  return element("ul", { class: "panel-list" }, ...items);
}

function toPermission({ value, resource }: TenantPermission, kind: string): HTMLElement {
  return element(
    "span",
    { class: "permission" },
    element("span", { class: "permission-value" }, value),
    element(
      "span",
      { class: "app-note" },
      element("span", { class: "whole" }, `${kind} ·`),
      " ",
      element("span", { class: "whole" }, resource),
    ),
  );
}

function toReach(grant: TenantGrant): string {
  if (grant.reach === "app") return toType(grant);
  const whom = grant.reach === "tenant" ? "everybody" : (grant.person ?? "one person");
  return `${toType(grant)} for ${whom}`;
}

function toType({ type }: TenantPermission): string {
  return type === "delegated" ? "Delegated" : "Application";
}
