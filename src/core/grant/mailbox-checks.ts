import { type Case, type Requirement, requirePermissions } from "../advisor/index.ts";
import type { Catalogue } from "../catalogue/index.ts";
import { isGuid } from "../guid.ts";
import type { LocalText } from "../local-text.ts";
import type { TenantReading } from "./grant.ts";
import { quotePowerShell } from "./quote-power-shell.ts";

/** Something that only Exchange Online can tell, and the command that asks it. */
export interface MailboxCheck {
  readonly id: string;
  readonly title: LocalText;
  /** Read-only Exchange Online PowerShell; `<sender mailbox>` and the like are for the person to fill in. */
  readonly command: string;
  /** What a right answer looks like. */
  readonly expect: LocalText;
  /** Where it is published. */
  readonly sources: readonly string[];
}

/**
 * Lists what Graph cannot read for these set-ups: rights on mailboxes, and which mailboxes an application
 * permission reaches. The ids of the app go into the commands where a reading gives them.
 */
export function listMailboxChecks(
  catalogue: Catalogue,
  cases: readonly Case[],
  reading?: TenantReading,
): MailboxCheck[] {
  const requirements = requirePermissions(catalogue, cases);
  const checks = [...listRightChecks(cases), ...listAppChecks(catalogue, requirements)];
  return [...new Map(checks.map((check) => [check.id, check])).values()].map((check) => ({
    ...check,
    command: fillIn(check.command, reading),
  }));
}

function listRightChecks(cases: readonly Case[]): MailboxCheck[] {
  return cases.flatMap(({ pack, variant }) =>
    pack.head.mailboxRights
      .filter(({ id }) => variant.mailboxRights.includes(id))
      .map(({ id, title, check }) => ({
        id: `${pack.head.id}:${id}`,
        title,
        command: check.command,
        expect: check.expect,
        sources: check.sources.map(({ document }) => document),
      })),
  );
}

function listAppChecks(
  { consent }: Catalogue,
  requirements: readonly Requirement[],
): MailboxCheck[] {
  const roles = requirements.filter(({ type }) => type === "application");
  const keys = new Set(roles.map(({ permission }) => permission.key));
  return consent.mailboxChecks
    .filter(({ permissions }) => permissions.some((key) => keys.has(key)))
    .map(({ id, title, command, expect, sources }) => ({
      id: `app:${id}`,
      title,
      command,
      expect,
      sources: sources.map((key) => consent.sources[key] ?? key),
    }));
}

const OBJECT_ID = "<object id of the enterprise application>";

/** Nothing but a GUID goes into a command. */
function fillIn(command: string, reading: TenantReading | undefined): string {
  const objectId = reading?.app.objectId.toLowerCase();
  if (objectId === undefined || !isGuid(objectId)) return command;
  return command.replaceAll(OBJECT_ID, () => quotePowerShell(objectId));
}
