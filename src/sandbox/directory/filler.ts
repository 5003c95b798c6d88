import { toGuid } from "./ids.ts";
import type { ServicePrincipal } from "./tenant-directory.ts";

const teams = [
  "Accounting",
  "Archive",
  "Audit",
  "Billing",
  "Branch",
  "Campus",
  "Claims",
  "Customer",
  "Dispatch",
  "Energy",
  "Events",
  "Facility",
  "Field",
  "Finance",
  "Fleet",
  "Harbor",
  "Import",
  "Chef's",
  "Legal",
  "Library",
  "Logistics",
  "Marketing",
  "Payroll",
  "Plant",
  "Procurement",
  "Quality",
  "Research",
  "Retail",
  "Safety",
  "Training",
  "Warehouse",
  "Workshop",
] as const;

const tools = [
  "Analytics",
  "Assistant",
  "Backup",
  "Board",
  "Booking",
  "Calendar",
  "Connector",
  "Dashboard",
  "Directory",
  "Export",
  "Forms",
  "Gateway",
  "Helpdesk",
  "Inbox",
  "Insights",
  "Journal",
  "Map",
  "Metrics",
  "Monitor",
  "Notes",
  "Planner",
  "Portal",
  "Queue",
  "Reports",
  "Scanner",
  "Scheduler",
  "Search",
  "Signage",
  "Survey",
  "Sync",
  "Tracker",
  "Vault",
] as const;

/** Most that toFillers can give. */
export const fillerLimit = teams.length * tools.length;

/**
 * Enterprise applications of other companies, as a grown tenant has by the hundred: nothing is requested
 * or granted, and their registrations are not here.
 * @throws RangeError above 1,024
 */
export function toFillers(count: number): readonly ServicePrincipal[] {
  if (count > fillerLimit) throw new RangeError(`at most ${fillerLimit} fillers`);
  for (let index = made.length; index < count; index++) made.push(toFiller(index));
  return made.slice(0, count);
}

/** The same for every directory and never changed; their ids take long to make. */
const made: ServicePrincipal[] = [];

function toFiller(index: number): ServicePrincipal {
  const team = teams[Math.floor(index / tools.length)];
  const displayName = `${team} ${tools[index % tools.length]}`;
  const company = `${team} Software`;
  const appId = toGuid(`filler:${displayName}`);
  return {
    id: toGuid(`principal:${appId}`),
    appId,
    displayName,
    publisherName: index % 3 === 2 ? null : company,
    verifiedPublisher: { displayName: index % 3 === 0 ? company : null },
    appOwnerOrganizationId: toGuid(`tenant:${company}`),
    servicePrincipalType: "Application",
    accountEnabled: index % 50 !== 49,
    oauth2PermissionScopes: [],
    appRoles: [],
  };
}
