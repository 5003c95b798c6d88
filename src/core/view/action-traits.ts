import type { ActionId } from "../understanding/index.ts";

interface Traits {
  /** It is about a set-up, and asks for one where none is known. */
  readonly needsSetUp?: true;
  /** A person can do it in the portal meanwhile. */
  readonly isInPortal?: true;
  /** It is described and not built yet. */
  readonly isPlanned?: true;
}

const TRAITS: Readonly<Record<ActionId, Traits>> = {
  help: {},
  wizard: {},
  scenarios: {},
  scopes: {},
  consent: { needsSetUp: true, isInPortal: true },
  verify: { needsSetUp: true, isInPortal: true, isPlanned: true },
  approve: { needsSetUp: true, isInPortal: true, isPlanned: true },
  share: { needsSetUp: true, isPlanned: true },
  export: { needsSetUp: true, isPlanned: true },
  watch: { needsSetUp: true, isInPortal: true, isPlanned: true },
  history: { isInPortal: true, isPlanned: true },
  language: {},
  "sign-in": { isPlanned: true },
  "sign-out": { isPlanned: true },
  "delete-my-data": {},
};

/** True for an action that is about a set-up. */
export function needsSetUp(action: ActionId): boolean {
  return TRAITS[action].needsSetUp === true;
}

/** True for an action that a person can do in the portal meanwhile. */
export function isInPortal(action: ActionId): boolean {
  return TRAITS[action].isInPortal === true;
}

/** True for an action that is described and not built yet. */
export function isPlanned(action: ActionId): boolean {
  return TRAITS[action].isPlanned === true;
}
