import { isOfDomain } from "./domain.ts";

/** A text in pieces: what is a link, and what stands between. */
export interface Piece {
  readonly text: string;
  readonly isLink: boolean;
}

const link = /(https?:\/\/[^\s<>"]+)/i;
/** What ends a sentence is not of the link that ends it. */
const tail = /[.,;:!?)\]}'’”]+$/;

/** Finds the links in what a person typed. */
export function toPieces(text: string): readonly Piece[] {
  return text
    .split(link)
    .flatMap((part, index) => (index % 2 === 1 ? splitTail(part) : [{ text: part, isLink: false }]))
    .filter((piece) => piece.text !== "");
}

function splitTail(text: string): readonly Piece[] {
  const [end = ""] = tail.exec(text) ?? [];
  const address = text.slice(0, text.length - end.length);
  return [
    { text: address, isLink: true },
    { text: end, isLink: false },
  ];
}

/**
 * The first link of the app's domains that somebody has finished: a space follows it, or it was pasted.
 * @param domains as isOfDomain takes them
 */
export function findOwnLink(
  text: string,
  domains: readonly string[],
  isPasted: boolean,
): string | undefined {
  const pieces = toPieces(text);
  const found = pieces.find(
    (piece, index) =>
      piece.isLink &&
      isOfDomain(piece.text, domains) &&
      (isPasted || isFinished(pieces[index + 1])),
  );
  return found?.text;
}

function isFinished(next: Piece | undefined): boolean {
  return next !== undefined && /\s/.test(next.text);
}
