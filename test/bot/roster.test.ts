import assert from "node:assert/strict";
import type { TurnContext } from "botbuilder";
import { createRoster } from "../../src/bot/roster.ts";
import type { Turn } from "../../src/bot/turn.ts";
import { tenantId } from "../support/activities.ts";
import { createFakeClock } from "../support/fakes.ts";

const HOUR = 60 * 60_000;
const other = "11111111-1111-4111-8111-111111111111";

type Answer = () => Promise<object>;

/** A turn's context whose Connector answers that. */
function contextOf(answer: Answer): TurnContext {
  const key = Symbol("connector");
  const conversations = { getConversationMember: answer };
  return {
    activity: { conversation: { id: "19:chat" } },
    adapter: { ConnectorClientKey: key },
    turnState: new Map([[key, { conversations }]]),
  } as unknown as TurnContext;
}

function turnOf(actor: Partial<Turn["actor"]> = {}): Turn {
  return {
    kind: "action",
    actor: { id: "29:person", aadObjectId: "person", ...actor },
    tenantId,
    place: "groupChat",
    isTargeted: false,
    language: "en",
    isLanguageOpen: false,
    conversationId: "19:chat",
    activityId: "1",
    text: "",
    input: {},
  };
}

describe("createRoster", () => {
  const members: Record<string, [member: object, isMember: boolean]> = {
    "a user": [{ userRole: "user", tenantId }, true],
    "a user of a tenant in capitals": [
      { userRole: "user", tenantId: tenantId.toUpperCase() },
      true,
    ],
    "a guest": [{ userRole: "guest", tenantId }, false],
    "somebody anonymous": [{ userRole: "Anonymous" }, false],
    "a user of another tenant": [{ userRole: "user", tenantId: other }, false],
    "a name without a role": [{ userPrincipalName: "priya@contoso.com" }, true],
    "a guest's name without a role": [{ userPrincipalName: "eva_fab.com#EXT#@contoso.com" }, false],
    "nothing said": [{}, false],
  };
  for (const [name, [member, expected]] of Object.entries(members))
    it(`takes ${name} for ${expected ? "a member" : "none"}`, async () => {
      const roster = createRoster(createFakeClock());

      const isMember = await roster.isMember(
        contextOf(async () => member),
        turnOf(),
      );

      assert.equal(isMember, expected);
    });

  it("asks nobody about a person whom Teams says is from elsewhere", async () => {
    const roster = createRoster(createFakeClock());
    const user = contextOf(async () => ({ userRole: "user" }));

    const isMember = await roster.isMember(user, turnOf({ tenantId: other }));

    assert.equal(isMember, false);
  });

  it("takes whom Teams does not list for no member", async () => {
    const roster = createRoster(createFakeClock());
    const missing = contextOf(async () => Promise.reject(failure(404)));

    assert.equal(await roster.isMember(missing, turnOf()), false);
  });

  it("says no word where Teams does not answer, and asks again", async () => {
    const roster = createRoster(createFakeClock());
    const down = contextOf(async () => Promise.reject(failure(503)));

    await assert.rejects(roster.isMember(down, turnOf()), { statusCode: 503 });
    const isMember = await roster.isMember(
      contextOf(async () => ({ userRole: "user" })),
      turnOf(),
    );

    assert.equal(isMember, true);
  });

  it("keeps an answer for an hour", async () => {
    const clock = createFakeClock();
    const roster = createRoster(clock);
    const roles = ["user", "guest"];
    const context = contextOf(async () => ({ userRole: roles.shift() }));

    const first = await roster.isMember(context, turnOf());
    const kept = await roster.isMember(context, turnOf());
    clock.advance(HOUR);
    const anew = await roster.isMember(context, turnOf());

    assert.deepEqual([first, kept, anew], [true, true, false]);
  });
});

function failure(statusCode: number): Error {
  return Object.assign(new Error("refused"), { statusCode });
}
