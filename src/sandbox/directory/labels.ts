/** A sensitivity label. https://learn.microsoft.com/graph/api/resources/security-sensitivitylabel?view=graph-rest-beta */
export interface Label {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly color: string;
  readonly sensitivity: number;
  readonly tooltip: string;
  readonly isActive: boolean;
  readonly hasProtection: boolean;
}

/** The labels that the tenant has published to everybody, from open to closed; one is not in use any more. */
export const labels: readonly Label[] = [
  {
    id: "1e8c3a10-55d2-4a0e-8d7b-6f2a9c4b0e01",
    name: "Public",
    description: "For everybody, outside of Contoso too.",
    color: "#13A10E",
    sensitivity: 0,
    tooltip: "Anybody may read this.",
    isActive: true,
    hasProtection: false,
  },
  {
    id: "1e8c3a10-55d2-4a0e-8d7b-6f2a9c4b0e02",
    name: "General",
    description: "For everybody in Contoso.",
    color: "#0078D4",
    sensitivity: 1,
    tooltip: "Not meant for people outside of Contoso.",
    isActive: true,
    hasProtection: false,
  },
  {
    id: "1e8c3a10-55d2-4a0e-8d7b-6f2a9c4b0e03",
    name: "Internal (old)",
    description: "Replaced by General.",
    color: "",
    sensitivity: 2,
    tooltip: "Use General instead.",
    isActive: false,
    hasProtection: false,
  },
  {
    id: "1e8c3a10-55d2-4a0e-8d7b-6f2a9c4b0e04",
    name: "Confidential",
    description: "For those who need it for their work.",
    color: "#C50F1F",
    sensitivity: 3,
    tooltip: "Encrypted. Only people in Contoso can open it.",
    isActive: true,
    hasProtection: true,
  },
];
