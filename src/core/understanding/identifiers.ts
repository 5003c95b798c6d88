import type { Catalogue } from "../catalogue/index.ts";
import { distance, fold } from "./fold.ts";
import type { Identifiers } from "./question.ts";

/** What a text holds besides words; `rest` is the text without it. */
export interface Extracted {
  readonly codes: readonly string[];
  /** Permission values of the catalogue, in its spelling. */
  readonly values: readonly string[];
  /** Looks like a permission, yet the catalogue has none like it. */
  readonly unknownValues: readonly string[];
  readonly identifiers: Identifiers;
  readonly rest: string;
}

const CODE = /\b(?:a+d+s?t?s?|aadsts?)[\s:_-]*(\d{5,7})\b/giu;
const GUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/giu;
const TENANT_DOMAIN =
  /\b(?:tenant|mandant|locataire|domain|domäne|domaine)\s*[:=]?\s*((?:[a-z0-9-]+\.)+[a-z]{2,})\b|\b([a-z0-9-]+\.onmicrosoft\.(?:com|us|de|cn))\b/iu;
// "orders@" too: people leave the domain out. Bounded, so that no text makes it slow.
const MAIL = /\b[\w.+-]{1,64}@(?:[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}|(?!\w))/gu;
const DOTTED = /\b[a-z][a-z_]*(?:[.][a-z]+)+\b|\b[a-z]+(?:_[a-z]+)+\b/giu;
const BARE = /\b(openid|offline access)\b/giu;
const SMALL =
  /\b(?:(email|profile)\s+(?:permission|scope|claim|berechtigung|autorisation)|(?:permission|scope|berechtigung|autorisation)\s+(email|profile))\b/giu;
const PERMISSION_SHAPE =
  /\.(all|read\w*|write\w*|send\w*|selected|access\w*|manage\w*|create|shared)(\.|$)/iu;

// "Token Vault 3.6": no list of scenarios.
const VERSION = /\bv?\d+(?:\.\d+)+\b/giu;

const NUMBER_SIGN = /#(?=\s?\d)|\b(?:no|nr|num)\.(?=\s?\d)|\bn\s?[°º](?=\s?\d)/giu;

/** Takes error codes, GUIDs, domains and permission names out of a text. */
export function extract(catalogue: Catalogue, text: string): Extracted {
  const codes = [...text.matchAll(CODE)].map((match) => `AADSTS${match[1]}`);
  const identifiers = readIdentifiers(text);
  let rest = text.replaceAll(CODE, " ").replaceAll(GUID, " ").replace(TENANT_DOMAIN, " ");
  rest = replaceAddresses(rest).replaceAll(VERSION, " ").replaceAll(NUMBER_SIGN, " nr ");
  const values = new Set<string>();
  const unknownValues: string[] = [];
  rest = rest.replaceAll(DOTTED, (name) => {
    const value = findValue(catalogue, name);
    if (value) values.add(value);
    else if (PERMISSION_SHAPE.test(name)) unknownValues.push(name);
    else return name;
    return " ; ";
  });
  rest = rest.replaceAll(BARE, (name) => take(values, fold(name).replace(" ", "_")));
  rest = rest.replaceAll(SMALL, (_, before, after) =>
    take(values, (before ?? after).toLowerCase()),
  );
  return { codes: [...new Set(codes)], values: [...values], unknownValues, identifiers, rest };
}

/** Mail addresses as the word that stands for them; one twice, or two, is worth saying so. */
function replaceAddresses(text: string): string {
  const addresses = text.match(MAIL)?.map((address) => address.toLowerCase()) ?? [];
  const replaced = text.replaceAll(MAIL, "address");
  if (addresses.length < 2) return replaced;
  return `${replaced} ; ${new Set(addresses).size > 1 ? "two addresses" : "same address"}`;
}

function take(values: Set<string>, value: string): string {
  values.add(value);
  return " ; ";
}

function readIdentifiers(text: string): Identifiers {
  const guids = [...text.matchAll(GUID)].map((match) => ({
    at: match.index,
    id: match[0].toLowerCase(),
  }));
  const isTenant = ({ at }: { at: number }) =>
    /(tenant|mandant\w*|locataire|directory|verzeichnis)\W*(id)?\W*(is|ist|est|=|:)?\W*$/iu.test(
      text.slice(Math.max(0, at - 30), at),
    );
  const tenant = guids.find(isTenant)?.id ?? domainIn(text);
  const clientId = guids.find((guid) => !isTenant(guid))?.id;
  return { ...(tenant && { tenant }), ...(clientId && { clientId }) };
}

function domainIn(text: string): string | undefined {
  const match = TENANT_DOMAIN.exec(text);
  return (match?.[1] ?? match?.[2])?.toLowerCase();
}

const spellings = new WeakMap<Catalogue, ReadonlyMap<string, string>>();

/** The catalogue's spelling of a permission value, forgiving case and one or two typos. */
function findValue(catalogue: Catalogue, name: string): string | undefined {
  const known = spellings.get(catalogue) ?? listSpellings(catalogue);
  spellings.set(catalogue, known);
  const lower = name.toLowerCase();
  const exact = known.get(lower);
  if (exact !== undefined) return exact;
  const allowed = lower.length >= 12 ? 2 : 1;
  const near = [...known.keys()]
    .filter(
      (spelling) => spelling[0] === lower[0] && Math.abs(spelling.length - lower.length) <= allowed,
    )
    .map((spelling) => ({ spelling, apart: distance(lower, spelling) }))
    .filter(({ apart }) => apart <= (lower.length === 9 ? 2 : allowed))
    .sort((a, b) => a.apart - b.apart);
  const [best, second] = near;
  return best && best.apart !== second?.apart ? known.get(best.spelling) : undefined;
}

function listSpellings(catalogue: Catalogue): ReadonlyMap<string, string> {
  return new Map(
    catalogue.facts.permissions.map(({ value }) => [value.toLowerCase(), value] as const),
  );
}

/** Permission values of the catalogue that resemble a name it does not have. */
export function nearestValues(catalogue: Catalogue, name: string): string[] {
  const lower = name.toLowerCase();
  const family = lower.split(".")[0] as string;
  return [...new Set(catalogue.facts.permissions.map(({ value }) => value))]
    .map((value) => ({
      value,
      apart: distance(lower, value.toLowerCase()),
      same: value.toLowerCase().startsWith(`${family}.`),
    }))
    .filter(({ apart, same }) => same || apart <= lower.length / 2)
    .sort((a, b) => Number(b.same) - Number(a.same) || a.apart - b.apart)
    .slice(0, 3)
    .map(({ value }) => value);
}
