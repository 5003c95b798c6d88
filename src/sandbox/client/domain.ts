/**
 * Whether an address belongs to one of the domains whose links the app makes cards of.
 * @param domains hosts with their ports, `*` for exactly one name
 */
export function isOfDomain(address: string, domains: readonly string[]): boolean {
  const { protocol = "", host = "" } = URL.parse(address) ?? {};
  return /^https?:$/.test(protocol) && domains.some((domain) => toPattern(domain).test(host));
}

function toPattern(domain: string): RegExp {
  const literal = domain.replaceAll(/[^\w*-]/g, "\\$&").replaceAll("*", "[\\w-]+");
  return new RegExp(`^${literal}$`, "i");
}
