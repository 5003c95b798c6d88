import { html, nothing, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import type { Context } from "../view/context.ts";
import { type BadgeColor, drawBadge, drawDisclosure } from "../view/controls.ts";
import { drawLoad } from "../view/loading.ts";
import type { RequestDetail } from "./request-detail.ts";
import { drawSteps } from "./steps.ts";

type Row = TabOutput<"listRequests">["requests"][number];
type Read = TabOutput<"readRequest">;

/** A request that opens and closes. */
export interface RequestSection {
  /** What the list says of it: the same again changes nothing of what is known here since. */
  put(row: Row): void;
  draw(): TemplateResult;
}

export interface RequestOptions {
  readonly row: Row;
  readonly list: "mine" | "decide";
}

export function createRequest(
  context: Context,
  { row: first, list }: RequestOptions,
): RequestSection {
  const { t, words } = context;
  const id = `request-${list}-${first.id}`;
  let row = first;
  let listed = first;
  let isOpen = false;
  let detail: RequestDetail | undefined;
  const read = context.load(async () => {
    const params = { request: row.id };
    const loading = import("./request-detail.ts").catch(() => undefined);
    const [outcome, made] = await Promise.all([context.api("readRequest", { params }), loading]);
    if (!made) return { kind: "failed", failure: { code: "offline" } };
    detail ??= made.createRequestDetail(context, { id, take, reload: read.start });
    if (outcome.kind === "ok") row = outcome.value.request;
    return outcome;
  });
  const take = (next: Read): void => {
    row = next.request;
    read.put(next);
  };
  const toggle = (): void => {
    isOpen = !isOpen;
    // Whoever opens it sees how it stands now.
    if (isOpen) void read.start();
    context.redraw();
  };
  const drawRead = (now: Read) => html`${detail?.draw(now)}`;
  return {
    put: (next) => {
      if (next === listed) return;
      listed = next;
      row = next;
    },
    draw: () => {
      const { title, app, stateText, requester, askedAt } = row;
      const by = list === "decide" ? (requester ?? t("tab.requests.nobody")) : null;
      const told = [app, by, words.time(askedAt)].filter((part) => part !== null).join(" · ");
      const body = () => html`${drawLoad(context, read, drawRead)}`;
      const beside = drawBadge(stateText, COLORS[row.state]);
      const below = html`<p class="fine about">${told}</p>
        ${list === "mine" ? drawSteps(context, row) : nothing}`;
      return drawDisclosure({ id, title, isOpen, toggle, level: 3, beside, below, body });
    },
  };
}

/** The words say the state; the color helps those who see it. */
const COLORS: Readonly<Record<Row["state"], BadgeColor>> = {
  pending: "informative",
  approved: "brand",
  granted: "brand",
  verified: "success",
  declined: "danger",
  cancelled: "subtle",
  expired: "warning",
};
