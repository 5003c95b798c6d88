import { app, authentication } from "@microsoft/teams-js";

/**
 * Ends a sign-in page. The page says in `data-outcome` of its root how it went: `ok`, with a key in
 * `data-key` that tells nothing by itself, or a word for what went wrong. `data-hosts` names origins that
 * are trusted besides those that teams-js knows. Teams closes the window as soon as it is told: a page that
 * says why it did not work has its button's words in `data-close`, and tells Teams when that is pressed.
 */
async function tellTeams(): Promise<void> {
  const { outcome = "failed", key = "", hosts = "", close } = document.documentElement.dataset;
  await app.initialize(hosts.split(" ").filter((host) => host !== ""));
  if (outcome === "ok") authentication.notifySuccess(key);
  else if (close === undefined) authentication.notifyFailure(outcome);
  else offerToClose(close, () => authentication.notifyFailure(outcome));
}

function offerToClose(words: string, leave: () => void): void {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words;
  button.addEventListener("click", leave);
  document.querySelector("main")?.append(button);
}

tellTeams().catch(() => {
  document.documentElement.dataset.told = "no";
});
