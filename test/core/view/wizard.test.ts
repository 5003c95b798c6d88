import assert from "node:assert/strict";
import { caseId, listCases } from "../../../src/core/advisor/index.ts";
import { drawChange, takeWizardStep } from "../../../src/core/view/index.ts";
import { buildWorld, CODES, catalogue } from "./examples.ts";

const world = buildWorld();

interface Drawn {
  readonly choices: readonly { readonly title: string; readonly data: { readonly s: string } }[];
  /** In the place of buttons where there are many of them. */
  readonly pick: readonly { readonly options: readonly { readonly code: string }[] }[];
  readonly actions: readonly { readonly data: { readonly s?: string } }[];
  readonly progress: string;
}

function takeStep(code: string | undefined) {
  const step = takeWizardStep(world, "en", code);
  return { ...step, data: step.view.data as unknown as Drawn };
}

const toCode = ({ code }: { readonly code: string }) => code;

/** Presses every button, and takes every entry of every list. */
function walkAll(code: string | undefined, depth = 0): { ids: readonly string[]; depth: number }[] {
  const step = takeStep(code);
  if (step.kind === "answer") return [{ ids: step.answer.ids, depth }];
  const { choices, pick } = step.data;
  const codes = [
    ...choices.map(({ data }) => data.s),
    ...pick.flatMap(({ options }) => options.map(toCode)),
  ];
  return codes.flatMap((next) => walkAll(next, depth + 1));
}

describe("takeWizardStep", () => {
  it("leads to every documented case and to nothing else", () => {
    const reached = new Set(walkAll(undefined).flatMap(({ ids }) => ids));

    assert.deepEqual(
      [...reached].sort(),
      [...new Set(catalogue.packs.flatMap(listCases).map(caseId))].sort(),
    );
  });

  it("reaches every form of every case", () => {
    assert.equal(walkAll(undefined).length, catalogue.packs.flatMap(listCases).length);
  });

  it("asks nothing with a single open answer", () => {
    const { data } = takeStep("1~autostore.source_imap");

    assert.deepEqual(
      data.choices.map(({ title }) => title),
      ["Same user", "Another user"],
    );
  });

  it("never counts more steps than there can be", () => {
    const steps = [undefined, "1~autostore", "1~autostore.source_imap"].map(
      (code) => takeStep(code).data.progress,
    );

    assert.deepEqual(steps, ["Step 1", "Step 2 of 4", "Step 3 of 4"]);
  });

  it("tells what follows from the answers", () => {
    const { view } = takeStep("1~autostore.source_imap");

    assert.match(view.text, /^Destination\nMicrosoft Office 365 Mail Send \(follows from/m);
  });

  it("goes back to the step before", () => {
    const { data } = takeStep("1~autostore.sender_other.source_imap");

    assert.equal(data.actions[0]?.data.s, "1~autostore.source_imap");
  });

  it("goes back from the first question to the product", () => {
    const { data } = takeStep("1~autostore");

    assert.equal(data.actions[0]?.data.s, undefined);
  });

  it("starts over with a code that is not valid", () => {
    assert.equal(takeStep("1~nowhere").data.progress, "Step 1");
  });

  it("keeps what was said of a later question", () => {
    const { data } = takeStep("1~autostore.token-vault_without");

    assert.ok(data.choices.every(({ data: { s } }) => s.includes("token-vault_without")));
  });
});

describe("drawChange", () => {
  it("opens the last question that was answered", () => {
    const view = drawChange(world, "en", CODES.fileWith);

    assert.match(view.text, /Do you use Token Vault for this workflow\?/);
  });

  it("opens the choice of scope for a pack with one question", () => {
    const view = drawChange(world, "en", CODES.home);

    assert.match(view.text, /In which context does nBold ask for permissions\?/);
  });

  it("opens the product for a code that is not valid", () => {
    assert.match(drawChange(world, "en", "x").text, /Which product\?/);
  });
});
