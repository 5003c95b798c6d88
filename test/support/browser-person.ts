import { findPerson } from "../../src/sandbox/directory/people.ts";

/** A page as a browser shows it. */
export interface ShownPage {
  readonly status: number;
  readonly html: string;
  readonly address: string;
}

/**
 * What a person does on a consent page: opens the link, picks an account, decides. The redirect back to
 * the product is followed, as a browser does.
 */
export async function decideOn(
  link: string,
  alias: string,
  decision: "accept" | "cancel" | "look" | "return",
): Promise<ShownPage> {
  const account = findPerson(alias)?.id ?? "";
  const picker = await load(link);
  const page = await post(picker, { account });
  if (decision === "look") return page;
  if (decision === "return") return load(new URL(returnAddressOf(page), page.address).href);
  return post(page, { decision });
}

/**
 * What a person does on a sign-in page: opens the link, picks an account, and accepts where something is
 * asked. The redirect back to the product is followed.
 */
export async function signInOn(link: string, alias: string): Promise<ShownPage> {
  const picker = await load(link);
  const page = await post(picker, { account: findPerson(alias)?.id ?? "" });
  const isAsked = /name="decision"/.test(page.html);
  return isAsked ? post(page, { decision: "accept" }) : page;
}

async function post(page: ShownPage, fields: Readonly<Record<string, string>>): Promise<ShownPage> {
  const [, action = ""] = /<form[^>]+action="([^"]+)"/.exec(page.html) ?? [];
  const [, transaction = ""] = /name="transaction" value="([^"]+)"/.exec(page.html) ?? [];
  const body = new URLSearchParams({ transaction, ...fields });
  return load(new URL(decode(action), page.address).href, { method: "POST", body });
}

async function load(address: string, options: RequestInit = {}): Promise<ShownPage> {
  const response = await fetch(address, options);
  return { status: response.status, html: await response.text(), address: response.url };
}

function returnAddressOf({ html }: ShownPage): string {
  const [, address = ""] = /href="([^"]+)"[^>]*>Return to the application/.exec(html) ?? [];
  return decode(address);
}

function decode(text: string): string {
  return text.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
}
