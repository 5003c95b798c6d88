import { z } from "zod";
import { WHO } from "../access/index.ts";
import { LocalText } from "../local-text.ts";
import { PermissionType } from "../permission/index.ts";

/** Consentry's own scopes: bundles of permissions, each asked for in one context only. */
export const SCOPE_IDS = [
  "basic",
  "home",
  "catalog",
  "settings",
  "verification",
  "service-account",
  "application",
] as const;
/** One of {@link SCOPE_IDS}. */
export type ScopeId = (typeof SCOPE_IDS)[number];

/** Where a scope is entered. */
export const SURFACES = ["chat", "tab-home", "tab-catalog", "tab-settings", "jobs"] as const;

/** A permission that a scope asks for, and why. */
export const OwnPermission = z.strictObject({
  /** `User.ReadBasic.All`, `openid` */
  value: z.string(),
  type: PermissionType,
  origin: z.enum(["Microsoft Graph", "OpenID Connect"]),
  /** By definition; a policy of the tenant may ask for more. */
  adminConsent: z.boolean(),
  justification: LocalText,
});
export type OwnPermission = z.infer<typeof OwnPermission>;

/** One scope of Consentry's own. */
export const Scope = z.strictObject({
  id: z.enum(SCOPE_IDS),
  title: LocalText,
  /** One line that a person reads before they are asked to sign in for it. */
  why: LocalText,
  /** Who may enter it; what stands in the way is said to everybody else. */
  who: z.enum(WHO),
  enteredBy: LocalText,
  surfaces: z.array(z.enum(SURFACES)).min(1),
  /** `client`: a person asks from Teams; `server`: Consentry asks for itself. */
  side: z.enum(["client", "server"]),
  /** The app registration that asks: people come through the API, jobs of its own through the bot's. */
  registration: z.enum(["api", "bot"]),
  /** Scopes that are entered before this one, with tokens of their own. */
  includes: z.array(z.enum(SCOPE_IDS)),
  permissions: z.array(OwnPermission),
});
export type Scope = z.infer<typeof Scope>;
