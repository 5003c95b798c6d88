import { z } from "zod";
import { type ApprovalRequest, isOpen } from "../../core/approval/index.ts";
import type { Language } from "../../core/local-text.ts";
import type { TenantSettings } from "../../core/settings/index.ts";
import { drawRequestMail, MAIL_KINDS, type World } from "../../core/view/index.ts";
import type { Mailer, MailOutcome, RoleHolders } from "../../ports/index.ts";
import type { Approvals } from "../approvals/index.ts";
import type { Deliverer, Delivery } from "../outbox/index.ts";
import type { SettingsKeeper } from "../settings.ts";
import { findRecipients } from "./recipients.ts";

/** What mail about requests takes. */
export interface MailDeliveryOptions {
  readonly world: World;
  readonly approvals: Pick<Approvals, "find">;
  readonly settings: Pick<SettingsKeeper, "read">;
  readonly roleHolders: RoleHolders;
  readonly mailer: Mailer;
}

/** What a letter of topic `mail` is about. */
const About = z.object({ request: z.string(), kind: z.enum(MAIL_KINDS) });
type About = z.infer<typeof About>;

/** Makes the deliverer of letters of topic `mail`: one mail to all who are concerned. */
export function createMailDelivery(options: MailDeliveryOptions): Deliverer {
  return async (tenantId, letter) => {
    const { data: about } = About.safeParse(letter);
    if (!about) return { kind: "undeliverable", why: "unreadable" };
    const { settings } = await options.settings.read(tenantId);
    const request = await options.approvals.find(tenantId, about.request);
    if (!request || !settings.mail.isOn || isOver(about, request)) return { kind: "moot" };
    return deliver(options, { about, request, settings });
  };
}

/** Approvers are not asked about what is decided. */
function isOver({ kind }: About, request: ApprovalRequest): boolean {
  if (kind === "decided") return request.state === "pending";
  return kind === "asked" ? request.state !== "pending" : !isOpen(request);
}

interface Sending {
  readonly about: About;
  readonly request: ApprovalRequest;
  readonly settings: TenantSettings;
}

async function deliver(options: MailDeliveryOptions, sending: Sending): Promise<Delivery> {
  const { about, request } = sending;
  const found = await findRecipients(options, sending);
  switch (found.kind) {
    case "busy":
      return { kind: "later", why: "directory-busy", seconds: found.seconds };
    case "unreachable":
    case "absent":
      return { kind: "later", why: "directory-unreachable" };
    case "not-connected":
      return { kind: "undeliverable", why: `directory-${found.reason}` };
    case "read":
      break;
    default:
      return found satisfies never;
  }
  const to = found.value;
  // Somebody without a mailbox hears of it in Teams; where nobody has one, somebody has to know.
  if (to.length === 0)
    return about.kind === "decided"
      ? { kind: "moot" }
      : { kind: "undeliverable", why: "no-address" };
  const mail = drawRequestMail(options.world, toLanguage(sending), { ...about, request });
  return toDelivery(await options.mailer.send(request.tenantId, { ...mail, to }));
}

/** Approvers read the tenant's language, whoever asks. */
function toLanguage({ about, request, settings }: Sending): Language {
  return about.kind === "decided" ? request.language : settings.language;
}

function toDelivery(outcome: MailOutcome): Delivery {
  switch (outcome.kind) {
    case "sent":
      return { kind: "sent" };
    case "busy":
      return { kind: "later", why: "mail-busy", seconds: outcome.seconds };
    case "unreached":
      return { kind: "later", why: "mail-unreached" };
    case "unknown":
      return { kind: "unknown", why: "mail-unanswered" };
    case "refused":
      return { kind: "undeliverable", why: "mail-refused" };
    case "not-allowed":
      return { kind: "undeliverable", why: `mail-${outcome.why}` };
    default:
      return outcome satisfies never;
  }
}
