import { z } from "zod";
import type { Selection } from "../core/advisor/index.ts";
import { AppError } from "../core/errors.ts";
import { EXPORT_FORMATS, type ExportSource, writeExport } from "../core/export/index.ts";
import { isGuid } from "../core/guid.ts";
import { LANGUAGES } from "../core/local-text.ts";
import { readSelection } from "./actions/selection.ts";
import { type ExportNotice, stepToExport, toAnswerSource } from "./export-steps.ts";
import { type Reply, say } from "./reply.ts";
import type { Route, Tools } from "./route.ts";
import type { Turn } from "./turn.ts";
import { readReport } from "./verify-steps.ts";

const Context = z.strictObject({
  s: z.string().min(1).max(2000),
  format: z.enum(EXPORT_FORMATS.map(({ id }) => id)),
  language: z.enum(LANGUAGES),
  clientId: z.string().refine(isGuid).optional(),
});

/** Only what is used of what Teams sends. */
const Consent = z.object({
  action: z.enum(["accept", "decline"]),
  context: Context,
  uploadInfo: z
    .object({
      uploadUrl: z.url().max(8_000),
      contentUrl: z.url().max(8_000),
      name: z.string().min(1).max(400),
      uniqueId: z.string().max(200),
      fileType: z.string().max(50),
    })
    .optional(),
});
type Consent = z.infer<typeof Consent>;

/** What a person said to the offer of a file, and who may have it. */
export interface FileRoute extends Route {
  run(tools: Tools): Promise<Reply>;
}

/**
 * Reads what came of an offered file. A report is read anew, for those who may read it.
 * @throws AppError ERR_ACTION_INPUT for what no offer of ours carries
 */
export function readFileAnswer(turn: Turn): FileRoute {
  const { success, data } = Consent.safeParse(turn.input);
  if (!success || turn.place !== "personal")
    throw new AppError("ERR_ACTION_INPUT", "the answer to an offered file does not fit");
  const spoken = { ...turn, language: data.context.language };
  const isReport = data.context.clientId !== undefined && data.action === "accept";
  const route: Route = isReport
    ? { who: "member", scope: "verification" }
    : { who: "anyone", scope: null };
  return { ...route, run: (tools) => answerFile(spoken, data, tools) };
}

async function answerFile(turn: Turn, consent: Consent, tools: Tools): Promise<Reply> {
  if (consent.action === "decline") return decline(turn, consent.context, tools);
  const { format, s, clientId } = consent.context;
  const selection = readSelection(tools.world, s);
  const source =
    clientId === undefined
      ? toAnswerSource(selection)
      : await readReport(turn, { selection, clientId }, tools);
  if ("view" in source) return { ...say(source.view), isOfferOver: true };
  const file = writeExport(tools.world, turn.language, format, source);
  // What was missing when the file was offered may have been granted since.
  if (!file) return sayNotice(turn, { selection, source, notice: "over" }, tools);
  const place = consent.uploadInfo;
  const isStored = place !== undefined && (await tools.files.put(place.uploadUrl, file.text));
  if (!isStored) return sayNotice(turn, { selection, source, notice: "failed" }, tools);
  const { contentUrl, uniqueId, fileType, name } = place;
  return {
    ...say(),
    isOfferOver: true,
    file: { kind: "stored", name, contentUrl, uniqueId, fileType },
  };
}

/** Nothing is read for a no, so that the formats of a report are not offered with it. */
function decline(turn: Turn, { s, clientId }: Consent["context"], tools: Tools): Reply {
  if (clientId !== undefined) return { ...say(), isOfferOver: true };
  const selection = readSelection(tools.world, s);
  const about = { selection, source: toAnswerSource(selection) };
  return sayNotice(turn, { ...about, notice: "declined" }, tools);
}

interface About {
  readonly selection: Selection;
  readonly source: ExportSource;
  readonly notice: ExportNotice;
}

/** Says what became of the file, with the formats to choose from again. */
function sayNotice(turn: Turn, about: About, tools: Tools): Reply {
  const step = stepToExport(turn, about, tools);
  return { ...say(...(step ? [step.view] : [])), isOfferOver: true };
}
