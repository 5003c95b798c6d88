import { findPack, type Pack } from "../catalogue/index.ts";
import type { Voice } from "./voice.ts";

/**
 * What the catalogue does not know any more, as far as it can tell: "AutoStore: Sender robot". Whatever else
 * is in it is somebody else's words, as everybody can write a link.
 * @param lost as `readSubject` names it: `autostore.sender_robot`, `graph:Gone.All`, `autostore:gone`
 */
export function nameLost(voice: Voice, lost: string): string {
  const { catalogue } = voice.world;
  const [, owner = "", mark, rest = ""] = /^([\w-]+)([.:])(.+)$/.exec(lost) ?? [];
  const pack = findPack(catalogue, owner);
  if (pack) {
    const title = voice.local(pack.head.title);
    return `${title}: ${mark === "." ? nameChoice(voice, pack, rest) : rest}`;
  }
  const resource = Object.entries(catalogue.facts.resources).find(([id]) => id === owner);
  return resource && mark === ":" ? `${resource[1].displayName}: ${rest}` : lost;
}

/** `sender_robot` -> "Sender robot" */
function nameChoice({ local }: Voice, pack: Pack, pair: string): string {
  const [id = "", choiceId = ""] = pair.split("_");
  const dimension = pack.head.dimensions.find((known) => known.id === id);
  if (!dimension) return pair;
  const choice = dimension.choices.find((known) => known.id === choiceId);
  return `${local(dimension.title)} ${choice ? local(choice.title) : choiceId}`;
}
