import { z } from "zod";
import { parseSelection } from "../../core/advisor/index.ts";
import { type Hit, listHits, searchCatalogue } from "../../core/search/index.ts";
import { formatSubject, type Subject, toPermalink, toSubject } from "../../core/subject/index.ts";
import { describeError } from "../../telemetry/index.ts";
import type { ListItem, Preview } from "../extension-answer.ts";
import { answerInvoke } from "../reply.ts";
import type { Tools } from "../route.ts";
import { personOf, type Turn } from "../turn.ts";
import { previewHit, previewSubject } from "./preview.ts";
import type { ExtensionRoute } from "./route.ts";

/** Most lines that Teams asks for at once, and that are given. */
const PAGE = 25;

/**
 * What Teams sends of a search; whatever else stands there counts as nothing typed.
 * Source: learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/search-commands/respond-to-search
 */
const Query = z.object({
  parameters: z.array(z.object({ name: z.string(), value: z.unknown() })).catch([]),
  queryOptions: z
    .object({
      skip: z.int().min(0).catch(0),
      count: z.int().min(1).max(PAGE).catch(PAGE),
    })
    .catch({ skip: 0, count: PAGE }),
});

/** Name of the parameter in which people type, as the manifest has it. */
export const SEARCH_PARAMETER = "q";

/** Lists what is like the words that were typed; before any, the person's own results and what is useful. */
export const search: ExtensionRoute = {
  name: "query:search",
  invoke: "composeExtension/query",
  command: "search",
  who: "anyone",
  scope: null,
  run: async (turn, tools) => {
    const { parameters, queryOptions: paging } = Query.parse(turn.input);
    const typed = parameters.find(({ name }) => name === SEARCH_PARAMETER)?.value;
    const text = typeof typed === "string" ? typed : "";
    const items =
      text.trim() === ""
        ? await listFirst(turn, tools, paging)
        : listFound(turn, tools, { text, ...paging });
    return answerInvoke({ kind: "list", items });
  },
};

interface Page {
  readonly skip: number;
  readonly count: number;
}

function listFound(
  turn: Turn,
  { world }: Tools,
  query: Page & { readonly text: string },
): readonly ListItem[] {
  const { hits, total } = searchCatalogue(world.catalogue, turn.language, query);
  if (total === 0 && query.skip === 0) return [toHint(turn, world)];
  return hits.map((hit) => toHitItem(turn, world, hit));
}

/** Somebody who has typed nothing yet: what they had before, then everything in the catalogue's order. */
async function listFirst(turn: Turn, tools: Tools, { skip, count }: Page): Promise<ListItem[]> {
  const { world } = tools;
  const { language } = turn;
  const recent = await listRecent(turn, tools);
  const own = new Set(recent.map(formatSubject));
  const others = listHits(world.catalogue, language).filter(
    ({ subject }) => !own.has(formatSubject(subject)),
  );
  const wanted = [...recent, ...others].slice(skip, skip + count);
  return wanted.flatMap((one) =>
    "subject" in one ? toHitItem(turn, world, one) : toRecentItem(turn, world, one),
  );
}

/** The person's own results, each subject once. The search does without them where they cannot be read. */
async function listRecent(turn: Turn, { results, world, log }: Tools): Promise<Subject[]> {
  const { catalogue } = world;
  try {
    const found = await results.list({ tenantId: turn.tenantId, personId: personOf(turn) });
    const subjects = found.flatMap(({ code }) => {
      const selection = parseSelection(catalogue, code);
      return (selection && toSubject(catalogue, selection)) ?? [];
    });
    return [...new Map(subjects.map((one) => [formatSubject(one), one])).values()];
  } catch (error) {
    log.warn("recent results were not read", describeError(error));
    return [];
  }
}

type World = Tools["world"];

function toHitItem(turn: Turn, world: World, hit: Hit): ListItem {
  return toItem(turn, world, hit.subject, previewHit(world, turn.language, hit));
}

function toRecentItem(turn: Turn, world: World, subject: Subject): ListItem[] {
  const preview = previewSubject(world, turn.language, subject);
  if (!preview) return [];
  const [product = ""] = preview.subtitle.split(" · ");
  const subtitle = world.texts(turn.language)("search.recent", { product });
  return [toItem(turn, world, subject, { ...preview, subtitle })];
}

function toItem({ language }: Turn, world: World, subject: Subject, preview: Preview): ListItem {
  return {
    ...preview,
    tap: { subject: formatSubject(subject), l: language },
    link: {
      title: world.texts(language)("shared.open"),
      url: toPermalink(world.publicUrl, subject),
    },
  };
}

/** What was typed is not repeated: it would be read as Markdown. */
function toHint({ language }: Turn, { texts }: World): ListItem {
  const t = texts(language);
  return {
    title: t("search.none.title"),
    subtitle: "",
    text: t("search.none.text"),
    tap: { hint: "none", l: language },
  };
}
