import type { ActionId } from "../understanding/index.ts";

interface Traits {
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
  consent: { isInPortal: true },
  verify: { isInPortal: true },
  approve: {},
  share: {},
  export: {},
  watch: { isInPortal: true },
  history: {},
  language: {},
  "sign-in": {},
  "sign-out": {},
  "delete-my-data": {},
};

/** True for an action that a person can do in the portal meanwhile. */
export function isInPortal(action: ActionId): boolean {
  return TRAITS[action].isInPortal === true;
}

/** True for an action that is described and not built yet. */
export function isPlanned(action: ActionId): boolean {
  return TRAITS[action].isPlanned === true;
}
