/** Paths of the simulated consent and sign-in pages, behind the tenant. */
const loginPage = /^\/[^/]+\/(v2\.0\/adminconsent|adminconsent|oauth2\/v2\.0\/authorize)$/;

/**
 * The address that a press on a link opens. On the simulated sign-in pages it says who presses, as a
 * browser that is signed in would: their account picker begins with that person, and still asks. Only
 * what is opened carries it. The card keeps the link that the bot made, so that what is read or copied
 * there is what would go to Teams, and no address outside of this machine learns about it.
 * @returns undefined for what is neither http nor https
 */
export function toOpened(link: string, as: string): string | undefined {
  const url = URL.parse(link);
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  // Appended as text: to write it with searchParams would re-encode what the bot wrote.
  return isLoginPage(url) ? withField(link, "as", as) : link;
}

function isLoginPage({ protocol, hostname, pathname }: URL): boolean {
  return protocol === "http:" && hostname === "127.0.0.1" && loginPage.test(pathname);
}

function withField(link: string, name: string, value: string): string {
  const [address = "", ...fragment] = link.split("#");
  const mark = address.includes("?") ? "&" : "?";
  return [`${address}${mark}${name}=${encodeURIComponent(value)}`, ...fragment].join("#");
}
