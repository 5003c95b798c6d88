/** Text and figures in columns: the first column to the left, the others to the right. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_title, index) =>
    Math.max(...all.map((row) => row[index]?.length ?? 0)),
  );
  const pad = (cell: string, index: number) =>
    index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0);
  return all.map((row) => `  ${row.map(pad).join("   ").trimEnd()}`).join("\n");
}

/** A number with that many decimals; a dash where there is none. */
export function formatNumber(value: number, decimals = 0): string {
  return Number.isFinite(value) ? value.toFixed(decimals) : "-";
}
