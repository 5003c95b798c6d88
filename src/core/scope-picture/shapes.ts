/** Ink and paper of its own, so that a picture reads the same on light and dark themes. */
const COLORS = {
  paper: "#ffffff",
  frame: "#f3f2f8",
  ink: "#1b1a2b",
  line: "#4b4a66",
  box: "#e4e2f5",
};

/** A rectangle in pixels. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const LINE_HEIGHT = 17;

function escapeXml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** A frame around a place, its name on top. */
export function drawFrame(rect: Rect, title: string): string {
  const name = drawText(rect.x + 14, rect.y + 24, title, { isBold: true });
  return `${drawRect(rect, COLORS.frame)}${name}`;
}

/** A box with a name and a line under it, both wrapped and centred. */
export function drawBox(rect: Rect, title: string, note: string): string {
  const width = Math.floor(rect.width / 7.4);
  const lines = [...wrap(title, width), ...(note === "" ? [] : wrap(note, width))];
  const bold = wrap(title, width).length;
  const top = rect.y + rect.height / 2 - ((lines.length - 1) * LINE_HEIGHT) / 2 + 5;
  const texts = lines.map((line, index) =>
    drawText(rect.x + rect.width / 2, top + index * LINE_HEIGHT, line, {
      isBold: index < bold,
      isCentred: true,
    }),
  );
  return `${drawRect(rect, COLORS.box)}${texts.join("")}`;
}

/** An arrow from the right edge of one rectangle to the left edge of another. */
export function drawArrow(from: Rect, to: Rect): string {
  const start = `${from.x + from.width} ${from.y + from.height / 2}`;
  const middle = (from.x + from.width + to.x) / 2;
  const end = to.y + to.height / 2;
  const path = `M ${start} H ${middle} V ${end} H ${to.x - 2}`;
  return `<path d="${path}" fill="none" stroke="${COLORS.line}" stroke-width="1.5" marker-end="url(#tip)"/>`;
}

/** The whole picture: a title and a description for screen readers, then the shapes on paper. */
export function drawSvg(
  size: { width: number; height: number },
  words: Words,
  shapes: string,
): string {
  const box = `0 0 ${size.width} ${size.height}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" lang="${words.language}" viewBox="${box}" width="${size.width}" height="${size.height}" aria-labelledby="title desc" font-family="Segoe UI, Helvetica, Arial, sans-serif" font-size="13">`,
    `<title id="title">${escapeXml(words.title)}</title>`,
    `<desc id="desc">${escapeXml(words.description)}</desc>`,
    `<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M 0 0 L 8 4 L 0 8 z" fill="${COLORS.line}"/></marker></defs>`,
    `<rect width="${size.width}" height="${size.height}" fill="${COLORS.paper}"/>`,
    shapes,
    "</svg>",
  ].join("");
}

export interface Words {
  readonly language: string;
  readonly title: string;
  readonly description: string;
}

function drawRect({ x, y, width, height }: Rect, fill: string): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8" fill="${fill}" stroke="${COLORS.line}"/>`;
}

function drawText(
  x: number,
  y: number,
  text: string,
  look: { isBold?: boolean; isCentred?: boolean },
): string {
  const weight = look.isBold ? ' font-weight="600"' : "";
  const anchor = look.isCentred ? ' text-anchor="middle"' : "";
  return `<text x="${x}" y="${y}" fill="${COLORS.ink}"${weight}${anchor}>${escapeXml(text)}</text>`;
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
