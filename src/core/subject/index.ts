// Knows what can be linked to, shared and exported, and how it is named in an address.
// Must not know cards, conversations or tenants: a subject is a fact of the catalogue.
// formatSubject and readSubject are the way there and back; toPermalink is the address of its page.
export {
  findPermalink,
  readPermalink,
  toExportLink,
  toPermalink,
} from "./permalink.ts";
export {
  formatSubject,
  readSubject,
  type Subject,
  type SubjectReading,
  toSubject,
} from "./subject.ts";
