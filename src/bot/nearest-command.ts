import type { Command } from "./route.ts";

/** The command that was meant by a text of one or two words with one slip of the finger: "hepl". */
export function nearestCommand(text: string, commands: readonly Command[]): Command | undefined {
  const typed = text.trim().toLowerCase().replaceAll(/\s+/g, "-");
  if (typed.length < 3 || typed.length > 20) return undefined;
  return commands.find(({ name }) => isOneSlip(typed, name));
}

/** One letter more, less or other, or two neighbours swapped. */
function isOneSlip(typed: string, name: string): boolean {
  const start = [...typed].findIndex((letter, index) => letter !== name[index]);
  const at = start === -1 ? typed.length : start;
  const restOf = (word: string, skipped: number) => word.slice(at + skipped);
  const isSwap = typed[at] === name[at + 1] && typed[at + 1] === name[at];
  return (
    restOf(typed, 1) === restOf(name, 1) ||
    restOf(typed, 1) === restOf(name, 0) ||
    restOf(typed, 0) === restOf(name, 1) ||
    (isSwap && restOf(typed, 2) === restOf(name, 2))
  );
}
