import { isGuid } from "../guid.ts";

/**
 * What the redirect to the callback address claims. None of it is believed: it chooses at most the words
 * for what the directory does not show. A `code` of the authorize page is not kept.
 */
export type OutcomeClaim =
  /** The page says yes. */
  | {
      readonly kind: "accepted";
      /** GUID in lower case as the redirect names it, forgeable; null where it names none. */
      readonly tenant: string | null;
    }
  /** The page says no, and roughly why. */
  | {
      readonly kind: "refused";
      readonly how: "cancelled" | "declined" | "needs-admin" | "failed";
      /** `AADSTS65004`: for help texts only, Microsoft tells apps not to branch on it. */
      readonly code: string | null;
      readonly tenant: string | null;
    }
  /** Neither. */
  | { readonly kind: "empty" };

/** A query as an URL has it, or as a server has parsed it: repeated names as arrays. */
export type CallbackQuery = URLSearchParams | Readonly<Record<string, unknown>>;

/**
 * Reads the query of the callback address. Any `error` is a refusal, also beside `admin_consent=True`:
 * v2 sends both. A name that is repeated, or longer than it can be, counts as not readable.
 * Source: learn.microsoft.com/entra/identity-platform/v2-admin-consent and /v2-oauth2-auth-code-flow.
 */
export function readCallback(query: CallbackQuery): OutcomeClaim {
  const tenant = readTenant(query);
  if (valuesOf(query, "error").length > 0) {
    const error = single(query, "error", 100);
    const subcode = single(query, "error_subcode", 100);
    const code = readCode(query);
    return { kind: "refused", how: nameRefusal(error, subcode, code), code, tenant };
  }
  const isAccepted =
    single(query, "admin_consent", 10)?.toLowerCase() === "true" ||
    single(query, "code", 8000) !== undefined;
  return isAccepted ? { kind: "accepted", tenant } : { kind: "empty" };
}

function valuesOf(query: CallbackQuery, name: string): readonly unknown[] {
  if (query instanceof URLSearchParams) return query.getAll(name);
  if (!Object.hasOwn(query, name)) return [];
  const value = query[name];
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

/** The one value of a name, if it is a text of a likely length. */
function single(query: CallbackQuery, name: string, limit: number): string | undefined {
  const [value, ...others] = valuesOf(query, name);
  if (typeof value !== "string" || others.length > 0) return undefined;
  return value !== "" && value.length <= limit ? value : undefined;
}

function readTenant(query: CallbackQuery): string | null {
  const tenant = single(query, "tenant", 36)?.toLowerCase();
  return tenant !== undefined && isGuid(tenant) ? tenant : null;
}

/** The first number of the description; Microsoft puts the one that matters in front. */
function readCode(query: CallbackQuery): string | null {
  const description = single(query, "error_description", 8000) ?? "";
  return /\bAADSTS[0-9]{4,8}\b/.exec(description)?.[0] ?? null;
}

/** The person said no on the page. */
const DECLINED = "AADSTS65004";
/** The person may not, or waits for a reviewer. */
const NEEDS_ADMIN = new Set([
  "AADSTS90093",
  "AADSTS90094",
  "AADSTS90095",
  "AADSTS900941",
  "AADSTS900981",
]);

/**
 * The number helps to find words only where `error` leaves open which ones: access_denied was seen for a
 * refusal and for a registration without permissions alike.
 */
function nameRefusal(
  error: string | undefined,
  subcode: string | undefined,
  code: string | null,
): Extract<OutcomeClaim, { kind: "refused" }>["how"] {
  if (subcode === "cancel") return "cancelled";
  if (code !== null && NEEDS_ADMIN.has(code)) return "needs-admin";
  if (code !== null && code !== DECLINED) return "failed";
  switch (error) {
    case "access_denied":
    case "consent_required":
      return "declined";
    // The v1 page: "The admin canceled the request".
    case "permission_denied":
      return "cancelled";
    default:
      return "failed";
  }
}
