import type { ApprovalRequest } from "../../core/approval/index.ts";
import type { Language } from "../../core/local-text.ts";
import type { CardPlace, Op } from "../../ports/index.ts";
import { commitQuietly } from "../commit-quietly.ts";
import type { ApprovalCard } from "./approvals.ts";
import { toLetter } from "./letters.ts";
import type { ApprovalsOptions } from "./options.ts";
import { CardRow, cardHash, cardPrefix, Named, ownerKey } from "./record.ts";
import { dropIndexes, type Found, readApproval, toOps } from "./rows.ts";

type Which = Pick<ApprovalRequest, "tenantId" | "id">;

/** Rows by which a message shows a request from now on; it may have shown another before. */
export async function cardOps(
  { store }: Pick<ApprovalsOptions, "store">,
  { tenantId, id }: Which,
  card: Omit<ApprovalCard, "tenantId"> & { readonly language: Language },
): Promise<Op[]> {
  if (card.activityId === "") return [];
  const rk = cardKey(id, card);
  const before = Named.safeParse((await store.get(tenantId, ownerKey(card)))?.value).data?.id;
  const isOther = before !== undefined && before !== id;
  const { conversationId, activityId, targetedTo, role, personId, language } = card;
  const row = { request: id, conversationId, activityId, role, language };
  const value: CardRow = {
    ...row,
    ...(targetedTo !== undefined && { targetedTo }),
    ...(personId !== undefined && { personId }),
  };
  return [
    { op: "put", rk, value },
    { op: "put", rk: ownerKey(card), value: { id } },
    ...(isOther ? await dropIndexes(store, tenantId, [cardKey(before, card)]) : []),
  ];
}

function cardKey(id: string, card: Pick<CardRow, "conversationId" | "activityId">): string {
  return `${cardPrefix(id)}${cardHash(card)}`;
}

export async function readCard(
  { store }: Pick<ApprovalsOptions, "store">,
  { tenantId, id }: Which,
  hash: string,
): Promise<CardRow | undefined> {
  const row = await store.get(tenantId, `${cardPrefix(id)}${hash}`);
  return CardRow.safeParse(row?.value).data;
}

/** Keeps a message that shows a request; what has happened since it was drawn is put on it. */
export async function keepCard(
  options: ApprovalsOptions,
  shown: Which & Partial<Pick<ApprovalRequest, "events">>,
  card: ApprovalCard,
): Promise<void> {
  const { tenantId, id, events } = shown;
  const language = card.language ?? (await languageOf(options, shown, card.role));
  await commitQuietly(options, tenantId, async () => {
    const found = await readApproval(options, tenantId, id);
    if (!found || card.activityId === "") return undefined;
    const { request } = found.record;
    const isOld = events !== undefined && events.length !== request.events.length;
    const right = toLetter({ kind: "card", request: id, card: cardHash(card) });
    return [
      ...(await cardOps(options, request, { ...card, language })),
      ...(await hold(options, found, isOld ? [right] : [])),
    ];
  });
}

/** Writes a request as it is: whoever changes it meanwhile meets a conflict, and sees the new card. */
function hold(
  options: ApprovalsOptions,
  found: Found,
  letters: Parameters<typeof toOps>[2]["letters"] = [],
) {
  return toOps(options, found, { request: found.record.request, letters });
}

/** Requesters read their language, the others that of Settings. */
export async function languageOf(
  options: ApprovalsOptions,
  { tenantId, id }: Which,
  role: ApprovalCard["role"],
): Promise<Language> {
  const found = role === "requester" ? await readApproval(options, tenantId, id) : undefined;
  if (found) return found.record.request.language;
  return (await options.settings.read(tenantId)).settings.language;
}

/** A message shows something else from now on. */
export async function releaseCard(options: ApprovalsOptions, place: CardPlace): Promise<void> {
  const { tenantId } = place;
  await commitQuietly(options, tenantId, async () => {
    const row = await options.store.get(tenantId, ownerKey(place));
    const id = Named.safeParse(row?.value).data?.id;
    if (!row) return undefined;
    return dropIndexes(options.store, tenantId, [
      ownerKey(place),
      ...(id === undefined ? [] : [cardKey(id, place)]),
    ]);
  });
}

/** Rows of a card that is gone. */
export function dropCardOps(
  { store }: Pick<ApprovalsOptions, "store">,
  { tenantId, id }: Which,
  card: CardRow,
): Promise<Op[]> {
  return dropIndexes(store, tenantId, [cardKey(id, card), ownerKey(card)]);
}
