import type { Check } from "./check.ts";
import { listRows } from "./rows.ts";

export const consentFlag: Check = {
  name: "consent-flag",
  description:
    "Application permissions need an admin, and a vendor's flag is kept only where it differs.",
  scope: "scenarios",
  exceptions: [],
  check: (catalogue) => [
    ...catalogue.facts.permissions
      .filter(({ application }) => application && application.adminConsentRequired !== true)
      .map(({ key }) => ({
        place: `permissions.json ${key}`,
        message:
          "application permissions always need admin consent: set adminConsentRequired to true",
      })),
    ...listRows(catalogue).flatMap(({ row, place }) => {
      const fact = catalogue.permissions.get(row.permission)?.[row.type]?.adminConsentRequired;
      if (row.vendor?.adminConsent === undefined || row.vendor.adminConsent !== fact) return [];
      return [{ place, message: "vendor.adminConsent equals the fact: leave it out" }];
    }),
  ],
};
