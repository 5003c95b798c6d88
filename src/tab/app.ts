import { html, render } from "lit-html";
import { createApi } from "./api.ts";
import type { Beginning, Host } from "./host.ts";
import { readPlace } from "./place.ts";
import { createTell, type Language, pickLanguage, type Tell } from "./texts.ts";
import { openShell } from "./view/shell.ts";
import { createWords } from "./words.ts";

/** Begins the page: Teams greets, the texts of its language come, and the shell is drawn. */
export async function begin(root: HTMLElement, host: Host): Promise<void> {
  const trusted = (root.dataset.hosts ?? "").split(" ").filter((origin) => origin !== "");
  const beginning = await host.begin(trusted);
  const language = pickLanguage(beginning?.locale ?? document.documentElement.lang);
  document.documentElement.lang = language;
  const t = await loadTexts(root, language);
  if (!t) return host.tellFailed("texts");
  if (!beginning) return drawOutside(root, t);
  setTheme(beginning.theme);
  host.onTheme(setTheme);
  await open({ root, host, t, language, beginning });
}

function setTheme(theme: string): void {
  document.documentElement.dataset.theme = theme;
}

async function loadTexts(root: HTMLElement, language: Language): Promise<Tell | undefined> {
  const file = root.getAttribute(`data-texts-${language}`) ?? "";
  const response = await fetch(file).catch(() => undefined);
  return response?.ok ? createTell(await response.json()) : undefined;
}

function drawOutside(root: HTMLElement, t: Tell): void {
  render(
    html`<main class="notice"><h1>${t("tab.page.title")}</h1><p>${t("tab.page.outside")}</p></main>`,
    root,
  );
}

interface Opening {
  readonly root: HTMLElement;
  readonly host: Host;
  readonly t: Tell;
  readonly language: Language;
  readonly beginning: Beginning;
}

async function open({ root, host, t, language, beginning }: Opening): Promise<void> {
  const api = createApi({ fetch: window.fetch.bind(window), getToken: host.getToken, language });
  const words = createWords(language, { locale: beginning?.locale });
  const first = readPlace({ search: window.location.search, subPageId: beginning.subPageId });
  const { hasTabs } = beginning;
  const opened = openShell({ root, host, t, words, api, first, hasTabs });
  host.tellReady();
  await opened;
}
