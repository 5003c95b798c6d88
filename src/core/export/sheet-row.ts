import type { Phase, Requirement } from "../advisor/index.ts";
import type { Erratum, Pack } from "../catalogue/index.ts";
import {
  type GrantReport,
  type GrantRow,
  type RowState,
  type TenantPermission,
  toTenantPermission,
} from "../grant/index.ts";
import type { PermissionType } from "../permission/index.ts";
import { type Consent, caseTitle, consentOf, sourceName, type Voice } from "../view/index.ts";

/** Why a permission is needed, and which case says so. */
interface SheetReason {
  readonly title: string;
  readonly text: string;
}

/** One permission of a sheet. */
export interface SheetRow {
  /** Value, or the id where the tenant lists no value for it. */
  readonly permission: string;
  readonly type: PermissionType;
  /** Display name of the resource app. Somebody else's words where `resourceAppId` is null. */
  readonly resource: string;
  /** Null for an API that is not of the catalogue. */
  readonly resourceAppId: string | null;
  /** Unique within its resource and type only. */
  readonly id: string | null;
  /** Null where nothing of the selection asks for it. */
  readonly phase: Phase | null;
  readonly consent: Consent | null;
  /** What it lets an app do. */
  readonly plain: string;
  readonly why: readonly SheetReason[];
  /** Where it is said that it is needed. */
  readonly sources: readonly string[];
  /** Where the facts of the permission come from. */
  readonly facts: readonly string[];
  /** Ids of the corrections that name it. */
  readonly errata: readonly string[];
  /** Of reports; `requested` stands in the registration, neither needed nor granted. */
  readonly state: RowState | "requested" | null;
  /** Values of what covers it where a wider grant does. */
  readonly coveredBy: readonly string[];
  /** Granted per team at installation, never by consent, and in no registration. */
  readonly isPerTeam: boolean;
}

type Errata = readonly { readonly pack: Pack; readonly erratum: Erratum }[];

/** The row of a requirement. */
export function toNeededRow(voice: Voice, need: Requirement, errata: Errata): SheetRow {
  const { permission, type, form, phase, reasons } = need;
  const { catalogue } = voice.world;
  const cited = reasons.flatMap(({ found }) => found.scenario.sources);
  const why = reasons.map(({ found, text }) => ({
    title: caseTitle(voice, found),
    text: voice.local(text),
  }));
  return {
    ...nameRow(voice, toTenantPermission(need)),
    phase,
    consent: consentOf(catalogue, permission, form),
    plain: voice.local(form.plain),
    why: dropTwins(why),
    sources: [...new Set(cited.map((source) => sourceName(voice, source)))],
    facts: permission.sources.map((id) => catalogue.facts.sources[id] ?? id),
    errata: errata
      .filter(({ pack, erratum }) => touches(need, pack, erratum))
      .map(({ erratum }) => erratum.id),
    isPerTeam: permission.key.startsWith("rsc:"),
    type,
  };
}

/** The rows of a report, and what is requested besides. */
export function toReportRows(voice: Voice, report: GrantReport, errata: Errata): SheetRow[] {
  const requested = report.requestedOnly.map(
    (permission): SheetRow => ({ ...nameRow(voice, permission), state: "requested" }),
  );
  return [...report.rows.map((row) => toReportRow(voice, row, errata)), ...requested];
}

function toReportRow(voice: Voice, row: GrantRow, errata: Errata): SheetRow {
  const { permission, requirement, state, grants } = row;
  const base = requirement ? toNeededRow(voice, requirement, errata) : nameRow(voice, permission);
  const names = grants.map(({ value, id }) => value ?? id ?? "");
  return { ...base, state, coveredBy: state === "wider" ? [...new Set(names)] : [] };
}

function nameRow({ world }: Voice, permission: TenantPermission): SheetRow {
  const { resource, resourceName, type, value, id } = permission;
  const known = resource && world.catalogue.facts.resources[resource];
  return {
    permission: value ?? id ?? "",
    type,
    resource: known ? known.displayName : resourceName,
    resourceAppId: known ? known.appId : null,
    id,
    phase: null,
    consent: null,
    plain: "",
    why: [],
    sources: [],
    facts: [],
    errata: [],
    state: null,
    coveredBy: [],
    isPerTeam: false,
  };
}

function dropTwins(why: readonly SheetReason[]): SheetReason[] {
  return [...new Map(why.map((one) => [`${one.title}\n${one.text}`, one])).values()];
}

function touches({ permission, type, phase, reasons }: Requirement, pack: Pack, erratum: Erratum) {
  return erratum.appliesTo.some(
    (target) =>
      "scenario" in target &&
      target.permission === permission.key &&
      (target.type ?? type) === type &&
      (target.phase ?? phase) === phase &&
      reasons.some(
        ({ found }) =>
          found.pack === pack &&
          found.scenario.id === target.scenario &&
          (target.variant ?? found.variant.id) === found.variant.id,
      ),
  );
}
