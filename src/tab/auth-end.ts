import { app, authentication } from "@microsoft/teams-js";

/**
 * Ends a sign-in page. The page says in `data-outcome` of its root how it went: `ok`, with a key in
 * `data-key` that tells nothing by itself, or a word for what went wrong. `data-hosts` names origins that
 * are trusted besides those that teams-js knows. Teams closes the window; where nobody does, what the page
 * says stays readable.
 */
async function tellTeams(): Promise<void> {
  const { outcome = "failed", key = "", hosts = "" } = document.documentElement.dataset;
  await app.initialize(hosts.split(" ").filter((host) => host !== ""));
  if (outcome === "ok") authentication.notifySuccess(key);
  else authentication.notifyFailure(outcome);
}

tellTeams().catch(() => {
  document.documentElement.dataset.told = "no";
});
