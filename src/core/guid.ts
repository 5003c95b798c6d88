const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Whether a text is a GUID in lower case, as ids of tenants, apps and objects are kept here. Nothing else
 * goes into a filter, a path or a command.
 */
export function isGuid(text: string): boolean {
  return GUID.test(text);
}
