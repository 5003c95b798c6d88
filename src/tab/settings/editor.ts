import { html, nothing, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import type { Failure } from "../failure.ts";
import type { Load } from "../load.ts";
import type { Context } from "../view/context.ts";
import { drawConflict } from "./conflict.ts";
import { createDraftKeeper } from "./draft-keeper.ts";
import type { Errors } from "./field-error.ts";
import { createFields } from "./fields.ts";
import { type Draft, isChanged, readDraft, toDraft } from "./form.ts";
import { mergeDraft } from "./merge.ts";
import type { Models } from "./models.ts";
import { drawSaveBar } from "./save-bar.ts";

type Read = TabOutput<"readSettings">;

/** The form of the settings from what holds to what is saved. */
export interface Editor {
  readonly load: Load<Read>;
  hasUnsaved(): boolean;
  draw(): TemplateResult;
}

/** What the form knows while somebody works on it. */
interface Work {
  /** What the draft was made from. */
  base: Read;
  draft: Draft;
  errors: Errors;
  /** What somebody else has saved meanwhile. */
  theirs?: Read | undefined;
  failure?: Failure | undefined;
  isSaving: boolean;
  /** The draft comes from before the page was loaded. */
  isRestored: boolean;
}

/** What else of the page comes together with the form. */
export interface EditorParts {
  readonly models: Models;
  readonly jobs: { want(): Promise<void> };
}

export function createEditor(context: Context, { models, jobs }: EditorParts): Editor {
  const keeper = createDraftKeeper();
  let work: Work | undefined;
  const load = context.load(async () => {
    // All of the form comes at once, so that nothing in it moves.
    const parts = [models.want(), jobs.want()];
    const [outcome] = await Promise.all([context.api("readSettings"), ...parts]);
    if (outcome.kind === "ok") work = begin(outcome.value, keeper.read());
    return outcome;
  });
  const change = (part: Partial<Draft>): void => {
    if (!work) return;
    work.draft = { ...work.draft, ...part };
    const read = readDraft(work.draft);
    // A field that was wrong is judged while it is mended; others are left alone until they are sent.
    const open: Errors = read.kind === "ok" ? new Map() : read.errors;
    work.errors = new Map([...open].filter(([field]) => work?.errors.has(field)));
    keeper.keep({ base: work.base, draft: work.draft });
    context.redraw();
  };
  const fields = createFields(context, { change, models });
  const take = (base: Read): void => {
    work = begin(base, undefined);
    keeper.forget();
    context.redraw();
  };
  const hasUnsaved = () => work !== undefined && isChanged(work.draft, work.base.settings);
  return {
    load,
    hasUnsaved,
    draw: () =>
      work ? drawForm(context, { work, fields, take, hasUnsaved, models }) : html`${nothing}`,
  };
}

function begin(read: Read, kept: { base: Read; draft: Draft } | undefined): Work {
  const start = { errors: new Map(), isSaving: false };
  if (!kept || !isChanged(kept.draft, kept.base.settings)) {
    return { base: read, draft: toDraft(read.settings), isRestored: false, ...start };
  }
  return { ...kept, isRestored: true, ...start };
}

interface FormParts {
  readonly work: Work;
  readonly fields: ReturnType<typeof createFields>;
  /** What holds from now on. */
  readonly take: (base: Read) => void;
  readonly hasUnsaved: () => boolean;
  readonly models: Models;
}

function drawForm(context: Context, parts: FormParts): TemplateResult {
  const { work, fields, take, hasUnsaved, models } = parts;
  const save = () => saveWork(context, work, take);
  const submit = (event: Event): void => {
    event.preventDefault();
    void save();
  };
  const discard = () => take(work.base);
  return html`<form class="settings" novalidate @submit=${submit}>
    ${models.drawStopped(work.base.settings.model)}
    ${work.isRestored ? html`<p class="fine">${context.t("tab.settings.restored")}</p>` : nothing}
    ${work.theirs ? drawConflict(context, { ...toTheirs(work, take), save }) : nothing}
    ${fields.draw(work.draft, work.errors, work.base)}
    ${work.failure ? context.drawFailure(work.failure, save) : nothing}
    ${drawSaveBar(context, { isChanged: hasUnsaved(), isSaving: work.isSaving, errors: work.errors, save, discard })}
  </form>`;
}

function toTheirs(work: Work, take: (base: Read) => void) {
  return { load: () => work.theirs && take(work.theirs), theirs: work.theirs };
}

/** Saves over the state that the draft was made from; after a conflict, on top of the one that was shown. */
async function saveWork(context: Context, work: Work, take: (base: Read) => void): Promise<void> {
  if (work.isSaving) return;
  const { base, theirs } = work;
  // Saving over theirs keeps what they changed and this person did not touch.
  if (theirs) work.draft = mergeDraft(base.settings, work.draft, theirs.settings);
  if (theirs) work.base = theirs;
  const read = readDraft(work.draft);
  work.errors = read.kind === "invalid" ? read.errors : new Map();
  work.failure = undefined;
  if (read.kind === "invalid") return focusFirst(context, work.errors);
  work.isSaving = true;
  context.redraw();
  const { etag } = work.base;
  const saved = await context.api("changeSettings", { body: read.settings, etag });
  work.isSaving = false;
  if (saved.kind === "ok") {
    take(saved.value);
    context.say(context.t("tab.settings.saved"));
    return context.focus("#page-title");
  }
  if (saved.failure.code === "conflict") return showTheirs(context, work);
  work.failure = saved.failure;
  context.redraw();
}

function focusFirst(context: Context, errors: Errors): void {
  const [field] = errors.keys();
  context.say(context.t("tab.settings.invalid"));
  context.focus(`#setting-${field}`);
}

async function showTheirs(context: Context, work: Work): Promise<void> {
  const now = await context.api("readSettings");
  if (now.kind === "ok") work.theirs = now.value;
  else work.failure = now.failure;
  context.focus("#conflict");
}
