import { z } from "zod";
import { LocalText } from "../local-text.ts";
import { PermissionType } from "../permission/index.ts";

/** Ids are kebab-case and equal to the file name. */
const Id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
const PermissionKey = z.string().regex(/^(graph|exo|rsc):/);
const Https = z.url({ protocol: /^https$/ });

/** Where a fact comes from: document or page title, and the section in it. */
export const Source = z.strictObject({
  document: z.string(),
  /** A number, a heading as it is printed there, or our own words for the place. */
  section: z.union([z.string(), LocalText]).optional(),
  url: Https.optional(),
});
export type Source = z.infer<typeof Source>;

/**
 * An Exchange Online PowerShell command that reads and changes nothing: Get- or Test-, no quotes, no
 * second statement. `<sender mailbox>` and the like are for the person to fill in.
 */
export const ReadOnlyCommand = z
  .string()
  .regex(/^(?:Get|Test)-[A-Za-z]+(?: [A-Za-z0-9<> -]+)?(?: \| Select-Object [A-Za-z, -]+)?$/);

/** An answer to a dimension's question. */
export const Choice = z.strictObject({
  id: Id,
  title: LocalText,
  /** The choice that a negation means: "no Token Vault" is `without`. */
  opposite: Id.optional(),
});
export type Choice = z.infer<typeof Choice>;

/** A question whose answer tells scenarios apart. Order in the pack is the order of the wizard. */
export const Dimension = z.strictObject({
  id: Id,
  /** Short name: "Sender". */
  title: LocalText,
  /** The full question: "Who sends the mail?". */
  question: LocalText,
  choices: z.array(Choice).min(2),
  /** Taken when nothing is said; the dimension is then never asked back. */
  default: Id.optional(),
});
export type Dimension = z.infer<typeof Dimension>;

/** A part of the product that holds permissions: IMAP Capture, Mail Send. */
export const Component = z.strictObject({ id: Id, title: LocalText });
export type Component = z.infer<typeof Component>;

/** A permission that a variant needs, and why. The plan uses `permission` and `type`. */
export const Row = z.strictObject({
  permission: PermissionKey,
  type: PermissionType,
  component: Id.optional(),
  reason: LocalText,
  /** What the vendor's document prints where it differs from the plan; an erratum says why. */
  vendor: z
    .strictObject({
      value: z.string().optional(),
      type: PermissionType.optional(),
      adminConsent: z.boolean().optional(),
    })
    .optional(),
  /** The permission comes with this other scenario already (nBold: Settings uses one of Basic). */
  includedIn: Id.optional(),
});
export type Row = z.infer<typeof Row>;

/** A narrower way or a fence around a broad permission, besides what the vendor asks for. */
export const Alternative = z.strictObject({
  kind: z.enum(["narrower", "fence"]),
  text: LocalText,
  permissions: z
    .array(z.strictObject({ permission: PermissionKey, type: PermissionType }))
    .default([]),
  sources: z.array(Source).min(1),
});
export type Alternative = z.infer<typeof Alternative>;

/** A form of a scenario that a further choice selects: with or without Token Vault. */
export const Variant = z.strictObject({
  id: Id,
  /** Shown behind the scenario's title; absent where there is one variant only. */
  title: LocalText.optional(),
  /** Choices on top of the scenario's own. */
  when: z.record(Id, Id).default({}),
  configured: z.array(Row),
  /** Id of the pack's approval whose rows are added during approval. */
  approval: Id.optional(),
  /** Ids of the pack's mailbox rights, which Entra cannot grant. */
  mailboxRights: z.array(Id).default([]),
  alternatives: z.array(Alternative).default([]),
  /** Notes shown as next steps, in this order. */
  steps: z.array(Id).default([]),
});
export type Variant = z.infer<typeof Variant>;

/** One documented case: a section of the vendor's document, or an nBold scope. */
export const Scenario = z.strictObject({
  $schema: z.string().optional(),
  id: Id,
  title: LocalText,
  /** What it is for, one sentence. */
  purpose: LocalText,
  /** Choices that select it: dimension id -> the choice ids that fit. */
  choices: z.record(Id, z.array(Id).min(1)),
  /** Dimensions that play no part in it: once one is answered, the scenario is not offered any more. */
  without: z.array(Id).default([]),
  /** What the document takes for granted: saying so changes nothing, saying otherwise is answered with a warning. */
  assumes: z.record(Id, Id).default({}),
  variants: z.array(Variant).min(1),
  /** Facts shown instead of a table where no permission is involved. */
  facts: z.array(z.strictObject({ title: LocalText, text: LocalText })).default([]),
  /** Notes worth reading with it. */
  notes: z.array(Id).default([]),
  /** The nBold kind: a bundle asked for in one context. */
  context: z
    .strictObject({
      side: z.enum(["client", "server"]),
      enteredBy: LocalText,
      roles: z.array(LocalText).default([]),
      /** Scopes that are held already when this one is entered. */
      includes: z.array(Id).default([]),
      grants: PermissionType,
    })
    .optional(),
  sources: z.array(Source).min(1),
});
export type Scenario = z.infer<typeof Scenario>;

/** A piece of advice that a question can ask for. */
export const Note = z.strictObject({
  $schema: z.string().optional(),
  id: Id,
  title: LocalText,
  text: z.array(LocalText).min(1),
  facts: z.array(z.strictObject({ title: LocalText, text: LocalText })).default([]),
  links: z.array(z.strictObject({ title: LocalText, url: Https })).default([]),
  /** A commandline an admin can run, shown as text; never interpolated. */
  commands: z.array(z.string()).default([]),
  /** A question per language that must lead here; held by a linter. */
  asks: LocalText,
  sources: z.array(Source).min(1),
});
export type Note = z.infer<typeof Note>;

/** A correction of a source: where it contradicts itself or Microsoft's published facts. */
export const Erratum = z.strictObject({
  id: z.string().regex(/^[A-Z][0-9]{2,}$/),
  /** What it is about, in two to six words: "EWS is being switched off". */
  title: LocalText,
  /** Where in the document: a number, or the heading as it is printed there. */
  section: LocalText,
  kind: z.string(),
  severity: z.enum(["high", "medium", "low", "info"]),
  vendorSays: LocalText,
  microsoftSays: LocalText,
  tellTheAdmin: LocalText,
  /** What it touches. Without `permission` all of the scenario; `phase` narrows to one table. */
  appliesTo: z
    .array(
      z.union([
        z.strictObject({
          scenario: Id,
          variant: Id.optional(),
          permission: PermissionKey.optional(),
          type: PermissionType.optional(),
          phase: z.enum(["configured", "addedOnApproval"]).optional(),
        }),
        z.strictObject({ note: Id }),
      ]),
    )
    .min(1),
  sources: z.array(z.string()).min(1),
});
export type Erratum = z.infer<typeof Erratum>;

/** The file errata.json of a pack. */
export const Errata = z.strictObject({
  $schema: z.string().optional(),
  sources: z.record(z.string(), z.string()),
  errata: z.array(Erratum),
});
export type Errata = z.infer<typeof Errata>;

/** The file pack.json. */
export const PackHead = z.strictObject({
  $schema: z.string().optional(),
  id: Id,
  title: LocalText,
  description: LocalText,
  vendor: z.string().optional(),
  /** Its words are those of other products, so they count only where its own product is named. */
  byNameOnly: z.boolean().optional(),
  /** The document it is built from, and its date or version. */
  document: Source.optional(),
  appliesTo: z.array(z.strictObject({ product: z.string(), version: z.string() })).default([]),
  dimensions: z.array(Dimension).default([]),
  components: z.array(Component).default([]),
  /** Permissions that the vendor says appear during approval, by set. */
  approvals: z
    .array(z.strictObject({ id: Id, title: LocalText, rows: z.array(Row).min(1) }))
    .default([]),
  mailboxRights: z
    .array(
      z.strictObject({
        id: Id,
        title: LocalText,
        text: LocalText,
        command: z.string(),
        /** How to see whether it is set: consent and Graph say nothing of it. */
        check: z.strictObject({
          command: ReadOnlyCommand,
          /** What a right answer looks like. */
          expect: LocalText,
          sources: z.array(Source).min(1),
        }),
      }),
    )
    .default([]),
  /** Ordered checks for an error that names no code ("Access is denied"); each title is a question. */
  troubleshooting: z
    .array(
      z.strictObject({
        id: Id,
        title: LocalText,
        text: LocalText,
        note: Id.optional(),
        sources: z.array(Source).min(1),
      }),
    )
    .default([]),
});
export type PackHead = z.infer<typeof PackHead>;

/**
 * The file lexicon.<lang>.json of a pack: words and phrases that mean something.
 * Plain text, matched without case, accents and small typos; never a pattern.
 */
export const Lexicon = z.strictObject({
  $schema: z.string().optional(),
  /** Names of the product. */
  product: z.array(z.string()).default([]),
  /** dimension id -> choice id -> phrases. */
  choices: z.record(Id, z.record(Id, z.array(z.string()))).default({}),
  /** The same, but counted only when the product or another choice of the pack is named too. */
  weakChoices: z.record(Id, z.record(Id, z.array(z.string()))).default({}),
  /**
   * dimension id -> choice id -> pairs of words that mean it when both stand near each other:
   * "different" and "mailbox". Counted as weak choices are.
   */
  nearChoices: z
    .record(
      Id,
      z.record(
        Id,
        z.array(z.strictObject({ one: z.array(z.string()), other: z.array(z.string()) })),
      ),
    )
    .default({}),
  /** scenario id -> phrases that name it as a whole. */
  scenarios: z.record(Id, z.array(z.string())).default({}),
  /** note id -> phrases. */
  notes: z.record(Id, z.array(z.string())).default({}),
  /** note id -> lists of word families (words.<lang>.json) that speak for it when all are there. */
  signs: z.record(Id, z.array(z.array(z.string()))).default({}),
  /** dimension id -> phrases for answers that exist in the world and not in the pack ("SharePoint"). */
  outside: z.record(Id, z.array(z.string())).default({}),
});
export type Lexicon = z.infer<typeof Lexicon>;

/**
 * The file examples.<lang>.json of a pack: whole questions as people ask them. They tell what a text is
 * about where no phrase of the lexicon stands in it; likeness counts, not identity.
 */
export const Examples = z.strictObject({
  $schema: z.string().optional(),
  /** note id -> questions that ask for it. */
  notes: z.record(Id, z.array(z.string())).default({}),
});
export type Examples = z.infer<typeof Examples>;
