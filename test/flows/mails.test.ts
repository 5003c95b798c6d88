import assert from "node:assert/strict";
import type { ApprovalRequest } from "../../src/core/approval/index.ts";
import { DEFAULT_SETTINGS, type TenantSettings } from "../../src/core/settings/index.ts";
import type { MailKind } from "../../src/core/view/index.ts";
import { createMailDelivery } from "../../src/flows/mails/index.ts";
import type { Delivery } from "../../src/flows/outbox/index.ts";
import type { DirectoryAnswer, Mail, MailOutcome, RoleHolder } from "../../src/ports/index.ts";
import { buildWorld } from "../core/view/example.ts";
import { tenantId } from "../support/activities.ts";
import { ANNA, BEN, eventsTo, PRIYA, toRequest } from "../support/approval-request.ts";

const mailOf = ({ name }: { readonly name: string }) =>
  `${name.split(" ")[0]?.toLowerCase()}@contoso.example`;
const holder = (person: typeof ANNA): RoleHolder => ({ ...person, mail: mailOf(person) });

interface Scene {
  readonly request?: ApprovalRequest;
  readonly settings?: Partial<TenantSettings>;
  readonly holders?: DirectoryAnswer<readonly RoleHolder[]>;
  readonly addresses?: DirectoryAnswer<ReadonlyMap<string, string>>;
  readonly outcome?: MailOutcome;
}

/** Delivers one letter. @returns what came of it, and the mails that went out */
async function deliver(kind: MailKind | "nonsense", scene: Scene = {}) {
  const mails: Mail[] = [];
  const asked: string[][] = [];
  const holders = scene.holders ?? { kind: "read", value: [holder(ANNA)] };
  const all = new Map([PRIYA, ANNA, BEN].map((one) => [one.id, mailOf(one)]));
  const isOn = { isOn: true, sender: "permissions@contoso.example" };
  const settings = { ...DEFAULT_SETTINGS, mail: isOn, ...scene.settings };
  const run = createMailDelivery({
    world: buildWorld(),
    approvals: { find: async () => scene.request },
    settings: { read: async () => ({ settings, etag: "" }) },
    roleHolders: {
      list: async () =>
        holders.kind === "read"
          ? { kind: "read", value: { people: holders.value, isCut: false } }
          : holders,
      listAddresses: async (_tenant, ids) => {
        asked.push([...ids]);
        const found = [...all].filter(([id]) => ids.includes(id));
        return scene.addresses ?? { kind: "read", value: new Map(found) };
      },
    },
    mailer: {
      send: async (_tenant, mail) => {
        mails.push(mail);
        return scene.outcome ?? { kind: "sent" };
      },
    },
  });
  const about = { request: "request-1", kind };
  const delivery: Delivery = await run(tenantId, about, AbortSignal.timeout(1000));
  return { delivery, mails, to: mails.map(({ to }) => to), asked };
}

const pending = toRequest();
const declined = toRequest({ state: "declined", events: eventsTo("declined") });
const named: Partial<TenantSettings> = { approvers: [BEN, PRIYA] };

describe("createMailDelivery", () => {
  it("writes to people who are named and to those who have a role", async () => {
    const { delivery, to, asked } = await deliver("asked", { request: pending, settings: named });

    assert.deepEqual(delivery, { kind: "sent" });
    assert.deepEqual(to, [["ben@contoso.example", "anna@contoso.example"]]);
    assert.deepEqual(asked, [[BEN.id]]);
  });

  it("never asks the one who asks", async () => {
    const holders = { kind: "read", value: [holder(PRIYA), holder(ANNA)] } as const;

    const { to } = await deliver("asked", { request: pending, holders });

    assert.deepEqual(to, [["anna@contoso.example"]]);
  });

  it("reminds only those who have not approved", async () => {
    const events = [...pending.events, { kind: "approved", at: 1, by: ANNA, comment: "" } as const];
    const request = toRequest({ approvalsNeeded: 2, events });

    const { to } = await deliver("reminded", { request, settings: named });

    assert.deepEqual(to, [["ben@contoso.example"]]);
  });

  it("tells the one who asked what was decided, in their language", async () => {
    const request = { ...declined, language: "de" } as const;

    const { to, mails } = await deliver("decided", { request });

    assert.deepEqual(to, [["priya@contoso.example"]]);
    assert.match(mails[0]?.subject ?? "", /Abgelehnt/);
    assert.match(mails[0]?.text ?? "", /Too wide/);
  });

  it("writes to approvers in the language of the tenant", async () => {
    const { mails } = await deliver("asked", { request: pending, settings: { language: "fr" } });

    assert.match(mails[0]?.html ?? "", /<html lang="fr">/);
  });

  const moot: Record<string, readonly [MailKind, Scene]> = {
    "a request that is gone": ["asked", {}],
    "mail that was switched off": [
      "asked",
      { request: pending, settings: { mail: { isOn: false, sender: null } } },
    ],
    "a request that was decided meanwhile": ["asked", { request: declined }],
    "a reminder of what has ended": ["reminded", { request: declined }],
    "an outcome that is none": ["decided", { request: pending }],
    "a requester without a mailbox": [
      "decided",
      { request: declined, addresses: { kind: "read", value: new Map() } },
    ],
  };
  for (const [name, [kind, scene]] of Object.entries(moot))
    it(`sends nothing for ${name}`, async () => {
      const { delivery, mails } = await deliver(kind, scene);

      assert.deepEqual([delivery, mails], [{ kind: "moot" }, []]);
    });

  const unsent: readonly (readonly [Scene, Delivery])[] = [
    [{ holders: { kind: "busy", seconds: 9 } }, later("directory-busy", 9)],
    [{ holders: { kind: "unreachable" } }, later("directory-unreachable")],
    [{ holders: { kind: "not-connected", reason: "no-account" } }, dead("directory-no-account")],
    [{ holders: { kind: "read", value: [] } }, dead("no-address")],
    [{ holders: { kind: "read", value: [{ ...ANNA, mail: null }] } }, dead("no-address")],
  ];
  for (const [scene, expected] of unsent)
    it(`says ${expected.kind}: ${"why" in expected ? expected.why : ""}, unsent`, async () => {
      const { delivery, mails } = await deliver("asked", { request: pending, ...scene });

      assert.deepEqual([delivery, mails], [expected, []]);
    });

  const outcomes: readonly (readonly [MailOutcome, Delivery])[] = [
    [{ kind: "sent" }, { kind: "sent" }],
    [{ kind: "busy", seconds: 7 }, later("mail-busy", 7)],
    [{ kind: "unreached" }, later("mail-unreached")],
    [{ kind: "unknown" }, { kind: "unknown", why: "mail-unanswered" }],
    [{ kind: "refused" }, dead("mail-refused")],
    [{ kind: "not-allowed", why: "mailbox" }, dead("mail-mailbox")],
  ];
  for (const [outcome, expected] of outcomes)
    it(`makes ${expected.kind} of ${outcome.kind}`, async () => {
      const { delivery } = await deliver("asked", { request: pending, outcome });

      assert.deepEqual(delivery, expected);
    });

  it("names at most fifty, and the named ones first", async () => {
    const many = Array.from({ length: 90 }, (_, at) => holder({ id: `p${at}`, name: `n${at} x` }));

    const { to } = await deliver("asked", {
      request: pending,
      settings: named,
      holders: { kind: "read", value: many },
    });

    assert.equal(to[0]?.length, 50);
    assert.equal(to[0]?.[0], "ben@contoso.example");
  });

  it("gives up what it cannot read", async () => {
    const { delivery } = await deliver("nonsense", { request: pending });

    assert.deepEqual(delivery, dead("unreadable"));
  });
});

function later(why: string, seconds?: number): Delivery {
  return { kind: "later", why, ...(seconds !== undefined && { seconds }) };
}

function dead(why: string): Delivery {
  return { kind: "undeliverable", why };
}
