import { html, nothing, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import type { Api } from "../api.ts";
import { createHome } from "../home/home.ts";
import type { Host } from "../host.ts";
import { createLoad, type Load } from "../load.ts";
import type { PageId, Place } from "../place.ts";
import type { Tell } from "../texts.ts";
import type { Words } from "../words.ts";
import type { Context, Page } from "./context.ts";
import { createDrawing, type Drawing } from "./drawing.ts";
import { drawFailure } from "./failure-panel.ts";
import { drawSkeleton } from "./loading.ts";
import { createNavigation, drawLinks } from "./navigation.ts";
import { createSaid, type Said } from "./said.ts";

type Me = TabOutput<"me">;

export interface ShellOptions {
  readonly root: HTMLElement;
  readonly host: Host;
  readonly t: Tell;
  readonly words: Words;
  readonly api: Api;
  readonly first: Place;
  /** Teams shows the same pages above this one. */
  readonly hasTabs: boolean;
}

/** Pages besides Home are loaded when somebody goes there. */
const MAKERS: Readonly<Record<PageId, () => Promise<(context: Context) => Page>>> = {
  home: async () => createHome,
  catalog: async () => (await import("../catalog/catalog.ts")).createCatalog,
  settings: async () => (await import("../settings/settings.ts")).createSettings,
};

/** Until it is known who somebody is. */
const NOBODY: Me = { name: "", roles: [], pages: [], botId: "", teamsAppId: null, cloud: "" };

/** Draws the frame around the pages and begins with the first one. */
export async function openShell(options: ShellOptions): Promise<void> {
  const { root, host, t, first } = options;
  const pages = new Map<PageId, Page>();
  const hasUnsaved = (page: PageId) => pages.get(page)?.hasUnsaved?.() ?? false;
  const drawing = createDrawing(root, () => draw());
  const said = createSaid(drawing.redraw);
  const load = createLoads({ t, said, drawing });
  const me = load(() => options.api("me"));
  const show = async (place: Place): Promise<void> => {
    if (me.state.kind !== "ready") return;
    const page = pages.get(place.page) ?? (await MAKERS[place.page]())(toContext(me.state.value));
    pages.set(place.page, page);
    if (navigation.place.page !== place.page) return;
    document.title = `${t(`tab.nav.${place.page}`)} - ${t("tab.page.title")}`;
    drawing.focus("#page-title");
    page.enter(place);
  };
  const navigation = createNavigation({ host, first, hasUnsaved, show });
  const toContext = (who: Me): Context => {
    const context: Context = {
      ...options,
      ...drawing,
      me: who,
      say: said.say,
      announce: said.announce,
      load,
      drawFailure: (failure, retry) => drawFailure(context, failure, retry),
      go: (place) => void navigation.go(place),
      note: navigation.note,
    };
    return context;
  };
  const enter = async (): Promise<void> => {
    await me.start();
    await show(navigation.place);
  };
  const nobody = toContext(NOBODY);
  const drawMain = () => drawPage({ me, page: pages.get(navigation.place.page), nobody, enter });
  // Once somebody has gone elsewhere inside of this frame, what Teams shows above names another page.
  const isShownAbove = () => options.hasTabs && navigation.place.page === first.page;
  const drawTop = () => html`<header class="top">${drawLinks(t, navigation, hasUnsaved)}</header>`;
  const draw = () => html`
    ${isShownAbove() ? nothing : drawTop()}
    <main id="main">${drawMain()}</main>
    ${said.draw()}`;
  await enter();
}

interface LoadParts {
  readonly t: Tell;
  readonly said: Said;
  readonly drawing: Drawing;
}

function createLoads({ t, said, drawing }: LoadParts): Context["load"] {
  return (ask) =>
    createLoad({
      ask,
      changed: (state) => {
        const isSlow = state.kind === "loading" && state.isSlow;
        if (state.kind === "loading") said.announce(isSlow ? t("tab.loading.slow") : "");
        drawing.redraw();
      },
    });
}

interface PageParts {
  readonly me: Load<Me>;
  readonly page: Page | undefined;
  readonly nobody: Context;
  readonly enter: () => Promise<void>;
}

function drawPage({ me, page, nobody, enter }: PageParts): TemplateResult {
  const { state } = me;
  if (state.kind === "ready" && page) return page.draw();
  const title = html`<h1 class="visually-hidden">${nobody.t("tab.page.title")}</h1>`;
  if (state.kind === "failed") return html`${title}${nobody.drawFailure(state.failure, enter)}`;
  const isSlow = state.kind === "loading" && state.isSlow;
  return html`${title}${drawSkeleton(isSlow ? nobody.t("tab.loading.slow") : "")}`;
}
