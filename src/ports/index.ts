// Knows what the product needs from the outside, as types only.
// Must not know who fulfils it: each has a thin rim, and a fake in test/support.
// The core and the handlers see nothing else of the world. One file a part of it: process, store, people and more.
export type {
  AuditExport,
  AuditExportWish,
  AuditTrail,
  AuditTrailLine,
  AuditTrailPage,
} from "./audit.ts";
export type {
  Attendee,
  AudienceAnswer,
  AudiencePlace,
  Audiences,
  CardPlace,
  Courier,
  FilePlace,
  Files,
  PostOutcome,
  PostPlace,
} from "./courier.ts";
export type { Directory, DirectoryAnswer, RoleHolder, RoleHolders } from "./directory.ts";
export type { Mail, Mailer, MailOutcome } from "./mail.ts";
export type { Identity, Person, TokenVerdict, VerifyToken } from "./people.ts";
export type { Clock, Ids, Log, LogFields, Recall, Seal } from "./process.ts";
export type { AuditEntry, KeyRange, Ledger, Op, Row, Store } from "./store.ts";
export type {
  AppTokenAnswer,
  AppTokens,
  PersonTokenAnswer,
  PersonTokens,
  ScopedToken,
  SignInCode,
  TokenAnswer,
  TokenRenewal,
} from "./tokens.ts";
export type {
  Channel,
  ChannelFacts,
  ChannelTab,
  FoundPerson,
  PersonAnswer,
  Reader,
  Readers,
  SensitivityLabel,
  Team,
  TeamFacts,
  Workplace,
} from "./workplace.ts";
