import type { Pack, Scenario } from "../catalogue/index.ts";
import { type Language, localize } from "../local-text.ts";
import { drawArrow, drawBox, drawFrame, drawSvg, type Rect } from "./shapes.ts";

/** Gives a text by key, in the language of the picture. */
type Texts = (key: string, values?: Readonly<Record<string, string | number>>) => string;

const BOX = { width: 200, height: 62 };
const GAP = 16;
const COLUMNS = { frame: 16, first: 36, second: 280, entra: 552, graph: 712 };
const FRAME_WIDTH = 484;
const FAR = { width: 116, height: 62 };

interface Placed {
  readonly scenario: Scenario;
  readonly rect: Rect;
}

/**
 * Draws a pack's scopes: the client with the scope that every use needs and those that build on it,
 * the jobs with theirs, and where both lead. Read from the `context` of the pack's scenarios.
 * @returns an SVG document with title and description; empty frames are left out
 */
export function drawScopePicture(pack: Pack, texts: Texts, language: Language): string {
  const scopes = pack.scenarios.filter(({ context }) => context);
  const client = placeClient(scopes.filter(({ context }) => context?.side === "client"));
  const clientFrame = frameAround(client, 16);
  const serverTop = clientFrame ? clientFrame.y + clientFrame.height + GAP : 16;
  const server = placeServer(
    scopes.filter(({ context }) => context?.side === "server"),
    serverTop + 40,
  );
  const serverFrame = frameAround(server, serverTop);
  const frames = [clientFrame, serverFrame].filter((frame) => frame !== undefined);
  const height = Math.max(...frames.map((frame) => frame.y + frame.height), 80) + GAP;
  const shapes = [
    ...(clientFrame ? [drawFrame(clientFrame, texts("picture.client"))] : []),
    ...(serverFrame ? [drawFrame(serverFrame, texts("picture.server"))] : []),
    ...[...client, ...server].map((placed) => drawScope(placed, texts, language)),
    ...drawBuildsOn(client),
    ...drawFar(frames, height, texts),
  ];
  return drawSvg({ width: 844, height }, describe(pack, scopes, texts, language), shapes.join(""));
}

/** Scopes that build on none stand on the left, the others to the right of them. */
function placeClient(scopes: readonly Scenario[]): Placed[] {
  const isBase = ({ context }: Scenario) => context?.includes.length === 0;
  const others = scopes.filter((scope) => !isBase(scope));
  const bases = scopes.filter(isBase);
  const height = Math.max(others.length, bases.length) * (BOX.height + GAP) - GAP;
  return [
    ...bases.map((scenario, index) => ({
      scenario,
      rect: {
        ...BOX,
        x: COLUMNS.first,
        y: 56 + (height - bases.length * (BOX.height + GAP) + GAP) / 2 + index * (BOX.height + GAP),
      },
    })),
    ...others.map((scenario, index) => ({
      scenario,
      rect: { ...BOX, x: COLUMNS.second, y: 56 + index * (BOX.height + GAP) },
    })),
  ];
}

function placeServer(scopes: readonly Scenario[], top: number): Placed[] {
  return scopes.map((scenario, index) => ({
    scenario,
    rect: {
      ...BOX,
      x: index % 2 === 0 ? COLUMNS.first : COLUMNS.second,
      y: top + Math.floor(index / 2) * (BOX.height + GAP),
    },
  }));
}

function frameAround(placed: readonly Placed[], top: number): Rect | undefined {
  if (placed.length === 0) return undefined;
  const bottom = Math.max(...placed.map(({ rect }) => rect.y + rect.height));
  return { x: COLUMNS.frame, y: top, width: FRAME_WIDTH, height: bottom + GAP - top };
}

function drawScope({ scenario, rect }: Placed, texts: Texts, language: Language): string {
  const rows = scenario.variants[0]?.configured ?? [];
  const count = rows.filter(({ includedIn }) => !includedIn).length;
  const type = texts(`permission.type.${scenario.context?.grants ?? "delegated"}`);
  return drawBox(rect, localize(scenario.title, language), texts("picture.count", { count, type }));
}

function drawBuildsOn(placed: readonly Placed[]): string[] {
  return placed.flatMap(({ scenario, rect }) =>
    placed
      .filter((base) => scenario.context?.includes.includes(base.scenario.id))
      .map((base) => drawArrow(base.rect, rect)),
  );
}

function drawFar(frames: readonly Rect[], height: number, texts: Texts): string[] {
  const y = (height - FAR.height) / 2;
  const entra = { ...FAR, x: COLUMNS.entra, y };
  const graph = { ...FAR, x: COLUMNS.graph, y };
  return [
    drawBox(entra, texts("picture.entra"), ""),
    drawBox(graph, texts("picture.graph"), ""),
    ...frames.map((frame) => drawArrow(frame, entra)),
    drawArrow(entra, graph),
  ];
}

function describe(pack: Pack, scopes: readonly Scenario[], texts: Texts, language: Language) {
  const names = (side: "client" | "server") =>
    scopes
      .filter(({ context }) => context?.side === side)
      .map(({ title }) => localize(title, language))
      .join(", ");
  const product = localize(pack.head.title, language);
  return {
    language,
    title: texts("picture.title", { product }),
    description: texts("picture.description", { client: names("client"), server: names("server") }),
  };
}
