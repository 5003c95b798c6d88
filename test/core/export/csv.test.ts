import assert from "node:assert/strict";
import { type Cell, formatCsv } from "../../../src/core/export/index.ts";

describe("formatCsv", () => {
  it("writes rows of quoted cells that end with CRLF", () => {
    const rows: Cell[][] = [
      ["name", "count", "isNew"],
      ["Zürich 東京", -5, true],
      ["", null, undefined],
    ];

    assert.equal(
      formatCsv(rows),
      '"name","count","isNew"\r\n"Zürich 東京","-5","true"\r\n"","",""\r\n',
    );
  });

  it("writes nothing for no rows", () => {
    assert.equal(formatCsv([]), "");
  });

  const cells: readonly [cell: string, written: string][] = [
    ["plain", '"plain"'],
    ['a"b', '"a""b"'],
    ['"', '""""'],
    ["a,b", '"a,b"'],
    ["a\r\nb", '"a\r\nb"'],
    ["a=b+c-d@e", '"a=b+c-d@e"'],
    ["Files.ReadWrite.All", '"Files.ReadWrite.All"'],
    ["2026-11-02T09:00:00.000Z", '"2026-11-02T09:00:00.000Z"'],
    ["=1+1", `"'=1+1"`],
    ["+1", `"'+1"`],
    ["-1", `"'-1"`],
    ["@SUM(A1)", `"'@SUM(A1)"`],
    ["\t=cmd", `"'\t=cmd"`],
    ["\tx", `"'\tx"`],
    ["\rx", `"'\rx"`],
    ["\nx", `"'\nx"`],
    [" =x", `"' =x"`],
    ["\u00a0\u3000=x", `"'\u00a0\u3000=x"`],
    ["\u200b\ufeff=x", `"'\u200b\ufeff=x"`],
    ["\u202e=x", `"'\u202e=x"`],
    ["\u0000=x", `"'\u0000=x"`],
    ["＝1", `"'＝1"`],
    ["＋1", `"'＋1"`],
    ["－1", `"'－1"`],
    ["＠x", `"'＠x"`],
    ["﹦1", `"'﹦1"`],
    ["−1", `"'−1"`],
    ['="a"', `"'=""a"""`],
    ["b;=1+1;c", `"b;'=1+1;c"`],
    ["b; =1", `"b;' =1"`],
    ["b\n=1+1", `"b\n'=1+1"`],
    ["b;c", '"b;c"'],
    ["'=1", `"'=1"`],
  ];
  it("S47 disarms every cell that a sheet would take for a formula", () => {
    const armed = cells.filter(([cell]) =>
      /^[\s\0\u200b\ufeff\u202e]*[=+\-@＝＋－＠﹦−]/u.test(cell),
    );

    assert.ok(armed.length > 10);
    for (const [cell] of armed) assert.match(formatCsv([[cell]]), /^"[\s\S]*'/u);
  });

  for (const [cell, written] of cells)
    it(`writes ${JSON.stringify(cell)}`, () => {
      assert.equal(formatCsv([[cell]]), `${written}\r\n`);
    });
});
