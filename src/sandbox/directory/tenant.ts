/** The one tenant of the sandbox. */
export interface Tenant {
  readonly id: string;
  readonly name: string;
  /** What an address may call it: its id and its verified domains, in lower case. */
  readonly names: readonly string[];
}

/** Domains that the sandbox tenant has verified. */
export const verifiedDomains = ["contoso.onmicrosoft.com", "contoso.example"] as const;

export function toTenant(id: string): Tenant {
  return { id, name: "Contoso", names: [id.toLowerCase(), ...verifiedDomains] };
}
