// Knows how tables leave the product as files that other programs open.
// Must not know what the cells mean, nor where the file goes.
// Rows of cells -> formatCsv -> text. A new format is a file here.
export { type Cell, formatCsv } from "./csv.ts";
