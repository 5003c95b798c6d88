import type { MessageExtension } from "./extension.ts";
import type { MenuItem } from "./menu.ts";
import type { Message } from "./model.ts";
import type { Notice } from "./pressed.ts";
import { withdraw } from "./teams-calls.ts";

export interface MessageItemDeeds {
  readonly extension: Pick<MessageExtension, "listMessageActions" | "runOn">;
  readonly readAlias: () => string;
  /** A line under the message. */
  note(message: Message, notice: Notice): void;
}

/** What the menu of a message offers: its link, the app's actions on it, and its end. */
export function listMessageItems(message: Message, deeds: MessageItemDeeds): readonly MenuItem[] {
  const { link, isDeletable } = message;
  const { extension } = deeds;
  const actions = extension.listMessageActions().map((command): MenuItem => {
    return { title: command.title, pick: () => extension.runOn(message, command) };
  });
  const ofLink = [
    { title: "Copy link", pick: () => void copy(message, link ?? "", deeds) },
    ...actions,
  ];
  const ofOwner = [{ title: "Delete", pick: () => void remove(message, deeds) }];
  return [...(link ? ofLink : []), ...(isDeletable ? ofOwner : [])];
}

async function copy(message: Message, link: string, { note }: MessageItemDeeds): Promise<void> {
  try {
    await navigator.clipboard.writeText(link);
    note(message, { kind: "info", text: "The link to this message is copied." });
  } catch {
    // The browser does not let the page: the link is shown instead.
    note(message, { kind: "info", text: `The link to this message: ${link}` });
  }
}

async function remove(message: Message, { note, readAlias }: MessageItemDeeds): Promise<void> {
  const outcome = await withdraw(readAlias(), message.id);
  if (outcome.kind === "done") return;
  note(message, { kind: "problem", text: `Something went wrong. ${outcome.message}` });
}
