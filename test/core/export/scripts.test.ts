import assert from "node:assert/strict";
import { findCloud } from "../../../src/core/cloud/index.ts";
import { type ExportFormatId, writeExport } from "../../../src/core/export/index.ts";
import { readStrings } from "../../support/read-strings.ts";
import { buildWorld, CLIENT_ID, CODES, catalogue, must } from "../view/examples.ts";
import { buildReading, grantsFor, neededBy, reportFor } from "../view/readings.ts";
import { answerSource, reportSource, UNION_CODE } from "./sources.ts";

const world = buildWorld();
const LANGUAGES = [
  ["powershell", "power-shell"],
  ["bicep", "bicep"],
  ["terraform", "hcl"],
] as const;
const SCRIPTS = ["az-cli", "powershell", "bicep", "terraform"] as const;

function write(id: ExportFormatId, source = answerSource(CODES.imapOther), from = world): string {
  return must(writeExport(from, "de", id, source)).text;
}

describe("scripts", () => {
  for (const [id, language] of LANGUAGES) {
    it(`keep a hostile name in comments: ${id}`, () => {
      const name = 'x\n\'; $(evil) `evil` ${evil} "evil" ’evil’ */ \u2028evil\r';

      const { comments, strings, code } = readStrings(language, write(id, reportSource(name)));

      assert.ok(comments.some((one) => one.includes("evil")));
      assert.deepEqual(
        [...strings, code].filter((one) => one.includes("evil")),
        [],
      );
    });

    it(`name what approval adds in comments only: ${id}`, () => {
      const { comments, strings } = readStrings(language, write(id));

      assert.ok(comments.some((one) => one.includes("EWS.AccessAsUser.All")));
      assert.ok(!strings.some((one) => one.includes("EWS.AccessAsUser.All")));
    });
  }

  for (const id of SCRIPTS) {
    it(`are in English for everybody: ${id}`, () => {
      assert.match(write(id), /IMAP Capture and Mail Send, another sender/);
    });

    it(`add what is missing in a report only: ${id}`, () => {
      const text = write(id, reportSource());

      assert.ok(!text.includes("IMAP.AccessAsUser.All"));
      assert.ok(text.includes("Mail.Send"));
      assert.ok(text.includes(CLIENT_ID));
    });

    it(`are not written where nothing is missing: ${id}`, () => {
      const reading = buildReading({
        grants: grantsFor(CODES.imapOther),
        requested: neededBy(CODES.imapOther),
      });
      const report = reportFor(CODES.imapOther, reading);

      const file = writeExport(world, "en", id, { kind: "report", code: CODES.imapOther, report });

      assert.equal(file, undefined);
    });

    it(`write nothing of an id that is no client id: ${id}`, () => {
      const source = reportSource();
      if (source.kind !== "report") throw new Error("no report");
      const app = { ...source.report.app, clientId: "'; evil; '" };

      const text = write(id, { ...source, report: { ...source.report, app } });

      assert.deepEqual(
        text.split("\n").filter((line) => line.includes("evil") && !/^(?:#|\/\/)/.test(line)),
        [],
      );
    });

    it(`leave out values that Microsoft does not publish: ${id}`, () => {
      const odd = (key: string) => ({
        ...must(catalogue.permissions.get(key)),
        value: "a b'; evil",
      });
      const permissions = new Map(catalogue.permissions).set(
        "graph:Mail.Send",
        odd("graph:Mail.Send"),
      );
      const from = buildWorld({ catalogue: { ...catalogue, permissions } });

      const text = write(id, answerSource(CODES.imapOther), from);

      assert.ok(!text.includes("evil"));
    });
  }

  it("go to the endpoints of the cloud", () => {
    const from = buildWorld({ cloud: findCloud("dod") });
    const source = answerSource(CODES.imapOther);

    assert.match(write("az-cli", source, from), /^graph='https:\/\/dod-graph\.microsoft\.us'$/m);
    assert.match(write("az-cli", source, from), /^az_cloud='AzureUSGovernment'$/m);
    assert.match(write("powershell", source, from), /^\$environment = 'USGovDoD'$/m);
    assert.match(write("terraform", source, from), /environment = "usgovernmentl5"/);
  });

  it("keep each id with its resource", () => {
    const text = write("az-cli", answerSource(UNION_CODE));

    const lines = text.match(/^.*(?:Scope|Role) [0-9a-f-]{36} \S+ .*$/gm) ?? [];
    assert.equal(lines.length, 6);
    for (const line of lines) {
      const [appId, type, id, value] = line.replace(/^needed='/, "").split(" ");
      const form = type === "Scope" ? "delegated" : "application";
      const resource = appId?.startsWith("00000003") ? "graph" : "exo";
      assert.equal(catalogue.permissions.get(`${resource}:${value}`)?.[form]?.id, id);
    }
  });

  it("never declare the app registration in Bicep", () => {
    assert.doesNotMatch(write("bicep"), /Microsoft\.Graph\/applications/);
  });

  it("ask for the scopes of today where a grant would be replaced", () => {
    assert.match(write("bicep"), /^param graphScopesToday string$/m);
    assert.match(
      write("terraform"),
      /variable "graph_scopes_today" \{\n {2}description[^\n]+\n {2}type {8}= set\(string\)\n\}/,
    );
  });

  it("let Terraform take nothing away", () => {
    const text = write("terraform");

    assert.equal(
      text.match(/^resource "/gm)?.length,
      text.match(/prevent_destroy = true/g)?.length,
    );
    assert.doesNotMatch(text, /resource "azuread_application" /);
  });
});
