import { html, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import type { Load } from "../load.ts";
import type { Context } from "../view/context.ts";
import { drawButton } from "../view/controls.ts";
import { drawLoad } from "../view/loading.ts";

type Pack = TabOutput<"listPacks">["packs"][number];
type Label = TabOutput<"listLabels">["labels"][number];
type LabelSet = TabOutput<"setLabel">;

/** What a Catalog Manager has at each pack: a menu of the organization's sensitivity labels. */
export interface Labels {
  draw(pack: Pack): TemplateResult;
}

interface Editing {
  readonly pack: string;
  labelId: string | null;
  /** The change, once it is sent. */
  saving: Load<LabelSet> | undefined;
}

/** Labels are asked for when the first menu opens, and with them the consent of the Catalog. */
export function createLabels(
  context: Context,
  changed: (pack: string, label: LabelSet["label"]) => void,
): Labels {
  const labels = context.load(() => context.api("listLabels"));
  let editing: Editing | undefined;
  const open = ({ id, label }: Pack): void => {
    editing = { pack: id, labelId: label?.id ?? null, saving: undefined };
    void labels.want();
    context.focus(`#label-${id}`);
  };
  const close = (): void => {
    context.focus(`#label-open-${editing?.pack}`);
    editing = undefined;
  };
  const save = async (current: Editing): Promise<void> => {
    const { pack, labelId } = current;
    const request = { params: { pack }, body: { labelId } };
    const saving = context.load(() => context.api("setLabel", request));
    current.saving = saving;
    await saving.start();
    if (saving.state.kind !== "ready") return;
    changed(pack, saving.state.value.label);
    context.say(context.t("tab.catalog.labels.saved"));
    close();
  };
  return {
    draw: (pack) => {
      if (editing?.pack !== pack.id) return drawOpen(context, pack, () => open(pack));
      const current = editing;
      const actions = { save: () => save(current), close };
      return html`${drawLoad(context, labels, (value) =>
        drawMenu(context, { pack, current, labels: value.labels, ...actions }),
      )}`;
    },
  };
}

function drawOpen({ t }: Context, { id, title, label }: Pack, press: () => void): TemplateResult {
  const text = t(label ? "tab.catalog.labels.change" : "tab.catalog.labels.set");
  return html`<div class="buttons">
    ${drawButton({ label: text, about: title, press, id: `label-open-${id}` })}
  </div>`;
}

interface Menu {
  readonly pack: Pack;
  readonly current: Editing;
  readonly labels: readonly Label[];
  readonly save: () => Promise<void>;
  readonly close: () => void;
}

function drawMenu(context: Context, { pack, current, labels, save, close }: Menu): TemplateResult {
  const { t } = context;
  const pick = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    current.labelId = value === "" ? null : value;
  };
  const isBusy = current.saving?.state.kind === "loading";
  const option = ({ id, name, description }: Label) =>
    html`<option value=${id} title=${description ?? ""} ?selected=${id === current.labelId}>${name}</option>`;
  return html`<div class="label-menu">
    <label for="label-${pack.id}">${t("tab.catalog.labels.menu", { pack: pack.title })}</label>
    <select id="label-${pack.id}" @change=${pick}>
      <option value="" ?selected=${current.labelId === null}>${t("tab.catalog.labels.none")}</option>
      ${labels.map(option)}
    </select>
    <div class="buttons">
      ${drawButton({ label: t("tab.button.save"), press: save, look: "primary", isBusy })}
      ${drawButton({ label: t("tab.button.cancel"), press: close })}
    </div>
    ${drawSaving(context, current.saving)}
  </div>`;
}

function drawSaving(context: Context, saving: Load<LabelSet> | undefined): TemplateResult {
  if (saving?.state.kind !== "failed") return html``;
  return context.drawFailure(saving.state.failure, saving.start);
}
