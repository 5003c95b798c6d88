import { decideOn } from "./browser-person.ts";

/**
 * Accepts on a consent page, and does not follow where it leads.
 * @returns the address that the browser would open: the callback with its state
 */
export async function acceptAndHold(link: string, alias = "global-admin"): Promise<string> {
  const { html, address } = await decideOn(link, alias, "look");
  const [, action = ""] = /<form[^>]+action="([^"]+)"/.exec(html) ?? [];
  const [, transaction = ""] = /name="transaction" value="([^"]+)"/.exec(html) ?? [];
  const body = new URLSearchParams({ transaction, decision: "accept" });
  const response = await fetch(new URL(action, address), {
    method: "POST",
    body,
    redirect: "manual",
  });
  await response.body?.cancel();
  return new URL(response.headers.get("location") ?? "", address).href;
}
