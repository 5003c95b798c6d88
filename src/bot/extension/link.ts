import { z } from "zod";
import { readPermalink, readSubject } from "../../core/subject/index.ts";
import { drawChanged, drawShared, type View, type World } from "../../core/view/index.ts";
import { answerInvoke, type Reply } from "../reply.ts";
import type { Turn } from "../turn.ts";
import type { ExtensionRoute } from "./route.ts";

/** A link of ours in the compose box of somebody who has the app. */
export const link: ExtensionRoute = {
  name: "link",
  invoke: "composeExtension/queryLink",
  who: "anyone",
  scope: null,
  run: unfurl,
};

/** The same for people and tenants without the app: nothing of a tenant may be in the answer. */
export const anonymousLink: ExtensionRoute = {
  name: "anonymous-link",
  invoke: "composeExtension/anonymousQueryLink",
  who: "anyone",
  scope: null,
  run: unfurl,
};

/** What Teams sends of a link; other fields are for other invokes. */
const Link = z.object({ url: z.string().max(10_000) });

/** Both give the same: facts of the catalogue, in the reader's language, and links. */
function unfurl({ input, language }: Turn, { world }: { readonly world: World }): Reply {
  const asked = Link.safeParse(input);
  const code = asked.success ? readPermalink(world.publicUrl, asked.data.url) : undefined;
  const reading = code === undefined ? undefined : readSubject(world.catalogue, code);
  switch (reading?.kind) {
    case "found":
      return insert(drawShared(world, language, reading.subject));
    case "changed":
      return insert(drawChanged(world, language, reading));
    case "unknown":
    case undefined:
      return answerInvoke({ kind: "nothing" });
    default:
      return reading satisfies never;
  }
}

/** A preview is plain text: the title, and what the view says in one line. */
function insert(view: View | undefined): Reply {
  if (!view) return answerInvoke({ kind: "nothing" });
  const [title = ""] = view.text.split("\n");
  const preview = { title, subtitle: "Consentry", text: view.summary };
  return answerInvoke({ kind: "insert", view, preview });
}
