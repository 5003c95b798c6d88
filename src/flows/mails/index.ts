// Knows letters of topic `mail`: who of a tenant gets one about a request, and what came of sending it.
// Must not know Graph or how a mail is written: core/view draws it, the mailer port sends it.
// createMailDelivery(...) gives the deliverer that is joined to the outbox.
export { createMailDelivery } from "./deliver.ts";
