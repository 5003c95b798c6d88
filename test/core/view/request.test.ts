import assert from "node:assert/strict";
import { listElements, measureCard, renderCard, SIZE_LIMIT } from "../../../src/cards/index.ts";
import { formatSelection, listCases, toSetUp } from "../../../src/core/advisor/index.ts";
import { LANGUAGES } from "../../../src/core/local-text.ts";
import { drawRequest, type RequestRole, toPacket } from "../../../src/core/view/index.ts";
import { buildWorld, CODES, catalogue } from "./example.ts";
import { buildRequest } from "./request-examples.ts";

const world = buildWorld();
const products = catalogue.packs.filter(({ head }) => !head.byNameOnly);
const everything = formatSelection(products.flatMap(listCases).map(toSetUp));

const draw = (overrides: Parameters<typeof buildRequest>[0], role: RequestRole) =>
  drawRequest(world, "en", buildRequest(overrides), { role });
const verbsOf = async (view: ReturnType<typeof draw>) => {
  const card = { ...(await renderCard(view)), refresh: undefined };
  const buttons = listElements(card).filter(({ type }) => type === "Action.Execute");
  return buttons
    .map(({ data }) => Object.values(data as object).join(" "))
    .filter((one) => one !== "help");
};

describe("drawRequest", () => {
  for (const language of LANGUAGES)
    for (const role of ["approver", "requester", "channel"] as const)
      it(`fits the whole catalogue on a card: ${role} in ${language}`, async () => {
        const words = "W".repeat(500);
        const request = buildRequest({
          selection: everything,
          comment: words,
          approvalsNeeded: 2,
          events: [
            { kind: "asked", at: 1, by: { id: "p", name: "Priya" } },
            { kind: "approved", at: 2, by: { id: "a", name: "Alex" }, comment: words },
          ],
        });

        const card = await renderCard(drawRequest(world, language, request, { role }));

        assert.ok(measureCard(card) <= SIZE_LIMIT - 3_000);
        assert.match(JSON.stringify(card), /\/p\/1~/);
      });

  const offers: readonly (readonly [RequestRole, "pending" | "approved" | "declined", string[]])[] =
    [
      [
        "approver",
        "pending",
        ["request-verdict request-1 approve", "request-verdict request-1 decline"],
      ],
      [
        "channel",
        "pending",
        ["request-verdict request-1 approve", "request-verdict request-1 decline"],
      ],
      ["requester", "pending", ["request-withdraw request-1"]],
      ["reader", "pending", []],
      ["approver", "approved", ["request-consent request-1", "request-check request-1"]],
      ["requester", "approved", ["request-check request-1", "request-withdraw request-1"]],
      ["approver", "declined", []],
      ["requester", "declined", ["request-again request-1"]],
    ];
  for (const [role, state, verbs] of offers)
    it(`offers what can be done: ${role}, ${state}`, async () => {
      assert.deepEqual(await verbsOf(draw({ state }, role)), verbs);
    });

  it("asks at most sixty people for views of their own", async () => {
    const userIds = Array.from({ length: 90 }, (_, index) => `29:${index}`);

    const { data } = drawRequest(world, "en", buildRequest(), { role: "channel", userIds });

    assert.equal((data.refresh as { userIds: string[] }).userIds.length, 60);
  });

  it("takes every meaning from the words of people", async () => {
    const view = draw({ comment: "[a](https://evil.example) **b** ${c}" }, "channel");

    const card = JSON.stringify(await renderCard(view));

    assert.doesNotMatch(card, /https:\/\/evil\.example|\*\*b\*\*|\]\(http/);
  });

  it("names who could not be reached to the requester alone", () => {
    const reach = {
      channel: null,
      people: [
        { id: "a", name: "Alex *A*", state: "reached" as const },
        { id: "b", name: "Bea", state: "failed" as const },
      ],
      isMailed: false,
      areRolesRead: true,
    };

    assert.match(
      draw({ reach }, "requester").text,
      /Not reached in Teams, tell them yourself: Bea/,
    );
    assert.doesNotMatch(draw({ reach }, "channel").text, /Bea/);
  });
});

describe("toPacket", () => {
  it("names what the catalogue needs otherwise than when it was asked", () => {
    const { changes } = toPacket(
      world,
      "en",
      buildRequest({
        selection: CODES.signIn,
        catalogue: { version: "1", needs: ["graph:Mail.Send application"] },
      }),
    );

    assert.ok(changes.includes("Not needed any more: Mail.Send (Application)."));
    assert.ok(changes.some((line) => line.startsWith("Now needed too: ")));
  });

  it("says the same in each language, with everything in it", () => {
    const packets = LANGUAGES.map((language) => toPacket(world, language, buildRequest()));

    const shapes = packets.map(({ facts, permissions, errata, narrower, next }) => [
      facts.length,
      permissions.length,
      errata.length,
      narrower.length,
      next.length,
    ]);
    assert.deepEqual(shapes, Array(LANGUAGES.length).fill(shapes[0]));
    assert.ok(shapes[0]?.every((count) => count > 0));
  });

  it("says what the last look has not found", () => {
    const check = {
      at: Date.UTC(2026, 9, 2),
      verdict: "incomplete" as const,
      missing: ["graph:Mail.Send application"],
      isLast: false,
    };

    const { next } = toPacket(world, "en", buildRequest({ state: "approved", check }));

    assert.match(next.join("\n"), /Still missing: Mail\.Send \(Application\)\./);
  });
});
