import assert from "node:assert/strict";
import { EXPORT_FORMATS, findExportFormat } from "../../../src/core/export/index.ts";

describe("findExportFormat", () => {
  const named: readonly (readonly [text: string, id: string | undefined])[] = [
    ["export as terraform", "terraform"],
    ["export scenario 2 as PowerShell", "powershell"],
    ["export to Azure CLI", "az-cli"],
    ["export az-cli", "az-cli"],
    ["als CSV exportieren", "csv"],
    ["exportiere als PowerShell-Skript", "powershell"],
    ["für eine Tabellenkalkulation", "csv"],
    ["exporter au format Bicep", "bicep"],
    ["exporte en manifeste", "manifest"],
    ["pour un tableur", "csv"],
    ["README.md", "markdown"],
    ["export", undefined],
    ["jsonish terraforming", undefined],
    ["", undefined],
  ];
  for (const [text, id] of named)
    it(`finds ${id ?? "none"} in "${text}"`, () => {
      assert.equal(findExportFormat(text)?.id, id);
    });

  it("finds each format by its id", () => {
    assert.deepEqual(
      EXPORT_FORMATS.map(({ id }) => findExportFormat(`export ${id}`)?.id),
      EXPORT_FORMATS.map(({ id }) => id),
    );
  });
});
