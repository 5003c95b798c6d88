/**
 * How the invokes of a message extension, of dialogs and of links are answered: by a list or a line in its
 * place, by a dialog, or by a preview under a link, of which an error shows nothing.
 */
const FORMS = {
  "composeExtension/query": "list",
  "composeExtension/selectItem": "list",
  "composeExtension/fetchTask": "dialog",
  "composeExtension/submitAction": "dialog",
  "task/fetch": "dialog",
  "task/submit": "dialog",
  "composeExtension/queryLink": "preview",
  "composeExtension/anonymousQueryLink": "preview",
} as const;

/** The name of such an invoke. */
export type ExtensionInvoke = keyof typeof FORMS;

/** Which form its answers have. */
export function formOf(invoke: ExtensionInvoke): (typeof FORMS)[ExtensionInvoke] {
  return FORMS[invoke];
}

/** The same name where it is one of these. */
export function findExtensionInvoke(name: string | undefined): ExtensionInvoke | undefined {
  return name !== undefined && Object.hasOwn(FORMS, name) ? (name as ExtensionInvoke) : undefined;
}
