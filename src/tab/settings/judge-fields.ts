import type { FieldError } from "./field-error.ts";

const PEOPLE_MOST = 50;
const APPS_MOST = 200;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** The server looks closer; this catches what was typed halfway. */
const ADDRESS = /^[^\s@<>"(),:;]{1,64}@[^\s@<>"(),:;]+\.[^\s@<>"(),:;.]{2,}$/;

export function judgePeople(people: readonly unknown[]): FieldError | undefined {
  if (people.length <= PEOPLE_MOST) return undefined;
  return { what: "people-many", values: { most: PEOPLE_MOST } };
}

/** Entries of the list of client ids, however they are set apart. */
export function splitApps(text: string): readonly string[] {
  return text.split(/[\s,;]+/).filter((id) => id !== "");
}

/** @param text in the words of the person, who finds them again in what is said */
export function judgeApps(text: string): FieldError | undefined {
  const typed = splitApps(text);
  const ids = typed.map((id) => id.toLowerCase());
  const odd = typed.find((id) => !GUID.test(id.toLowerCase()));
  if (odd !== undefined) return { what: "apps-guid", values: { entry: odd.slice(0, 60) } };
  const again = ids.find((id, index) => ids.indexOf(id) !== index);
  if (again !== undefined) return { what: "apps-twice", values: { entry: again } };
  if (ids.length > APPS_MOST) return { what: "apps-many", values: { most: APPS_MOST } };
  return undefined;
}

/** A whole number between two others, both included. */
export function judgeWhole(
  text: string,
  range: { readonly least: number; readonly most: number },
): FieldError | undefined {
  const typed = text.trim();
  const number = /^\d{1,5}$/.test(typed) ? Number(typed) : Number.NaN;
  if (number >= range.least && number <= range.most) return undefined;
  return { what: "days", values: range };
}

/** The mailbox may be missing; whether it is needed is judged with the rest. */
export function judgeSender(text: string): FieldError | undefined {
  const typed = text.trim();
  if (typed === "" || (typed.length <= 320 && ADDRESS.test(typed))) return undefined;
  return { what: "address", values: { entry: typed.slice(0, 60) } };
}
