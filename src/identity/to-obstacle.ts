import {
  AuthError,
  ClientConfigurationError,
  InteractionRequiredAuthError,
} from "@azure/msal-node";
import type { PersonTokenAnswer } from "../ports/index.ts";
import { CredentialRefused } from "./credential.ts";
import type { Refusal } from "./hear-refusal.ts";
import { REASONS } from "./refusal-reasons.ts";

/** Every answer but a token. */
export type NoToken = Exclude<PersonTokenAnswer, { kind: "token" }>;

/** What was heard of the token endpoint when MSAL failed. */
export interface Heard {
  readonly refusal: Refusal | undefined;
  /** Seconds for which the endpoint wants to be left alone; 0 when it did not say so. */
  readonly busySeconds: number;
}

type Meaning = "consent" | "step-up" | "sign-in" | "blocked" | "busy" | "tenant" | "credentials";

const listed = (meaning: Meaning, ...numbers: readonly number[]) =>
  numbers.map((number) => [String(number), meaning] as const);

/**
 * What the numbers of Entra ID mean for a person.
 * Source: learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
const NUMBERS: Readonly<Record<string, Meaning>> = {
  ...REASONS,
  ...Object.fromEntries([
    ...listed("consent", 65001, 65004, 90008, 90094, 90095, 900941),
    ...listed("step-up", 50072, 50074, 50076, 50078, 50079, 50097, 50158),
    // What proved the person is used up, revoked, or asks for a new password.
    ...listed("sign-in", 500133, 700082, 50173, 70043, 70000, 70008, 54005, 50132, 50133, 50089),
    ...listed("sign-in", 50055, 50144, 50058, 501481, 240002),
    // Conditional Access and its kin.
    ...listed("blocked", 53000, 53001, 53002, 53003, 53004, 53010, 53011, 530032, 530034, 530035),
    ...listed("blocked", 50005, 50129, 50131, 500021, 500022, 500212, 500213),
    // No account, no assignment.
    ...listed("blocked", 16000, 16003, 50014, 50020, 50034, 50053, 50057, 50105, 51004, 90072),
    ...listed("busy", 50033, 50196, 90006, 90024, 90033, 90055),
    ...listed("tenant", 50011, 500011, 500113, 650052, 7000114),
    // The assertion is for another app, or the app may not speak for people: a fault of the settings.
    ...listed("credentials", 50013),
  ]),
};

/** Source: learn.microsoft.com/dotnet/api/microsoft.identity.client.uirequiredexceptionclassification */
const SUBERRORS: Readonly<Record<string, Meaning>> = {
  consent_required: "consent",
  basic_action: "step-up",
  additional_action: "step-up",
  message_only: "blocked",
  user_password_expired: "sign-in",
  bad_token: "sign-in",
};

/** Errors of OAuth 2.0 and OpenID Connect, for refusals that say nothing else. */
const ERRORS: Readonly<Record<string, Meaning>> = {
  ...REASONS,
  consent_required: "consent",
  interaction_required: "step-up",
  login_required: "sign-in",
  invalid_grant: "sign-in",
  temporarily_unavailable: "busy",
};

/** Seconds to wait where nothing says how long; as MSAL. */
const DEFAULT_SECONDS = 60;

/**
 * Turns what MSAL throws into what a person has to do: by number first, then by suberror and claims, then by
 * the kind of error. Never by its text.
 * @throws what is no outcome of a request: faults of ours
 */
export function toObstacle(error: unknown, heard: Heard): NoToken {
  if (error instanceof CredentialRefused) return { kind: "refused", reason: "credentials" };
  if (!(error instanceof AuthError) || error instanceof ClientConfigurationError) throw error;
  if (heard.refusal) return toAnswer(readMeaning(heard.refusal, heard.busySeconds), heard);
  if (heard.busySeconds > 0) return toAnswer("busy", heard);
  // MSAL's own: nothing is left in its cache that could be renewed, or the nonce is another sign-in's.
  const isOwn = error instanceof InteractionRequiredAuthError || error.errorCode === NONCE_MISMATCH;
  return isOwn ? { kind: "sign-in" } : { kind: "unreachable" };
}

const NONCE_MISMATCH = "nonce_mismatch";

function readMeaning(refusal: Refusal, busySeconds: number): Meaning | undefined {
  const known = refusal.error_codes.find((number) => NUMBERS[number] !== undefined);
  if (known !== undefined) return NUMBERS[known];
  if (busySeconds > 0) return "busy";
  const bySuberror = SUBERRORS[refusal.suberror];
  if (bySuberror) return bySuberror;
  return refusal.claims === "" ? ERRORS[refusal.error] : "step-up";
}

function toAnswer(meaning: Meaning | undefined, { refusal, busySeconds }: Heard): NoToken {
  switch (meaning) {
    case "consent":
    case "sign-in":
      return { kind: meaning };
    case "step-up":
      // Without claims a new sign-in for the same scope meets the policy that asked: nothing is made up.
      return { kind: "step-up", claims: refusal?.claims || "{}" };
    case "blocked":
      return { kind: "blocked", code: toCode(refusal) };
    case "tenant":
    case "credentials":
      return { kind: "refused", reason: meaning };
    case "busy":
      return { kind: "busy", seconds: busySeconds || DEFAULT_SECONDS };
    case undefined:
      return { kind: "unreachable" };
    default:
      return meaning satisfies never;
  }
}

/** `AADSTS53003`, as Microsoft's pages and logs name it. */
function toCode(refusal: Refusal | undefined): string {
  const [number] = refusal?.error_codes ?? [];
  return number === undefined ? "" : `AADSTS${number}`;
}
