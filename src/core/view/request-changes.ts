import type { Voice } from "./voice.ts";

/**
 * What the catalogue of today needs otherwise than it did when somebody asked.
 * @param before,now as `needsOf` of core/approval names them
 */
export function changeLines(
  voice: Voice,
  before: readonly string[],
  now: readonly string[],
): string[] {
  const { t } = voice;
  if (now.length === 0 && before.length > 0) return [t("request.changes.lost")];
  const added = now.filter((one) => !before.includes(one));
  const removed = before.filter((one) => !now.includes(one));
  return [
    ...added.map((one) => t("request.changes.added", { name: nameNeed(voice, one) })),
    ...removed.map((one) => t("request.changes.removed", { name: nameNeed(voice, one) })),
  ];
}

/** "Mail.Send (application)": of what the catalogue has lost, what the name tells. */
export function nameNeed({ t, world }: Voice, need: string): string {
  const [key = "", type = ""] = need.split(" ");
  const value = world.catalogue.permissions.get(key)?.value ?? key.replace(/^[a-z]+:/, "");
  const isType = type === "delegated" || type === "application";
  return isType ? t("permission.name", { value, type: t(`permission.type.${type}`) }) : value;
}
