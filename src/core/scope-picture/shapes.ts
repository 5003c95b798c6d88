/** Ink and paper of its own, so that a picture reads the same on light and dark themes. */
const COLORS = {
  paper: "#ffffff",
  edge: "#8d8ba8",
  frame: "#f3f2f8",
  ink: "#1b1a2b",
  line: "#4b4a66",
  box: "#e4e2f5",
  marked: "#443a93",
  markedInk: "#ffffff",
};

/** Size of all text in pixels: a card shows the picture at its own width, 600 pixels, or wider. */
const FONT_SIZE = 14;
/** Width of a character of bold text, measured from above. */
const LETTER = 7.8;
const PADDING = 12;
/** From one line of text to the next. */
const LINE_HEIGHT = 18;

/** A rectangle in pixels. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A place in pixels. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/** What a box says: a name, and what stands under it. */
export interface BoxText {
  readonly title: string;
  readonly notes: readonly string[];
}

/** A frame around a place, its name on top. */
export function drawFrame(rect: Rect, title: string): string {
  const name = drawText({ x: rect.x + 16, y: rect.y + 27 }, title, { isBold: true });
  return `${drawRect(rect, COLORS.frame, 1)}${name}`;
}

/** Height that a box of that width needs for its text. */
export function measureBox(text: BoxText, width: number): number {
  return linesOf(text, width).length * LINE_HEIGHT + 2 * PADDING;
}

/** A box with a name and notes under it, wrapped and centred; a marked one is dark with a thick edge. */
export function drawBox(rect: Rect, text: BoxText, isMarked = false): string {
  const lines = linesOf(text, rect.width);
  const top = rect.y + rect.height / 2 - ((lines.length - 1) * LINE_HEIGHT) / 2 + 5;
  const color = isMarked ? COLORS.markedInk : COLORS.ink;
  const texts = lines.map(({ line, isBold }, index) =>
    drawText({ x: rect.x + rect.width / 2, y: top + index * LINE_HEIGHT }, line, {
      isBold,
      anchor: "middle",
      color,
    }),
  );
  const shape = isMarked ? drawRect(rect, COLORS.marked, 3) : drawRect(rect, COLORS.box, 1);
  return `${shape}${texts.join("")}`;
}

/** An arrow along points, its tip at the last. */
export function drawArrow(points: readonly Point[]): string {
  const path = points.map(({ x, y }, index) => `${index === 0 ? "M" : "L"} ${x} ${y}`).join(" ");
  return `<path d="${path}" fill="none" stroke="${COLORS.line}" stroke-width="1.5" marker-end="url(#tip)"/>`;
}

/** Words beside or on an arrow. */
export function drawLabel(at: Point, text: string, anchor: "start" | "middle" = "start"): string {
  return drawText(at, text, { anchor });
}

/** The whole picture: a title and a description for screen readers, then the shapes on paper. */
export function drawSvg(
  size: { width: number; height: number },
  words: Words,
  shapes: string,
): string {
  const box = `0 0 ${size.width} ${size.height}`;
  const paper = { x: 1, y: 1, width: size.width - 2, height: size.height - 2 };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" lang="${words.language}" viewBox="${box}" width="${size.width}" height="${size.height}" aria-labelledby="title desc" font-family="Segoe UI, Helvetica, Arial, sans-serif" font-size="${FONT_SIZE}">`,
    `<title id="title">${escapeXml(words.title)}</title>`,
    `<desc id="desc">${escapeXml(words.description)}</desc>`,
    `<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M 0 0 L 8 4 L 0 8 z" fill="${COLORS.line}"/></marker></defs>`,
    `<rect x="${paper.x}" y="${paper.y}" width="${paper.width}" height="${paper.height}" rx="14" fill="${COLORS.paper}" stroke="${COLORS.edge}"/>`,
    shapes,
    "</svg>",
  ].join("");
}

/** What a screen reader says of a picture. */
export interface Words {
  readonly language: string;
  readonly title: string;
  readonly description: string;
}

function linesOf({ title, notes }: BoxText, width: number): { line: string; isBold: boolean }[] {
  const letters = Math.floor((width - PADDING) / LETTER);
  return [
    ...wrap(title, letters).map((line) => ({ line, isBold: true })),
    ...notes.flatMap((note) => wrap(note, letters)).map((line) => ({ line, isBold: false })),
  ];
}

function drawRect({ x, y, width, height }: Rect, fill: string, stroke: number): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8" fill="${fill}" stroke="${COLORS.line}" stroke-width="${stroke}"/>`;
}

interface Look {
  readonly isBold?: boolean;
  readonly anchor?: "start" | "middle";
  readonly color?: string;
}

function drawText({ x, y }: Point, text: string, look: Look): string {
  const weight = look.isBold ? ' font-weight="600"' : "";
  const anchor = look.anchor === "middle" ? ' text-anchor="middle"' : "";
  const fill = look.color ?? COLORS.ink;
  return `<text x="${x}" y="${y}" fill="${fill}"${weight}${anchor}>${escapeXml(text)}</text>`;
}

function escapeXml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** Breaks at spaces so that no line is longer than that many characters, where words allow. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 1 <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
