import { html, nothing, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import type { Load } from "../load.ts";
import type { Context } from "../view/context.ts";
import { drawButton } from "../view/controls.ts";
import { drawLoad } from "../view/loading.ts";
import { addPerson, type Draft } from "./form.ts";

type Found = TabOutput<"findPeople">;
type People = Draft["approvers"];

/** A list of people, and a search for more. */
export interface PeopleField {
  draw(people: People, error: TemplateResult): TemplateResult;
}

/** Letters before a search begins, and how long a pause ends a word, in milliseconds. */
const LETTERS = 2;
const PAUSE = 300;

export function createPeople(
  context: Context,
  field: "approvers" | "catalogManagers",
  change: (people: People) => void,
): PeopleField {
  const { t } = context;
  let search: Load<Found> | undefined;
  let typed = "";
  let pause: ReturnType<typeof setTimeout> | undefined;
  const find = (): void => {
    const name = typed.trim();
    search = context.load(() => context.api("findPeople", { query: { name } }));
    void search.start();
  };
  const type = (event: Event): void => {
    typed = (event.target as HTMLInputElement).value;
    clearTimeout(pause);
    if (typed.trim().length >= LETTERS) pause = setTimeout(find, PAUSE);
    else search = undefined;
    context.redraw();
  };
  const add = (people: People, id: string, name: string): void => {
    change(addPerson(people, { id, name }));
    context.say(t("tab.settings.people.added", { name }));
    search = undefined;
    typed = "";
    context.focus(`#setting-${field}`);
  };
  const remove = (people: People, id: string, name: string): void => {
    change(people.filter((person) => person.id !== id));
    context.say(t("tab.settings.people.removed", { name }));
    context.focus(`#setting-${field}`);
  };
  return {
    draw: (
      people,
      error,
    ) => html`<section class="group" role="group" aria-labelledby="group-${field}">
      <h2 id="group-${field}">${t(`tab.settings.${field}.title`)}</h2>
      <p class="fine">${t(`tab.settings.${field}.help`)}</p>
      ${drawChosen(context, people, (id, name) => remove(people, id, name))}
      ${drawSearch(context, { field, typed, type, find })}
      ${search ? drawLoad(context, search, (found) => drawFound(context, found, people, (id, name) => add(people, id, name))) : nothing}
      ${error}
    </section>`,
  };
}

type Act = (id: string, name: string) => void;

function drawChosen({ t }: Context, people: People, remove: Act): TemplateResult {
  if (people.length === 0) return html`<p>${t("tab.settings.people.none")}</p>`;
  const label = t("tab.settings.people.remove");
  return html`<ul class="people">${people.map(
    ({ id, name }) => html`<li><span>${name}</span>
      ${drawButton({ label, about: name, press: () => remove(id, name), look: "subtle" })}</li>`,
  )}</ul>`;
}

interface SearchParts {
  readonly field: string;
  readonly typed: string;
  readonly type: (event: Event) => void;
  readonly find: () => void;
}

function drawSearch({ t }: Context, { field, typed, type, find }: SearchParts): TemplateResult {
  const press = (event: KeyboardEvent): void => {
    if (event.key !== "Enter") return;
    // Enter looks for the name; it does not send the form.
    event.preventDefault();
    if (typed.trim().length >= LETTERS) find();
  };
  return html`<label for="setting-${field}">${t("tab.settings.people.search")}</label>
    <input id="setting-${field}" type="search" autocomplete="off" maxlength="100"
      aria-describedby="setting-${field}-error" .value=${typed} @input=${type} @keydown=${press}>`;
}

function drawFound(context: Context, { people }: Found, chosen: People, add: Act): TemplateResult {
  const { t, words } = context;
  const open = people.filter(({ id }) => !chosen.some((one) => one.id === id));
  if (open.length === 0) return html`<p role="status">${t("tab.settings.people.nobody")}</p>`;
  const label = t("tab.settings.people.add");
  return html`<p class="visually-hidden" role="status">${t(`tab.settings.people.found.${words.form(open.length)}`, { count: words.number(open.length) })}</p>
    <ul class="people">${open.map(
      ({ id, name, mail }) => html`<li><span>${name} <span class="fine">${mail ?? ""}</span></span>
        ${drawButton({ label, about: name, press: () => add(id, name) })}</li>`,
    )}</ul>`;
}
