import { html, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import type { Context } from "../view/context.ts";
import { createDecision, type DecisionOptions } from "./decision.ts";
import { drawPacket } from "./packet.ts";

type Read = TabOutput<"readRequest">;

/** What stands in a request that is open: what may be done with it, and all that is to be known of it. */
export interface RequestDetail {
  draw(read: Read): TemplateResult;
}

/** It is loaded when somebody opens a request. */
export function createRequestDetail(context: Context, options: DecisionOptions): RequestDetail {
  const decision = createDecision(context, options);
  return {
    draw: (read) => html`${decision.draw(read)}${drawPacket(context, read)}`,
  };
}
