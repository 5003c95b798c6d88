// Joins the rims to a product that listens to nothing yet. start.ts gives it settings and a store.
import { type Bot, createBot, createMessenger } from "./bot/index.ts";
import { mayListGrants, type Standing } from "./core/access/index.ts";
import { drawRequest, type World } from "./core/view/index.ts";
import { withAgenda } from "./flows/agenda/index.ts";
import { createApprovals, findApprovers } from "./flows/approvals/index.ts";
import {
  type Apps,
  type Consents,
  createApps,
  createConsents,
  createForget,
  createLateAnswers,
  createOnce,
  createPendings,
  createRecalls,
  createResults,
  createRetention,
  createServiceAccounts,
  createSettingsKeeper,
  createShares,
  createSignIns,
  createSignOut,
  joinAllowLists,
  type Shares,
  type SignIns,
} from "./flows/index.ts";
import {
  createJobAccess,
  hearDirectory,
  hearMailer,
  hearRoleHolders,
} from "./flows/job-access/index.ts";
import { createMailDelivery } from "./flows/mails/index.ts";
import { createLetters } from "./flows/outbox/index.ts";
import { createWatches } from "./flows/watches/index.ts";
import {
  createDirectory,
  createMailer,
  createRoleHolders,
  createWorkplace,
  toKnownResources,
} from "./graph/index.ts";
import { createTexts } from "./i18n/index.ts";
import { createFiles, createSeal, createVisitProof } from "./identity/index.ts";
import { type Jobs, joinJobs } from "./join-jobs.ts";
import type { Joint } from "./joint.ts";
import { listTenants, openIdentity, toApiUri } from "./open-identity.ts";
import type { ScopedToken } from "./ports/index.ts";
import type { TabTools } from "./server/index.ts";
import { createAuditKey, createAuditTrail, createLedger } from "./store/index.ts";

/** A product that listens to nothing yet. */
export interface Joined {
  readonly bot: Bot;
  readonly world: World;
  readonly consents: Consents;
  readonly signIns: SignIns;
  readonly shares: Shares;
  /** Resolves once no flow does anything in the background. */
  readonly idle: () => Promise<void>;
  /** What is done without anybody asking, from start() on. */
  readonly jobs: Jobs;
  readonly tab: TabTools;
}

/** Joins the rims. Opens nothing and starts nothing. */
export function joinRims(joint: Joint): Joined {
  const { settings, log, clock, ids, sleep, ticks, catalogue, cloud, account, publicUrl } = joint;
  const { appId, apiId, tenantId } = account;
  const tenants = listTenants(joint);
  const agenda = withAgenda(joint.store, { clock, log });
  const { store } = agenda;
  const letters = createLetters({ clock, ids });
  const world: World = { catalogue, cloud, texts: createTexts, publicUrl, botId: appId };
  const seal = createSeal(settings.SECRET_STATE_KEY);
  const key = createAuditKey(settings.SECRET_STATE_KEY);
  const ledger = createLedger({ store, key, clock, ids });
  const keeper = createSettingsKeeper({ store, ledger });
  const identity = openIdentity(joint, {
    readModel: keeper.readModel,
    hasAccount: async (tenant) => (await serviceAccounts.find(tenant)) !== undefined,
  });
  const { egress, botToken, jobToken, tokens, verifyToken } = identity;
  const ways = { cloud, botToken, sleep, ticks, store, clock, log };
  const messenger = createMessenger({ appId, tenantId, ...ways });
  const { courier, references, audiences } = messenger;
  const graph = { egress, cloud, resources: toKnownResources(catalogue.facts), clock, ids, sleep };
  const jobAccess = createJobAccess({
    world,
    store,
    ledger,
    letters,
    settings: keeper,
    courier,
    teamsAppId: account.teamsAppId,
    tenants,
    clock,
    log,
  });
  const directory = hearDirectory(jobAccess, createDirectory({ ...graph, token: jobToken }));
  const workplace = createWorkplace({ ...graph, token: jobToken });
  const roleHolders = hearRoleHolders(jobAccess, createRoleHolders({ ...graph, token: jobToken }));
  const sender = createMailer({ ...graph, token: jobToken, readSender: keeper.readSender });
  const mailer = hearMailer(jobAccess, sender);
  const register = {
    store,
    ledger,
    clock,
    allowList: joinAllowLists(keeper, settings.CONSENT_CLIENT_IDS),
    ownApps: [appId, apiId],
  };
  const appsOf = (token: ScopedToken, { roles }: Standing): Apps => {
    const grantsAs = mayListGrants(roles) ? "person" : "consentry";
    return createApps({ ...register, directory: workplace.openDirectory(token, grantsAs) });
  };
  const shares = createShares({
    world,
    store,
    ledger,
    directory,
    courier,
    audiences,
    settings: keeper,
    clock,
    ids,
    log,
  });
  const watches = createWatches({
    world,
    store,
    ledger,
    letters,
    directory,
    courier,
    settings: keeper,
    teamsAppId: account.teamsAppId,
    clock,
    ids,
    log,
  });
  const approvals = createApprovals({
    catalogue,
    draw: (language, request, role) => drawRequest(world, language, request, { role }),
    store,
    ledger,
    letters,
    settings: keeper,
    roleHolders,
    directory,
    courier,
    clock,
    ids,
    log,
  });
  const hear: Shares["hear"] = (tenant, reading) => {
    shares.hear(tenant, reading);
    watches.hear(tenant, reading);
    approvals.hear(tenant, reading);
  };
  const consents = createConsents({
    hear,
    promise: approvals.promise,
    world,
    store,
    ledger,
    directory,
    courier,
    seal,
    clock,
    ids,
    log,
    sleep,
  });
  const results = createResults({ store, clock, log });
  const once = createOnce({ store, clock });
  const recalls = createRecalls({ store, clock, log });
  const lateAnswers = createLateAnswers({ world, store, courier, clock, ids, log });
  const waiting = createSeal(settings.SECRET_STATE_KEY, WAITING_SEAL);
  const pendings = createPendings({ store, seal: waiting, clock, ids });
  const serviceAccounts = createServiceAccounts({ store, ledger, tokens });
  const signIns = createSignIns({
    tokens,
    serviceAccounts,
    seal,
    once,
    clock,
    ids,
    log,
    publicUrl,
    prove: createVisitProof,
  });
  const signOut = createSignOut({ tokens: tokens.forget, pendings: pendings.forget });
  const forget = createForget({
    ledger,
    log,
    parts: {
      consents: ({ tenantId: tenant, personId }) => consents.forget(tenant, personId),
      results: results.forget,
      shares: shares.forget,
      letters: (person) => jobs.outbox.forget(person),
      watches: watches.forget,
      approvals: approvals.forget,
      tokens: tokens.forget,
      pendings: pendings.forget,
      recalls: recalls.forget,
      lateAnswers: lateAnswers.forget,
      jobAccess: jobAccess.forget,
      serviceAccount: serviceAccounts.forget,
      chat: ({ tenantId: tenant, personId }) => references.forgetPersonal(tenant, personId),
    },
  });
  const shared = { world, consents, results, tokens, verifyToken, signIns, signOut, forget };
  const bot = createBot({
    ...shared,
    approvals,
    roleHolders,
    findApprovers: async ({ tenantId: tenant, personId: requesterId }) => {
      const read = await keeper.read(tenant);
      return findApprovers({ roleHolders }, { tenantId: tenant, requesterId }, read.settings);
    },
    appId,
    cloud,
    messenger,
    once,
    lateAnswers,
    recalls,
    store,
    shares,
    watches,
    workplace,
    teamsAppId: account.teamsAppId,
    apps: createApps({ ...register, directory }),
    appsOf,
    pendings,
    settings: keeper,
    api: { clientId: apiId, uri: toApiUri(joint) },
    clock,
    ids,
    log,
    seal,
    files: createFiles({ egress, log }),
    tenants,
    home: { tenantId, domains: settings.CONSENT_DOMAINS },
  });
  const jobs = joinJobs(joint, {
    agenda,
    letters,
    ledger,
    tenants,
    // One handler a kind of row `due|<time>|<kind>|<id>`, one deliverer a topic of letters.
    due: {
      answer: lateAnswers.meetDue,
      consent: consents.meet,
      approval: approvals.meetDue,
      watch: watches.meetDue,
    },
    deliverers: {
      approval: approvals.deliver,
      watch: watches.deliver,
      jobs: jobAccess.deliver,
      mail: createMailDelivery({ world, approvals, settings: keeper, roleHolders, mailer }),
    },
    consents,
    retention: createRetention({ store, ledger, settings: keeper, clock, log }),
    shares,
  });
  const tab: TabTools = {
    ...shared,
    workplace,
    settings: keeper,
    places: references,
    directory,
    answer: bot.answer,
    serviceAccounts,
    jobAccess,
    approvals,
    watches,
    jobs: { readTenant: jobs.readTenant, letters: jobs.outbox },
    clock,
    audit: createAuditTrail({ store, ledger, key }),
    appIds: { botId: appId, apiId, teamsAppId: account.teamsAppId },
    operator: { allowedApps: settings.CONSENT_CLIENT_IDS, domains: settings.CONSENT_DOMAINS },
    log,
  };
  const idle = async () => {
    await Promise.all([signIns, shares, watches, approvals].map((flow) => flow.idle()));
  };
  return { bot, world, consents, signIns, shares, idle, jobs, tab };
}

/** Questions that wait may be long; they travel in no address. */
const WAITING_SEAL = { label: "consentry waiting questions", limit: 128 * 1024 } as const;
