import type { Locator, Page } from "playwright-core";

/** The newest card of the conversation; a locator that follows it through its changes. */
export function newestCard(page: Page): Locator {
  return page.locator("#log .ac-adaptiveCard").last();
}

/** Waits until the newest card says that. */
export async function awaitCard(page: Page, text: string | RegExp): Promise<Locator> {
  const card = newestCard(page);
  await card.filter({ hasText: text }).waitFor();
  return card;
}

/** Presses a button of the newest card by its whole title. */
export async function press(page: Page, name: string): Promise<void> {
  await newestCard(page).getByRole("button", { name, exact: true }).click();
}

/** The field of a form that takes an app; a client of schema 1.2 draws its placeholder, and no label. */
export function appField(page: Page): Locator {
  return newestCard(page).getByPlaceholder("Name or client id (GUID)");
}

/** Names the app in the form that stands there, and goes on with that button. */
export async function nameApp(page: Page, app: string, submit: string): Promise<void> {
  await appField(page).fill(app);
  await press(page, submit);
}
