import type { Catalogue } from "../catalogue.ts";

/** Something that a schema cannot see. `place` is a path below the catalogue. */
export interface Problem {
  readonly place: string;
  /** What is wrong and how to mend it. */
  readonly message: string;
}

/** A reason to let one finding stand. */
export interface Exception {
  readonly place: string;
  readonly reason: string;
}

/** One rule over the whole catalogue; runs from the command line and as a test. */
export interface Check {
  readonly name: string;
  readonly description: string;
  readonly scope: "permissions" | "scenarios" | "notes" | "errata" | "lexicons" | "all";
  readonly check: (catalogue: Catalogue) => Problem[];
  readonly exceptions: readonly Exception[];
}

/** The findings of a check, without those that are excepted by name. */
export function runCheck(check: Check, catalogue: Catalogue): Problem[] {
  const excepted = new Set(check.exceptions.map(({ place }) => place));
  return check.check(catalogue).filter(({ place }) => !excepted.has(place));
}
