import assert from "node:assert/strict";
import { z } from "zod";
import { writeExport } from "../../../src/core/export/index.ts";
import { readCsv } from "../../support/read-csv.ts";
import { buildWorld, CODES, catalogue, must } from "../view/examples.ts";
import { answerSource, reportSource, UNION_CODE } from "./sources.ts";

const world = buildWorld();

function write(id: Parameters<typeof writeExport>[2], source = answerSource(CODES.imapOther)) {
  return must(writeExport(world, "en", id, source));
}

describe("the CSV export", () => {
  it("is a table that a strict parser reads", () => {
    const { text } = write("csv");

    const [head, ...rows] = readCsv(text.slice(1));

    assert.equal(text[0], "\uFEFF");
    assert.deepEqual(head?.slice(0, 5), [
      "Permission",
      "Type",
      "Resource",
      "Resource app id",
      "Permission id",
    ]);
    assert.equal(rows.length, 9);
    assert.ok(rows.every((row) => row.length === head?.length));
  });

  it("has its head in the reader's language", () => {
    const file = must(writeExport(world, "de", "csv", answerSource(CODES.imapOther)));

    assert.deepEqual(readCsv(file.text.slice(1))[0]?.slice(0, 3), [
      "Berechtigung",
      "Typ",
      "Ressource",
    ]);
  });

  it("keeps a hostile name of the tenant in its cell", () => {
    const { text } = write("csv", reportSource());

    const rows = readCsv(text.slice(1));

    const hostile = rows.find((row) => row.includes("Contoso | `payroll` $(id)"));
    assert.equal(hostile?.[4], "dddddddd-0000-4000-8000-000000000001");
    assert.equal(hostile?.[3], "");
  });

  it("pairs the id of a twin with its own resource", () => {
    const source = {
      kind: "subject",
      subject: { kind: "permission", key: "exo:Mail.Send" },
    } as const;

    const rows = readCsv(write("csv", source).text.slice(1));

    assert.deepEqual(
      rows.slice(1).map((row) => row.slice(1, 5)),
      [
        [
          "Delegated",
          "Office 365 Exchange Online",
          "00000002-0000-0ff1-ce00-000000000000",
          "5eb43c10-865a-4259-960a-83946678f8dd",
        ],
        [
          "Application",
          "Office 365 Exchange Online",
          "00000002-0000-0ff1-ce00-000000000000",
          "b633e1c5-b582-4048-a93e-9f11b44c7e96",
        ],
      ],
    );
  });
});

/** Of learn.microsoft.com/graph/api/resources/requiredresourceaccess. */
const Manifest = z
  .array(
    z.strictObject({
      resourceAppId: z.guid(),
      resourceAccess: z
        .array(z.strictObject({ id: z.guid(), type: z.enum(["Scope", "Role"]) }))
        .min(1),
    }),
  )
  .min(1);

describe("the manifest export", () => {
  it("lists what is configured and nothing that approval adds", () => {
    const manifest = Manifest.parse(JSON.parse(write("manifest").text));

    assert.deepEqual(manifest, [
      {
        resourceAppId: "00000003-0000-0000-c000-000000000000",
        resourceAccess: [
          { id: "652390e4-393a-48de-9484-05f9b1212954", type: "Scope" },
          { id: "b633e1c5-b582-4048-a93e-9f11b44c7e96", type: "Role" },
          { id: "e2a3a72e-5f79-4c64-b1b1-878b674786c9", type: "Role" },
        ],
      },
    ]);
  });

  it("lists what is missing of a report", () => {
    const manifest = Manifest.parse(JSON.parse(write("manifest", reportSource()).text));

    assert.deepEqual(
      manifest.flatMap(({ resourceAccess }) => resourceAccess.map(({ type }) => type)),
      ["Role", "Role"],
    );
  });

  it("holds nothing that is granted per team", () => {
    const ids = catalogue.facts.permissions
      .filter(({ key }) => key.startsWith("rsc:"))
      .map(({ application }) => application?.id ?? "");

    const { text } = write("manifest", answerSource(CODES.allScopes));

    assert.ok(ids.length > 0);
    assert.deepEqual(
      ids.filter((id) => text.includes(id)),
      [],
    );
  });

  it("names each entry once in a union", () => {
    const manifest = Manifest.parse(JSON.parse(write("manifest", answerSource(UNION_CODE)).text));

    const entries = manifest.flatMap(({ resourceAppId, resourceAccess }) =>
      resourceAccess.map(({ id, type }) => `${resourceAppId} ${id} ${type}`),
    );
    assert.equal(new Set(entries).size, entries.length);
  });
});

describe("the Markdown export", () => {
  it("takes every meaning from words of the tenant", () => {
    const { text } = write("markdown", reportSource("[Pay](https://evil.example) | `x`\n# Hi"));

    assert.ok(!text.includes("](https://evil"));
    assert.ok(!/^# Hi/m.test(text));
    assert.match(text, /Contoso \\\| \\`payroll\\` \$\\\(id\\\)/);
  });

  it("gives every row of the table the same cells", () => {
    const lines = write("markdown", reportSource()).text.split("\n");

    const widths = lines
      .filter((line) => line.startsWith("|"))
      .map((line) => line.replaceAll("\\|", "").split("|").length);

    assert.equal(new Set(widths).size, 1);
  });
});

describe("the JSON export", () => {
  it("says of each row what it is and why", () => {
    const { permissions } = JSON.parse(write("json").text);

    assert.deepEqual(Object.keys(permissions[0]), [
      "permission",
      "type",
      "resource",
      "resourceAppId",
      "id",
      "phase",
      "adminConsent",
      "isPerTeam",
      "plain",
      "why",
      "sources",
      "errata",
    ]);
    assert.deepEqual(permissions[1].errata, ["A12"]);
  });

  it("tells the state of each row of a report, and no tenant", () => {
    const { text } = write("json", reportSource());

    const { permissions, app } = JSON.parse(text);

    assert.deepEqual(
      permissions.slice(0, 3).map(({ state }: { state: string }) => state),
      ["granted", "missing", "missing"],
    );
    assert.equal(app.readAt, "2026-10-01T14:05:00.000Z");
    assert.ok(!text.includes("11111111-2222-3333-4444-555555555555"));
  });
});

describe("writeExport", () => {
  it("writes what a note says, and no script of it", () => {
    const source = {
      kind: "subject",
      subject: { kind: "note", id: "entra:rbac-for-applications" },
    } as const;

    assert.equal(writeExport(world, "en", "csv", source), undefined);
    assert.equal(writeExport(world, "en", "manifest", source), undefined);
    assert.match(write("markdown", source).text, /New-ManagementScope/);
  });

  it("writes nothing of what the catalogue does not have", () => {
    const unknown = { kind: "subject", subject: { kind: "permission", key: "graph:No" } } as const;

    assert.equal(writeExport(world, "en", "json", unknown), undefined);
    assert.equal(writeExport(world, "en", "json", answerSource("1~nowhere")), undefined);
  });

  it("names files by what they hold", () => {
    assert.equal(write("csv").name, "autostore-2.csv");
    assert.equal(write("manifest").name, "autostore-2-manifest.json");
    assert.equal(write("json", answerSource(UNION_CODE)).name, "autostore-1-6-7.json");
    assert.equal(write("csv", reportSource()).name, "autostore-2-report.csv");
  });
});
