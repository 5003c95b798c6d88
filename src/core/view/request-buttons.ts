import type { ApprovalRequest, ApprovalState } from "../approval/index.ts";
import { watchButton } from "./actions.ts";
import { button } from "./buttons.ts";
import type { Part } from "./parts.ts";
import type { Voice } from "./voice.ts";

/** For whom a card is drawn: who asked, who may decide, everybody in a channel, or somebody who only reads. */
export type RequestRole = "requester" | "approver" | "channel" | "reader";

/** What can be done about a request. */
type Offer = "approve" | "decline" | "withdraw" | "again" | "consent" | "check" | "watch";

const DECIDING: Readonly<Record<ApprovalState, readonly Offer[]>> = {
  pending: ["approve", "decline"],
  approved: ["consent", "check"],
  granted: ["check"],
  verified: ["watch"],
  declined: [],
  cancelled: [],
  expired: [],
};

const ASKING: Readonly<Record<ApprovalState, readonly Offer[]>> = {
  pending: ["withdraw"],
  approved: ["check", "withdraw"],
  granted: ["check"],
  verified: ["watch"],
  declined: ["again"],
  cancelled: ["again"],
  expired: ["again"],
};

/** What most people do next; it stands out. */
const FIRST: ReadonlySet<Offer> = new Set<Offer>(["approve", "consent", "again", "watch"]);

/**
 * The buttons of a request, the one that stands out apart from the others. The server asks who may,
 * whatever a card offers.
 */
export function requestButtons(
  voice: Voice,
  request: ApprovalRequest,
  role: RequestRole,
): { readonly first: Part[]; readonly others: Part[] } {
  const offered = role === "requester" ? ASKING : DECIDING;
  const offers = role === "reader" ? [] : offered[request.state];
  return {
    first: offers.filter((one) => FIRST.has(one)).map((one) => draw(voice, request, one)),
    others: offers.filter((one) => !FIRST.has(one)).map((one) => draw(voice, request, one)),
  };
}

function draw(voice: Voice, { id: request, selection, app }: ApprovalRequest, offer: Offer): Part {
  const title = offer === "watch" ? "" : voice.t(`request.button.${offer}`);
  switch (offer) {
    case "approve":
    case "decline":
      return button(title, "request-verdict", { request, verdict: offer });
    case "withdraw":
      return button(title, "request-withdraw", { request });
    case "again":
      return button(title, "request-again", { request });
    case "consent":
      return button(title, "request-consent", { request });
    case "check":
      return button(title, "request-check", { request });
    case "watch":
      return watchButton(voice, { s: selection, clientId: app.clientId });
    default:
      return offer satisfies never;
  }
}
