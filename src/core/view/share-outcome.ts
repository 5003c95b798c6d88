import { formatSubject, type Subject } from "../subject/index.ts";
import { backToSubject, bottomBar } from "./actions.ts";
import { button, buttons, link } from "./buttons.ts";
import { lines, list, type Part, say, toView } from "./parts.ts";
import { nameSubject } from "./shared.ts";
import { whoLine } from "./shared-frame.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** Who shared something, where that is still known, and when. */
interface Shared {
  readonly name: string | null;
  readonly at: number;
}

/** What came of sharing. */
export type ShareResult =
  | { readonly kind: "posted" }
  | { readonly kind: "updated"; readonly first: Shared }
  /** Somebody is at it. */
  | { readonly kind: "sending"; readonly by: Shared }
  /** Teams did not say whether it stands there; `again` names the try that a new one may follow. */
  | { readonly kind: "unknown"; readonly again: string }
  | { readonly kind: "busy"; readonly seconds: number }
  /** The grants were to be shown and could not be read. */
  | {
      readonly kind: "unread";
      readonly reason: "absent" | "not-connected" | "busy" | "unreachable";
    }
  | {
      readonly kind:
        | "gone"
        | "not-installed"
        | "outsider"
        | "closed"
        | "refused"
        | "unreached"
        | "unshared"
        | "not-updated";
    };

/** What the answer to a press on a place is drawn from. */
export interface ShareOutcomeRequest {
  readonly subject: Subject;
  readonly clientId: string | null;
  readonly result: ShareResult;
  /** Where it stands, or where to look; null where there is no such address. */
  readonly address: string | null;
  /** What the button carried, to try the same again. */
  readonly data: Readonly<Record<string, string>>;
}

/** Says where it stands now, or what went wrong and what to do. */
export function drawShareOutcomeView(voice: Voice, request: ShareOutcomeRequest): View {
  const { t } = voice;
  const { result, subject, address } = request;
  const title = t(`share.outcome.${result.kind}.title`);
  const about = t("share.form.about", { title: nameSubject(voice, subject) ?? "" });
  return toView(voice, "share-outcome", title, {
    title: say(title),
    lead: lines([say(about), ...textsOf(voice, result)]),
    actions: buttons(buttonsOf(voice, request)),
    links: list(
      address === null
        ? []
        : [link(t(LOOK.has(result.kind) ? "share.outcome.look" : "share.outcome.open"), address)],
    ),
    more: bottomBar(voice, backToSubject(voice, subject), 3),
  });
}

/** Where nobody knows of a message, the address is that of the place. */
const LOOK: ReadonlySet<ShareResult["kind"]> = new Set(["sending", "unknown"]);

function textsOf(voice: Voice, result: ShareResult): Part[] {
  const { t } = voice;
  switch (result.kind) {
    case "updated":
      return [whoLine(voice, result.first, FIRST), say(t("share.outcome.updated"))];
    case "sending":
      return [whoLine(voice, result.by, BY), say(t("share.outcome.sending"))];
    case "busy":
      return [say(t("share.outcome.busy", { seconds: result.seconds }))];
    case "unread":
      return [say(t(`share.outcome.unread.${result.reason}`)), say(t("share.outcome.unread"))];
    default:
      return [say(t(`share.outcome.${result.kind}`))];
  }
}

const FIRST = { name: "share.outcome.first.name", nobody: "share.outcome.first.nobody" } as const;
const BY = { name: "share.outcome.by.name", nobody: "share.outcome.by.nobody" } as const;

const AGAIN: ReadonlySet<ShareResult["kind"]> = new Set([
  "busy",
  "unreached",
  "not-updated",
  "unread",
]);

function buttonsOf({ t }: Voice, { subject, clientId, result, data }: ShareOutcomeRequest): Part[] {
  const about = { subject: formatSubject(subject), ...(clientId !== null && { clientId }) };
  const elsewhere = button(t("share.outcome.elsewhere"), "share", about);
  if (result.kind === "unknown")
    return [
      button(t("share.outcome.post"), "share-post", { ...data, again: result.again }),
      elsewhere,
    ];
  if (AGAIN.has(result.kind))
    return [button(t("share.outcome.again"), "share-post", data), elsewhere];
  return [elsewhere];
}
