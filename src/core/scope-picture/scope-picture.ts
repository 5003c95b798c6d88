import type { Pack, Scenario } from "../catalogue/index.ts";
import { type Language, localize } from "../local-text.ts";
import {
  type BoxText,
  drawArrow,
  drawBox,
  drawFrame,
  drawLabel,
  drawSvg,
  measureBox,
  type Rect,
} from "./shapes.ts";

/** Gives a text by key, in the language of the picture. */
type Texts = (key: string, values?: Readonly<Record<string, string | number>>) => string;

const WIDTH = 600;
const MARGIN = 16;
const GAP = 16;
/** Room for an arrow with its words between two rows. */
const STEP = 52;
/** From the top of a frame to its first box. */
const HEAD = 44;
const FRAME = { x: MARGIN, width: WIDTH - 2 * MARGIN };
const LEFT = { x: 32, width: 190 };
const RIGHT = { x: 344, width: 224 };
/** Where the arrow of a base splits up. */
const FORK = RIGHT.x - 16;
const FAR_HEIGHT = 52;

interface Placed {
  readonly scenario: Scenario;
  readonly text: BoxText;
  readonly rect: Rect;
}

/** What every part of the picture is drawn from. */
interface Drawing {
  readonly pack: Pack;
  readonly texts: Texts;
  readonly language: Language;
  /** Id of the scenario to point out. */
  readonly marked: string | undefined;
}

/**
 * Draws a pack's scopes from top to bottom: the client with the scope that every use needs and those
 * that build on it, Entra ID and Microsoft Graph, and the jobs with the models to choose from.
 * Read from the `context` of the pack's scenarios.
 * @param marked id of the scenario that was asked for; one that the pack does not have marks nothing
 * @returns an SVG document, 600 pixels wide, with title and description; empty frames are left out
 */
export function drawScopePicture(
  pack: Pack,
  texts: Texts,
  language: Language,
  marked?: string,
): string {
  const drawing = { pack, texts, language, marked };
  const client = placeClient(drawing, listScopes(pack, "client"));
  const clientFrame = frameAround(client, MARGIN);
  const entra = { ...LEFT, y: clientFrame ? bottomOf(clientFrame) + STEP : MARGIN };
  const far = { entra: { ...entra, height: FAR_HEIGHT }, graph: { ...RIGHT, y: entra.y } };
  const serverTop = entra.y + FAR_HEIGHT + STEP;
  const server = placeServer(drawing, listScopes(pack, "server"), serverTop + HEAD);
  const serverFrame = frameAround(server, serverTop);
  const shapes = [
    ...(clientFrame ? drawClient(drawing, clientFrame, client, far.entra) : []),
    ...drawFar(texts, far.entra, { ...far.graph, height: FAR_HEIGHT }),
    ...(serverFrame ? drawServer(drawing, serverFrame, server, far.entra) : []),
  ];
  const height = bottomOf(serverFrame ?? far.entra) + MARGIN;
  return drawSvg({ width: WIDTH, height }, describe(drawing), shapes.join(""));
}

function listScopes(pack: Pack, side: "client" | "server"): Scenario[] {
  return pack.scenarios.filter(({ context }) => context?.side === side);
}

/** Scopes that build on none stand on the left, the others to the right of them. */
function placeClient(drawing: Drawing, scopes: readonly Scenario[]): Placed[] {
  const isBase = ({ context }: Scenario) => context?.includes.length === 0;
  const bases = scopes.filter(isBase);
  const others = scopes.filter((scope) => !isBase(scope));
  const height = Math.max(
    highest(drawing, bases, LEFT.width),
    highest(drawing, others, RIGHT.width),
  );
  const top = MARGIN + HEAD;
  const shift = (Math.max(0, others.length - bases.length) * (height + GAP)) / 2;
  return [
    ...placeColumn(drawing, bases, { ...LEFT, y: top + shift, height }),
    ...placeColumn(drawing, others, { ...RIGHT, y: top, height }),
  ];
}

/** Models to choose from stand side by side. */
function placeServer(drawing: Drawing, scopes: readonly Scenario[], top: number): Placed[] {
  const first = { ...RIGHT, y: top, height: highest(drawing, scopes, RIGHT.width) };
  const left = scopes.filter((_scope, index) => index % 2 === 0);
  const right = scopes.filter((_scope, index) => index % 2 === 1);
  return [
    ...placeColumn(drawing, left, { ...first, x: LEFT.x }),
    ...placeColumn(drawing, right, first),
  ];
}

/** One under the other, from the first place on. */
function placeColumn(drawing: Drawing, scopes: readonly Scenario[], first: Rect): Placed[] {
  return scopes.map((scenario, index) => ({
    scenario,
    text: boxText(drawing, scenario),
    rect: { ...first, y: first.y + index * (first.height + GAP) },
  }));
}

/** Height that the longest text needs in boxes of that width. */
function highest(drawing: Drawing, scopes: readonly Scenario[], width: number): number {
  return Math.max(0, ...scopes.map((scenario) => measureBox(boxText(drawing, scenario), width)));
}

/** Name, how many permissions, and whether it is the one that was asked for. */
function boxText({ pack, texts, language, marked }: Drawing, scenario: Scenario): BoxText {
  const rows = scenario.variants[0]?.configured ?? [];
  const included = rows.flatMap(({ includedIn }) => includedIn ?? []);
  const base = pack.scenarios.find(({ id }) => id === included[0]);
  const type = texts(`permission.type.${scenario.context?.grants ?? "delegated"}`);
  const counts = { type, count: rows.length - included.length, included: included.length };
  const count = base
    ? texts("picture.countIncluded", { ...counts, scope: localize(base.title, language) })
    : texts("picture.count", counts);
  const notes = scenario.id === marked ? [count, texts("picture.asked")] : [count];
  return { title: localize(scenario.title, language), notes };
}

function frameAround(placed: readonly Placed[], top: number): Rect | undefined {
  if (placed.length === 0) return undefined;
  return { ...FRAME, y: top, height: bottomOfAll(placed, top) + GAP - top };
}

function bottomOf({ y, height }: Rect): number {
  return y + height;
}

function bottomOfAll(placed: readonly Placed[], least: number): number {
  return Math.max(least, ...placed.map(({ rect }) => bottomOf(rect)));
}

function drawClient(
  drawing: Drawing,
  frame: Rect,
  placed: readonly Placed[],
  entra: Rect,
): string[] {
  const { texts } = drawing;
  const x = entra.x + entra.width / 2;
  return [
    drawFrame(frame, texts("picture.client")),
    ...drawBuildsOn(placed, texts),
    ...placed.map((one) => drawScope(drawing, one)),
    drawArrow([
      { x, y: bottomOf(frame) },
      { x, y: entra.y - 2 },
    ]),
    drawLabel({ x: x + 14, y: bottomOf(frame) + STEP / 2 + 5 }, texts("picture.edge.client")),
  ];
}

function drawServer(
  drawing: Drawing,
  frame: Rect,
  placed: readonly Placed[],
  entra: Rect,
): string[] {
  const { texts } = drawing;
  const x = entra.x + entra.width / 2;
  const [first, second] = placed;
  const between = (LEFT.x + RIGHT.width + RIGHT.x) / 2;
  const or = { x: between, y: (first?.rect.y ?? 0) + (first?.rect.height ?? 0) / 2 + 5 };
  return [
    drawFrame(frame, texts(second ? "picture.serverChoice" : "picture.server")),
    ...placed.map((one) => drawScope(drawing, one)),
    ...(second ? [drawLabel(or, texts("picture.or"), "middle")] : []),
    drawArrow([
      { x, y: frame.y },
      { x, y: bottomOf(entra) + 2 },
    ]),
    drawLabel({ x: x + 14, y: frame.y - STEP / 2 + 5 }, texts("picture.edge.server")),
  ];
}

function drawScope({ marked }: Drawing, { scenario, text, rect }: Placed): string {
  return drawBox(rect, text, scenario.id === marked);
}

/** From each base to what builds on it; the words stand on the arrow's first piece. */
function drawBuildsOn(placed: readonly Placed[], texts: Texts): string[] {
  return placed.flatMap((base) => {
    const built = placed.filter(({ scenario }) =>
      scenario.context?.includes.includes(base.scenario.id),
    );
    if (built.length === 0) return [];
    const from = { x: base.rect.x + base.rect.width, y: base.rect.y + base.rect.height / 2 };
    const label = { x: (from.x + FORK) / 2, y: from.y - 8 };
    const arrows = built.map(({ rect }) => {
      const y = rect.y + rect.height / 2;
      return drawArrow([from, { x: FORK, y: from.y }, { x: FORK, y }, { x: rect.x - 2, y }]);
    });
    return [...arrows, drawLabel(label, texts("picture.edge.enter"), "middle")];
  });
}

function drawFar(texts: Texts, entra: Rect, graph: Rect): string[] {
  const y = entra.y + FAR_HEIGHT / 2;
  const from = entra.x + entra.width;
  return [
    drawBox(entra, { title: texts("picture.entra"), notes: [] }),
    drawBox(graph, { title: texts("picture.graph"), notes: [] }),
    drawArrow([
      { x: from, y },
      { x: graph.x - 2, y },
    ]),
    drawLabel({ x: (from + graph.x) / 2, y: y - 8 }, texts("picture.edge.token"), "middle"),
  ];
}

function describe({ pack, texts, language }: Drawing) {
  const names = (side: "client" | "server") =>
    listScopes(pack, side)
      .map(({ title }) => localize(title, language))
      .join(", ");
  const product = localize(pack.head.title, language);
  return {
    language,
    title: texts("picture.title", { product }),
    description: texts("picture.description", { client: names("client"), server: names("server") }),
  };
}
