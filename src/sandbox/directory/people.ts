/** Somebody to be in the sandbox tenant. */
export interface Person {
  /** Entra object id; fixed, so that tests and scripts can name people. */
  readonly id: string;
  /** Short name that the sandbox API takes in place of the id. */
  readonly alias: string;
  /** The id that Teams gives a bot for this person. */
  readonly teamsId: string;
  readonly name: string;
  readonly userPrincipalName: string;
  /** What this person stands for, in plain words. */
  readonly title: string;
  readonly userRole: "user" | "guest";
  /** Ids of Entra directory role templates. */
  readonly directoryRoles: readonly string[];
  readonly locale: string;
  readonly timeZone: string;
}

/**
 * Directory role template ids are the same in every tenant.
 * https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
 */
const globalAdministrator = "62e90394-69f5-4237-9190-012177145e10";
const teamsAdministrator = "69091246-20e8-4a56-aa4d-066075b2a7a8";
const cloudApplicationAdministrator = "158c047a-c907-4556-b7ef-446551a6b5f7";

export const people: readonly Person[] = [
  {
    id: "a1d1f6a0-6c1e-4b57-8f0e-2d9a51c0f101",
    alias: "product-admin",
    teamsId: "29:1sandbox-product-admin",
    name: "Priya Raman",
    userPrincipalName: "priya.raman@contoso.example",
    title: "Product admin",
    userRole: "user",
    directoryRoles: [],
    locale: "en-US",
    timeZone: "America/New_York",
  },
  {
    id: "b2e2a7b1-7d2f-4c68-9a1f-3eab62d1a202",
    alias: "global-admin",
    teamsId: "29:1sandbox-global-admin",
    name: "Jonas Weber",
    userPrincipalName: "jonas.weber@contoso.example",
    title: "Global Administrator",
    userRole: "user",
    directoryRoles: [globalAdministrator],
    locale: "de-DE",
    timeZone: "Europe/Berlin",
  },
  {
    id: "c3f3b8c2-8e30-4d79-8b20-4fbc73e2b303",
    alias: "teams-admin",
    teamsId: "29:1sandbox-teams-admin",
    name: "Harriet Cole",
    userPrincipalName: "harriet.cole@contoso.example",
    title: "Teams Administrator",
    userRole: "user",
    directoryRoles: [teamsAdministrator],
    locale: "en-GB",
    timeZone: "Europe/London",
  },
  {
    id: "d404c9d3-9f41-4e8a-9c31-50cd84f3c404",
    alias: "guest",
    teamsId: "29:1sandbox-guest",
    name: "Camille Laurent",
    userPrincipalName: "camille.laurent_fabrikam.example#EXT#@contoso.onmicrosoft.com",
    title: "Guest",
    userRole: "guest",
    directoryRoles: [],
    locale: "fr-FR",
    timeZone: "Europe/Paris",
  },
  {
    id: "a717fcf6-c274-4b1d-8f64-8300f7c6e707",
    alias: "cloud-app-admin",
    teamsId: "29:1sandbox-cloud-app-admin",
    name: "Mei Tanaka",
    userPrincipalName: "mei.tanaka@contoso.example",
    title: "Cloud Application Administrator",
    userRole: "user",
    directoryRoles: [cloudApplicationAdministrator],
    locale: "en-US",
    timeZone: "America/Los_Angeles",
  },
];

/** A shared mailbox: it sends and receives, and signs in nowhere. */
export const sharedMailbox = "permissions@contoso.example";

/** What the directory says of everybody in the tenant. */
export type DirectoryUser = Pick<
  Person,
  "id" | "name" | "userPrincipalName" | "title" | "userRole" | "locale"
>;

/** Further people of the tenant: found in the directory, and nobody to be. They do not use the app. */
const colleagues: readonly DirectoryUser[] = [
  {
    id: "e7d5ace4-a152-4f9b-ad42-61de95b4d505",
    name: "Amara Okafor",
    userPrincipalName: "amara.okafor@contoso.example",
    title: "Compliance officer",
    userRole: "user",
    locale: "en-US",
  },
  {
    id: "f626ebe5-b163-4a0c-9e53-72ef06b5e606",
    name: "Luis Ortega",
    userPrincipalName: "luis.ortega@contoso.example",
    title: "IT operations",
    userRole: "user",
    locale: "en-US",
  },
];

/** Everybody in the directory. */
export const directoryUsers: readonly DirectoryUser[] = [...people, ...colleagues];

/** Where mail of somebody arrives; null for guests, who have no mailbox in the tenant. */
export function toMailAddress({ userRole, userPrincipalName }: DirectoryUser): string | null {
  return userRole === "guest" ? null : userPrincipalName;
}

/** The person with that object id or alias. */
export function findPerson(idOrAlias: string): Person | undefined {
  return people.find((person) => person.id === idOrAlias || person.alias === idOrAlias);
}
