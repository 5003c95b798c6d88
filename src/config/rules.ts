import { findCloud } from "../core/cloud/index.ts";
import type { ErrorCode } from "../core/errors.ts";
import { SANDBOX_API_ID, SANDBOX_APP_ID, type Settings } from "./schema.ts";
import { TABLES_RULES } from "./tables-rules.ts";

/** What must hold between settings; `broken` is one sentence that says what to set. */
export interface Rule {
  readonly code: ErrorCode;
  broken(settings: Settings): string | false;
}

const loopbackHosts = ["127.0.0.1", "::1", "localhost"];

/** Which of the two app registrations a setting is about. */
type Registration = "BOT" | "API";

/** The ways in which an app registration can prove itself, the better ones first. */
const CREDENTIALS = {
  BOT: ["BOT_MANAGED_IDENTITY", "BOT_CERTIFICATE_FILE", "SECRET_BOT_PASSWORD"],
  API: ["API_MANAGED_IDENTITY", "API_CERTIFICATE_FILE", "SECRET_API_PASSWORD"],
} as const satisfies Readonly<Record<Registration, readonly (keyof Settings)[]>>;

/** Nothing starts unless all of these hold: what is missing is refused, never guessed. */
export const RULES: readonly Rule[] = [
  {
    code: "ERR_CONFIG_UNSAFE",
    broken: ({ CLOUD, NODE_ENV }) =>
      CLOUD === "sandbox" &&
      NODE_ENV === "production" &&
      "The sandbox does not run with NODE_ENV=production: set CLOUD to the cloud of your tenant.",
  },
  {
    code: "ERR_CONFIG_UNSAFE",
    broken: ({ CLOUD, HOST }) =>
      CLOUD === "sandbox" &&
      !loopbackHosts.includes(HOST) &&
      "The sandbox listens on loopback only: set HOST=127.0.0.1, or CLOUD to the cloud of your tenant.",
  },
  {
    code: "ERR_CONFIG_UNSAFE",
    broken: ({ CLOUD, BOT_ID, SANDBOX }) =>
      CLOUD === "sandbox" &&
      BOT_ID !== undefined &&
      BOT_ID !== SANDBOX_APP_ID &&
      SANDBOX !== "1" &&
      "BOT_ID is not the sandbox's own: set CLOUD to the cloud of your tenant, or SANDBOX=1 if the sandbox is meant.",
  },
  {
    code: "ERR_CONFIG_UNSAFE",
    broken: ({ CLOUD, BOT_ID }) =>
      CLOUD !== "sandbox" &&
      BOT_ID === SANDBOX_APP_ID &&
      "BOT_ID is the sandbox's own: set it to the app id of your bot.",
  },
  required("BOT_ID", "the app id of your bot, or CLOUD=sandbox"),
  required("BOT_TENANT_ID", "the id of the tenant of your bot's app registration"),
  required("API_ID", "the app id of the API's own app registration"),
  {
    code: "ERR_CONFIG_UNSAFE",
    broken: ({ API_ID, BOT_ID }) =>
      API_ID !== undefined &&
      API_ID === BOT_ID &&
      "API_ID is the bot's: give the API an app registration of its own, so that a token for one is good for nothing at the other.",
  },
  {
    code: "ERR_CONFIG_UNSAFE",
    broken: ({ CLOUD, API_ID }) =>
      CLOUD !== "sandbox" &&
      API_ID === SANDBOX_API_ID &&
      "API_ID is the sandbox's own: set it to the app id of your API.",
  },
  ...provesItself("BOT", "The bot"),
  ...provesItself("API", "The API"),
  required("PUBLIC_URL", "the https address at which browsers reach this server"),
  required("SECRET_STATE_KEY", "a random text of 32 characters or more"),
  {
    code: "ERR_CONFIG_UNSAFE",
    broken: ({ CLOUD, PUBLIC_URL }) =>
      CLOUD !== "sandbox" &&
      !PUBLIC_URL?.startsWith("https://") &&
      "PUBLIC_URL is not https: set the https address at which browsers reach this server.",
  },
  {
    code: "ERR_CONFIG_UNSAFE",
    broken: ({ STORE, WEBSITE_INSTANCE_ID, STORE_FILE }) =>
      STORE === "sqlite" &&
      WEBSITE_INSTANCE_ID !== undefined &&
      STORE_FILE !== ":memory:" &&
      "The disks of App Service cannot hold STORE_FILE: one is a network share, the other ends with the instance; set STORE=tables.",
  },
  ...TABLES_RULES.map(({ code, broken }) => ({
    code,
    broken: (settings: Settings) => settings.STORE === "tables" && broken(settings),
  })),
  {
    code: "ERR_CONFIG_UNSAFE",
    broken: ({ CLOUD }) => {
      const { loopback, serviceHosts } = findCloud(CLOUD);
      return (
        !loopback &&
        serviceHosts.length === 0 &&
        `The hosts of the Bot Connector in the cloud ${CLOUD} are not known: set CLOUD to another one.`
      );
    },
  },
];

function listCredentials(settings: Settings, whose: Registration): readonly string[] {
  return CREDENTIALS[whose].filter((name) => settings[name] !== undefined);
}

/** One way to prove itself, no more and no less; in the sandbox a secret at most. */
function provesItself(whose: Registration, name: string): readonly Rule[] {
  const [identity, certificate, secret] = CREDENTIALS[whose];
  return [
    {
      code: "ERR_CONFIG_INVALID",
      broken: (settings) =>
        settings.CLOUD !== "sandbox" &&
        listCredentials(settings, whose).length === 0 &&
        `${name} has nothing to prove itself with: set ${identity}, ${certificate} or ${secret}.`,
    },
    {
      code: "ERR_CONFIG_INVALID",
      broken: (settings) => {
        const given = listCredentials(settings, whose);
        return (
          settings.CLOUD !== "sandbox" &&
          given.length > 1 &&
          `${name} proves itself in one way only: keep one of ${given.join(", ")}.`
        );
      },
    },
    {
      code: "ERR_CONFIG_INVALID",
      broken: (settings) => {
        const real = listCredentials(settings, whose).filter((one) => one !== secret);
        return (
          settings.CLOUD === "sandbox" &&
          real.length > 0 &&
          `The sandbox knows secrets only: leave ${real.join(" and ")} out, or set CLOUD to the cloud of your tenant.`
        );
      },
    },
  ];
}

/** A setting that only the sandbox can do without. */
function required(name: keyof Settings, what: string): Rule {
  return {
    code: "ERR_CONFIG_INVALID",
    broken: (settings) =>
      settings.CLOUD !== "sandbox" &&
      settings[name] === undefined &&
      `${name} is missing: set it to ${what}.`,
  };
}
