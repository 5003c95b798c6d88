import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { type Stage, startStage, toApi } from "../sandbox/fake-bot.ts";
import { findBarriers } from "./axe.ts";
import { capture, findChromium, launch, PATIENCE_MS } from "./chromium.ts";
import { behave, linkHost, manifest, toTextCard } from "./scripted-bot.ts";

const executable = findChromium();
const OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
const FOCUSED = "document.activeElement?.getAttribute('aria-label') ?? ''";
const adaptive = "application/vnd.microsoft.card.adaptive";
const review = "19:vendor-review@thread.v2";
const channel = "19:contoso-it-permissions@thread.tacv2";
const chat = "a:1sandbox-product-admin";
const opener = "Consentry, message extension";
const link = `https://${linkHost}/p/s.1`;

if (!executable) it("sharing in the client (needs Chromium: apt-get install chromium)");
else
  describe("sharing in the client", () => {
    let stage: Stage;
    let api: ReturnType<typeof toApi>;
    let browser: Browser | undefined;
    let context: BrowserContext;
    let page: Page;
    const problems: string[] = [];

    before(async () => {
      stage = await startStage({ manifest });
      api = toApi(stage.page);
      browser = await launch(executable);
    });

    beforeEach(async () => {
      stage.behave(behave);
      await api.call("POST", "reset");
      stage.heard.length = 0;
      context = await (browser as Browser).newContext({
        viewport: { width: 1200, height: 900 },
        permissions: ["clipboard-read", "clipboard-write"],
        bypassCSP: true,
      });
      context.setDefaultTimeout(PATIENCE_MS);
      context.on("weberror", (thrown) => problems.push(thrown.error().message));
      context.on("console", (line) => {
        // A browser tells of every refusal, also of one that a test asked for.
        const isRefusal = /status of (403|404)/.test(line.text());
        if (line.type() === "error" && !isRefusal) problems.push(line.text());
      });
      page = await context.newPage();
    });

    afterEach(async () => {
      await context.close();
      assert.deepEqual(problems.splice(0), []);
    });

    after(async () => {
      await browser?.close();
      await stage.stop();
    });

    const box = (): Locator => page.locator("#compose-text");
    const results = () => page.locator(".extension-result");
    const dialog = () => page.getByRole("dialog");

    async function open(conversation: string, fields: Readonly<Record<string, string>> = {}) {
      const hash = new URLSearchParams({ as: "product-admin", conversation, ...fields });
      await page.goto(`${stage.page}/#${hash}`);
      await box().waitFor();
    }

    async function openPanel() {
      await page.getByRole("button", { name: opener }).click();
      await results().first().waitFor();
    }

    async function openMenu(message: Locator) {
      await message.hover();
      await message.getByRole("button", { name: /^More, message of/ }).click();
    }

    const send = (conversation: string, activity: object) =>
      stage.send(
        "POST",
        `/v3/conversations/${encodeURIComponent(conversation)}/activities`,
        activity,
      );

    it("searches, chooses and posts by keyboard", async () => {
      await open(review);
      await openPanel();

      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.getByText("chosen 2").waitFor();
      await capture(page, "extension-draft");
      await page.keyboard.type("look");
      await page.keyboard.press("Enter");
      await page.locator("#log .ac-adaptiveCard").waitFor();

      const [shown] = await api.read(review, "guest");
      assert.deepEqual([shown?.from.kind, shown?.text], ["person", "look"]);
      assert.deepEqual(shown?.attachments?.[0]?.content, toTextCard("chosen 2"));
      assert.equal(await page.locator(".draft").count(), 0);
    });

    it("shows more results, none, and a failure", async () => {
      await open(review);
      await openPanel();
      const input = page.locator(".extension-input");
      const status = page.locator(".extension-status");

      await page.getByRole("button", { name: "More results" }).click();
      await results().nth(29).waitFor();
      await input.fill("nothing");
      await status.filter({ hasText: "No results." }).waitFor();
      await input.fill("fault");
      await page.getByText("The search failed. The app answered 500.").waitFor();

      assert.equal(await results().count(), 0);
    });

    it("leaves the panel with Escape, to where it came from", async () => {
      await open(review);
      await openPanel();

      await page.keyboard.press("Escape");

      assert.equal(await page.locator("#extension").isVisible(), false);
      assert.equal(await page.evaluate<string>(FOCUSED), opener);
    });

    it("goes through a dialog, its failure and its end", async () => {
      await open(review);
      await openPanel();
      await page.getByRole("button", { name: "Guided" }).click();
      const name = page.getByLabel("Name of the app");
      const next = dialog().getByRole("button", { name: "Next" });

      await name.waitFor();
      await next.click();
      await page.getByText("Step 2").waitFor();
      await name.fill("fault");
      await next.click();
      await page.getByText("Something went wrong. The app answered 500.").waitFor();
      await capture(page, "extension-dialog");
      const kept = await name.inputValue();
      await name.fill("AutoStore");
      await next.click();
      await page.getByText("made for AutoStore").waitFor();

      assert.equal(kept, "fault");
      assert.equal(await dialog().count(), 0);
      assert.equal(await page.evaluate("document.activeElement?.id"), "compose-text");
    });

    for (const [typed, said] of [
      ["message", "That is all."],
      ["close", undefined],
    ] as const)
      it(`ends a dialog that answers: ${typed}`, async () => {
        await open(review);
        await openPanel();
        await page.getByRole("button", { name: "Guided" }).click();
        await page.getByLabel("Name of the app").fill(typed);

        await dialog().getByRole("button", { name: "Next" }).click();
        if (said) {
          await page.getByText(said).waitFor();
          await page.keyboard.press("Escape");
        }
        await dialog().waitFor({ state: "hidden" });

        assert.equal(await page.evaluate<string>(FOCUSED), opener);
      });

    it("explains a message from its menu", async () => {
      await api.act(review, { as: "guest", type: "message", text: "AADSTS65001" });
      await open(review);
      await openMenu(page.locator("#log article").last());
      await capture(page, "message-menu");

      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await dialog().getByText("Step 1").waitFor();

      assert.match(await dialog().innerText(), /AADSTS65001/);
      await page.keyboard.press("Escape");
      assert.match(await page.evaluate<string>(FOCUSED), /^More, message of Camille Laurent/);
    });

    it("makes a card of a link once it is typed, and takes it out", async () => {
      await open(review);

      await box().pressSequentially(`see ${link}`);
      const early = await page.locator(".draft").count();
      await page.keyboard.type(" ");
      await page.getByText(`card of ${link}`).waitFor();
      await page.getByRole("button", { name: "Remove Preview of the link" }).click();
      await page.keyboard.type("now");
      await page.keyboard.press("Enter");
      await page.locator("#log article").waitFor();

      const [shown] = await api.read(review, "guest");
      assert.equal(early, 0);
      assert.deepEqual([shown?.text, shown?.attachments], [`see ${link} now`, undefined]);
    });

    it("shows people without the app what is for anybody", async () => {
      await api.call("PUT", "teams", { withoutApp: ["product-admin"] });
      await open(review);

      await box().pressSequentially(`${link} `);
      await page.getByText("card for anybody").waitFor();
      await page.keyboard.press("Enter");
      await page.locator("#log .ac-adaptiveCard").waitFor();

      assert.deepEqual(
        stage.heard.map(({ name }) => name),
        ["composeExtension/anonymousQueryLink"],
      );
    });

    it("copies a link that leads to its message", async () => {
      const first = await send(channel, { type: "message", text: "the first post" });
      for (let index = 0; index < 12; index++)
        await send(channel, { type: "message", text: `post ${index}` });
      await open(channel);
      await openMenu(page.locator("#log article").first());
      await page.getByRole("menuitem", { name: "Copy link" }).click();
      await page.getByText("The link to this message is copied.").waitFor();
      const copied = await page.evaluate<string>("navigator.clipboard.readText()");

      await api.act(chat, { as: "product-admin", type: "message", text: copied });
      await open(chat);
      await page.locator("#log a").click();
      await page.locator("article.found").waitFor();

      assert.match(await page.locator("article.found").innerText(), /the first post/);
      assert.ok(copied.includes(`/${first.body.id}?`));
    });

    it("says so where a link leads to nothing", async () => {
      const gone = `https://teams.microsoft.com/l/message/${encodeURIComponent(channel)}/1?x=1`;
      await api.act(chat, { as: "product-admin", type: "message", text: gone });
      await open(chat);

      await page.locator("#log a").click();

      await page.getByText("The message was not found").waitFor();
    });

    it("deletes a post, for everybody", async () => {
      await send(channel, { type: "message", text: "shared by mistake" });
      await open(channel);

      await openMenu(page.locator("#log article").last());
      await page.getByRole("menuitem", { name: "Delete" }).click();
      await page.getByText("This message has been deleted.").waitFor();

      const [shown] = await api.read(channel, "guest");
      assert.deepEqual([shown?.isWithdrawn, shown?.text], [true, undefined]);
    });

    it("asks the app alone behind a slash", async () => {
      await open(channel);

      await box().pressSequentially("/consentry who needs Mail.Send");
      await page.getByText("Only you and Consentry see what you send.").waitFor();
      await page.keyboard.press("Enter");
      await page.getByText("you asked who needs Mail.Send").waitFor();
      await capture(page, "private-answer");

      assert.equal(await page.getByText("Only you can see this", { exact: true }).count(), 1);
      assert.deepEqual(await api.read(channel, "global-admin"), []);
    });

    it("shows no file where the tenant's clients take none", async () => {
      const contentType = "application/vnd.microsoft.teams.card.file.consent";
      const content = { description: "The plan", sizeInBytes: 5 };
      const attachments = [{ contentType, name: "plan.csv", content }];
      await send(chat, { type: "message", attachments });
      await open(chat, { panel: "tenant" });
      await page.getByText("Files, people without the app, time").click();

      await page.getByLabel("Takes no files").check();
      await page.getByText("Clients take no files of bots now.").waitFor();
      await page.getByText("This client takes no files of bots here.").waitFor();

      assert.equal(await page.getByRole("button", { name: "Allow" }).count(), 0);
    });

    it("lets a private message end when a day passes", async () => {
      await api.act(channel, { as: "product-admin", type: "message", text: "hi", isPrivate: true });
      await open(channel, { panel: "tenant" });
      await page.getByText("you asked hi").waitFor();
      await page.getByText("Files, people without the app, time").click();

      await page.getByRole("button", { name: "A day" }).click();
      await page.getByText("Nobody has written yet.").waitFor();

      assert.deepEqual(await api.read(channel, "product-admin"), []);
    });

    it("keeps what is typed where it is typed", async () => {
      await open(chat);
      await box().fill("for the bot alone");

      await page.getByRole("button", { name: "Permissions" }).click();
      await page.getByPlaceholder("Start a post").waitFor();
      const elsewhere = await box().inputValue();
      await page.getByRole("button", { name: "Consentry", exact: true }).first().click();
      await page.getByPlaceholder("Type a message").waitFor();

      assert.deepEqual([elsewhere, await box().inputValue()], ["", "for the bot alone"]);
    });

    it("takes a file, and gives it back", async () => {
      const contentType = "application/vnd.microsoft.teams.card.file.consent";
      const content = { description: "The plan", sizeInBytes: 5, acceptContext: {} };
      await send(chat, {
        type: "message",
        attachments: [{ contentType, name: "plan.csv", content }],
      });
      await open(chat);

      await page.getByRole("button", { name: "Allow" }).click();
      const download = page.getByRole("link", { name: "Download plan.csv" });
      await download.waitFor();
      await page.getByText("You allowed the file.").waitFor();
      const [file] = await Promise.all([page.waitForEvent("download"), download.click()]);

      assert.equal(await readFile(await file.path(), "utf8"), "a;b\r\n");
    });

    describe("cards", () => {
      const code = {
        type: "CodeBlock",
        codeSnippet: Array.from({ length: 12 }, (_, index) => `az step ${index}`).join("\n"),
        language: "Bash",
        fallback: { type: "TextBlock", text: "Open the page for the script.", wrap: true },
      };
      const card = {
        type: "AdaptiveCard",
        version: "1.5",
        body: [code, { type: "TextBlock", id: "more", text: "folded", isVisible: false }],
        actions: [
          { type: "Action.ToggleVisibility", title: "Sources", targetElements: ["more"] },
          { type: "Action.Submit", title: "Ask", data: { msteams: { type: "task/fetch" } } },
        ],
      };
      beforeEach(() =>
        send(chat, { type: "message", attachments: [{ contentType: adaptive, content: card }] }),
      );

      it("copy their code, and fold it", async () => {
        await open(chat);

        await page.getByRole("button", { name: "Copy", exact: true }).click();
        await page.getByText("Copied").waitFor();
        await page.getByRole("button", { name: "Expand" }).click();
        await page.getByRole("button", { name: "Collapse" }).waitFor();

        assert.equal(
          await page.evaluate<string>("navigator.clipboard.readText()"),
          code.codeSnippet,
        );
      });

      it("fall back on a phone", async () => {
        await open(chat, { width: "phone" });

        await page.getByText("Open the page for the script.").waitFor();

        assert.equal(await page.locator(".code-block").count(), 0);
      });

      it("tell whether what they fold is open", async () => {
        await open(chat);
        const button = page.getByRole("button", { name: "Sources" });

        const before = await button.getAttribute("aria-expanded");
        await button.click();
        await page.getByText("folded").waitFor();

        assert.deepEqual([before, await button.getAttribute("aria-expanded")], ["false", "true"]);
      });

      it("open dialogs, whose answer goes to the same card", async () => {
        await open(chat);

        await page.getByRole("button", { name: "Ask", exact: true }).click();
        await page.getByLabel("Name of the app").fill("close");
        await dialog().getByRole("button", { name: "Next" }).click();
        await dialog().waitFor({ state: "hidden" });

        const [fetch, submit] = stage.heard;
        assert.deepEqual([fetch?.name, submit?.name], ["task/fetch", "task/submit"]);
        assert.equal(fetch?.replyToId, submit?.replyToId);
        assert.ok(submit?.replyToId);
      });
    });

    for (const theme of ["light", "dark", "contrast"])
      it(`has no barriers in ${theme}`, async () => {
        await send(channel, { type: "message", text: "a post" });
        await open(channel, { theme });
        await box().pressSequentially(`${link} `);
        await page.locator(".draft").waitFor();
        await page.getByRole("button", { name: "Only to Consentry" }).click();
        await openPanel();
        await page.keyboard.press("ArrowDown");
        await capture(page, `extension-${theme}`);
        const inPanel = await findBarriers(page);
        await page.getByRole("button", { name: "Guided" }).click();
        await page.getByLabel("Name of the app").waitFor();
        await capture(page, `dialog-${theme}`);

        assert.deepEqual([...inPanel, ...(await findBarriers(page))], []);
      });

    it("stays within 320 px", async () => {
      await page.setViewportSize({ width: 320, height: 640 });
      await open(channel);
      await box().pressSequentially(`${link} `);
      await page.locator(".draft").waitFor();
      await capture(page, "extension-320-draft");
      await page.getByRole("button", { name: "Remove Preview of the link" }).click();
      await openPanel();
      await capture(page, "extension-320");
      const inPanel = await page.evaluate<number>(OVERFLOW);
      await page.getByRole("button", { name: "Guided" }).click();
      await dialog().getByText("Step 1").waitFor();
      await capture(page, "dialog-320");

      const inDialog = await page.evaluate<number>(OVERFLOW);
      assert.deepEqual([Math.max(0, inPanel), Math.max(0, inDialog)], [0, 0]);
    });
  });
