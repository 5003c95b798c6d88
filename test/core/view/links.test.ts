import assert from "node:assert/strict";
import { listElements, renderCard } from "../../../src/cards/index.ts";
import { formatSelection, listCases, toSetUp } from "../../../src/core/advisor/index.ts";
import { clouds, findCloud } from "../../../src/core/cloud/index.ts";
import { LANGUAGES } from "../../../src/core/local-text.ts";
import {
  answerQuestion,
  answerSelection,
  drawAppChoice,
  drawConsentForm,
  drawConsentPreview,
  drawGrantReport,
  drawNote,
  type View,
  type World,
} from "../../../src/core/view/index.ts";
import {
  buildQuestion,
  buildWorld,
  catalogue,
  must,
  PUBLIC_URL,
  REDIRECT_URI,
} from "./examples.ts";
import { buildApp, buildGrant, buildReading, reportFor } from "./readings.ts";

const ROUNDS = 20;
const ORIGIN = "http://127.0.0.1:4000";
const setUps = catalogue.packs.flatMap(listCases).map(toSetUp);
const notes = catalogue.packs.flatMap(({ head, notes }) =>
  notes.map(({ id }) => `${head.id}:${id}`),
);
const documentation = catalogue.packs.flatMap(({ notes }) =>
  notes.flatMap(({ links }) => links.map(({ url }) => new URL(url).host)),
);

/** Scope names look like addresses, and texts of the catalogue quote them. */
const quoted = [...JSON.stringify(catalogue.packs).matchAll(/https:\/\/([a-z0-9.-]+[a-z])/g)].map(
  ([, host = ""]) => host,
);

/** Numbers from 0 to 1 that are the same in each run (mulberry32), so that a failure comes again. */
function createRandom(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const pick = <Value>(values: readonly Value[]) => values[below(values.length)] as Value;
  const text = (alphabet: string, length: number) =>
    Array.from({ length }, () => pick([...alphabet])).join("");
  return { below, pick, text };
}

type Random = ReturnType<typeof createRandom>;

function guid({ text }: Random): string {
  return [8, 4, 4, 4, 12].map((length) => text("0123456789abcdef", length)).join("-");
}

function domain({ text, below, pick }: Random): string {
  return `${text("abcdefghij0123456789", 1 + below(20))}.${pick(["onmicrosoft.com", "de", "co.uk"])}`;
}

/** What somebody types who means no good, or has pasted the wrong line. */
function garbage(random: Random): string {
  const evil = random.pick([
    "@evil.example",
    "/../evil.example",
    "https://evil.example/",
    "\\\\",
    "#",
  ]);
  const noise = random.text("abc./:@#?&%=$ {}[]()\u202e\n", random.below(20));
  return random.pick([
    `${domain(random)}${evil}`,
    `${evil}${noise}`,
    noise,
    `${guid(random)}${evil}`,
  ]);
}

/** A tenant or client id: mostly well formed, at times not. */
function typed(random: Random, wellFormed: string): string {
  return random.below(4) === 0 ? garbage(random) : wellFormed;
}

function addressesOf(card: unknown): string[] {
  return listElements(card).flatMap(({ url }) => (typeof url === "string" ? [url] : []));
}

/** Addresses in texts of ours, and links in Markdown. In somebody else's words each dot is escaped. */
function linksInTexts(card: unknown): string[] {
  return listElements(card)
    .flatMap(({ text }) => (typeof text === "string" ? [text] : []))
    .flatMap((text) => text.match(/https?:\/\/(?![^\s/?#]*\\)[^\s/?#]+|(?<!\\)\]\(.*/g) ?? []);
}

function isConsentLink(address: string): boolean {
  return URL.canParse(address) && new URL(address).searchParams.has("client_id");
}

/** Names that somebody else has given, besides what is typed. */
const strange = createRandom(20_260_801);

interface Drawn {
  readonly views: readonly View[];
  readonly tenant: string;
  readonly clientId: string;
}

/** Everything with addresses that a random selection leads to. */
function drawRandom(world: World, random: Random): Drawn {
  const chosen = Array.from({ length: 1 + random.below(4) }, () => random.pick(setUps));
  const s = formatSelection(chosen);
  const language = random.pick(LANGUAGES);
  const tenant = typed(random, random.pick([guid(random), domain(random)]));
  const clientId = typed(random, guid(random));
  const identifiers = { tenant, clientId };
  const stranger = buildApp({ name: garbage(strange), publisher: garbage(strange) });
  const api = { resource: null, resourceName: garbage(strange), value: garbage(strange) };
  const reading = buildReading({ app: stranger, grants: [buildGrant(api)], requested: null });
  const about = (overrides: Parameters<typeof buildQuestion>[1]) =>
    answerQuestion(world, buildQuestion(s, { language, identifiers, ...overrides })).view;
  const views = [
    must(answerSelection(world, language, s)).view,
    must(
      drawConsentPreview(world, language, {
        s,
        tenant,
        app: { clientId },
        redirectUri: REDIRECT_URI,
        reading: null,
        links: (index) => `state-${index}`,
      }),
    ),
    must(drawNote(world, language, random.pick(notes))),
    about({ kind: "compare" }),
    about({ kind: "action", action: random.pick(["consent", "verify", "watch", "history"]) }),
    about({ kind: "troubleshoot", codes: ["AADSTS65001", "AADSTS50011"] }),
    about({ kind: "out-of-scope", outside: garbage(random) }),
    must(drawConsentForm(world, language, { s, tenant, app: garbage(strange), apps: [stranger] })),
    drawAppChoice(world, language, {
      s,
      purpose: "consent",
      typed: garbage(strange),
      tenantId: guid(strange),
      apps: [stranger],
    }),
    must(drawGrantReport(world, language, { s, report: reportFor(s, reading), reading })),
  ];
  return { views, tenant, clientId };
}

describe("addresses of generated cards", () => {
  for (const { id } of clouds) {
    const cloud = findCloud(id, { origin: ORIGIN, tenantId: guid(createRandom(1)) });
    const world = buildWorld({ cloud });
    const login = new URL(cloud.browserLoginBase);
    const portal = new URL(cloud.portalBase);
    const hosts = new Set([login.host, portal.host, new URL(PUBLIC_URL).host, ...documentation]);
    const named = new Set([...hosts, ...quoted]);

    it(`lead to hosts on the list only: ${id}`, async () => {
      const random = createRandom(20_260_731);
      let links = 0;
      for (let round = 0; round < ROUNDS; round += 1) {
        const { views, tenant, clientId } = drawRandom(world, random);
        const cards = await Promise.all(views.map((view) => renderCard(view)));
        for (const text of cards.flatMap(linksInTexts))
          assert.ok(URL.canParse(text) && named.has(new URL(text).host), `${round}: ${text}`);
        for (const address of cards.flatMap(addressesOf)) {
          if (address.startsWith("data:image/svg+xml;base64,")) continue;
          const url = new URL(address);
          assert.ok(hosts.has(url.host), `${round}: ${address}`);
          assert.equal(url.username + url.password, "");
          assert.equal(url.protocol, url.host === login.host ? login.protocol : "https:");
          if (!isConsentLink(address)) continue;
          links += 1;
          assert.equal(url.origin, login.origin);
          assert.equal(url.pathname.split("/")[1], tenant.trim().toLowerCase());
          assert.equal(url.searchParams.get("client_id"), clientId.trim().toLowerCase());
          assert.equal(url.searchParams.get("redirect_uri"), REDIRECT_URI);
          assert.match(url.searchParams.get("state") ?? "", /^state-\d$/);
        }
      }
      assert.ok(links >= ROUNDS / 2, `only ${links} consent links were drawn`);
    });
  }
});
