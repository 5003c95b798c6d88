import type { JobObstacle } from "../../core/job-access/index.ts";
import type { Directory, DirectoryAnswer, Mailer, RoleHolders } from "../../ports/index.ts";
import type { JobAccess } from "./job-access.ts";

type Note = Pick<JobAccess, "note">;

/** A directory whose answers tell whether the jobs may read a tenant. */
export function hearDirectory(access: Note, directory: Directory): Directory {
  return {
    readApp: (tenantId, clientId) => hear(access, tenantId, directory.readApp(tenantId, clientId)),
    findApps: (tenantId, text) => hear(access, tenantId, directory.findApps(tenantId, text)),
  };
}

/** The same of who has a role. */
export function hearRoleHolders(access: Note, holders: RoleHolders): RoleHolders {
  return {
    list: (tenantId, roles) => hear(access, tenantId, holders.list(tenantId, roles)),
    listAddresses: (tenantId, ids) => hear(access, tenantId, holders.listAddresses(tenantId, ids)),
  };
}

async function hear<Value>(
  access: Note,
  tenantId: string,
  asked: Promise<DirectoryAnswer<Value>>,
): Promise<DirectoryAnswer<Value>> {
  const answer = await asked;
  if (answer.kind === "not-connected") await access.note(tenantId, "model", answer.reason);
  if (answer.kind === "read" || answer.kind === "absent")
    await access.note(tenantId, "model", null);
  return answer;
}

/** What keeps the whole model from working is told once, and not as a fault of mail too. */
const OF_MAIL: readonly JobObstacle[] = ["consent", "mailbox", "no-mailbox"];

/** A mailer whose outcomes tell whether the jobs may send. */
export function hearMailer(access: Note, mailer: Mailer): Mailer {
  return {
    send: async (tenantId, mail) => {
      const outcome = await mailer.send(tenantId, mail);
      if (outcome.kind === "sent") await access.note(tenantId, "mail", null);
      if (outcome.kind === "not-allowed") {
        const area = OF_MAIL.includes(outcome.why) ? "mail" : "model";
        await access.note(tenantId, area, outcome.why);
      }
      return outcome;
    },
  };
}
