import type { Browser, Locator, Page } from "playwright-core";
import { barriers, beside, openWindow, type Window } from "./browser.ts";
import { runDemo } from "./demo-run.ts";

/**
 * A person at the demo, who has nothing but a keyboard and two windows, one of them as narrow as a telephone: the reviewer
 * sends a cart back, they read why, decide, and see the milestone close.
 */
export const atTheDemo = async (browser: Browser): Promise<void> => {
  const held = ["cents 1 1", "discounts 1 1", "review of cart 1"];
  // With one round, what its own checks find once all is approved would wait for a person for ever.
  const set = ["limits.rounds=1", 'verify=["true"]', "coverage="].flatMap((one) => ["--set", one]);
  await using run = await runDemo(held, set);
  await using desk = await openWindow(browser, run.door, { lands: "/-/plans/demo" });
  const narrow = { width: 390, colorScheme: "dark", lands: "/-/plans/demo" } as const;
  await using phone = await openWindow(browser, await run.anotherDoor(), narrow);

  await todoIn(desk.page, "cents", "working").waitFor();
  await todoIn(desk.page, "receipt", "pending").waitFor();
  await run.release("cents 1 1");
  await todoIn(desk.page, "cents", "approved").waitFor();
  await todoIn(desk.page, "cart", "review").waitFor();
  await run.release("review of cart 1");
  await todoIn(desk.page, "cart", "blocked").waitFor();
  await looksRight(desk, "board-blocked");

  await tabTo(phone.page, "Pause");
  await phone.page.keyboard.press("Enter");
  await phone.page.locator(".answered .outcome-obeyed").waitFor();
  await phone.page.getByText("the plan is paused").waitFor();
  await looksRight(phone, "board-paused");

  await readsWhy(desk);
  await desk.page.goBack();
  await givesItMoreRounds(desk.page);
  await todoIn(desk.page, "cart", "changes").waitFor();
  await approvesItInstead(desk.page);
  await phone.page.keyboard.press("j");
  await phone.page.keyboard.press("a");
  await phone.page.keyboard.press("Enter");
  await phone.page.locator(".answered", { hasText: "resume" }).locator(".outcome-obeyed").waitFor();
  await looksBack(desk);
  await followsAttempt(desk, () => run.release("discounts 1 1"));
  for (const window of [desk, phone]) {
    await window.page.getByText("The milestone is closed: all six criteria hold.").waitFor(patiently);
    await window.page.getByText("It has ended, and this is what it left.").waitFor();
    await window.picture("board-closed");
    expect(window.wrong).toEqual([]);
  }
  expect(await run.ended).toBe(0);
};

/** What is left of the demo takes long where others are at work, too. */
const patiently = { timeout: 90_000 };

/** A todo of the board, once it stands so. */
const todoIn = (page: Page, todo: string, state: string): Locator =>
  page.locator(`#todo-${todo}[data-state=${state}]`);

const looksRight = async ({ page, picture }: Window, name: string): Promise<void> => {
  await picture(name);
  expect({ name, beside: await beside(page), barriers: await barriers(page) }).toEqual({
    ...{ name, beside: [], barriers: [] },
  });
};

/** Goes from one thing to the next till one that begins with these words has the focus. */
const tabTo = async (page: Page, words: string): Promise<void> => {
  for (let pressed = 0; pressed < 120; pressed++) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => document.activeElement?.textContent?.trim() ?? "");
    if (focused.startsWith(words)) return;
  }
  throw new Error(`no way by Tab to ${words} on ${page.url()}`);
};

/** Goes from card to card. */
const goTo = async (page: Page, card: Locator): Promise<void> => {
  for (let pressed = 0; pressed < 30; pressed++) {
    await page.keyboard.press("j");
    if (await card.evaluate((one) => one === document.activeElement)) return;
  }
  throw new Error(`no way by j to ${card} on ${page.url()}`);
};

/** From the card that needs them to the pull request, its thread and its diff. */
const readsWhy = async (window: Window): Promise<void> => {
  const { page } = window;
  const card = page.locator("#need-cart");
  await goTo(page, card);
  const pull = await card.locator("a[href*='/pull/']").textContent();
  await tabTo(page, pull ?? "");
  await page.keyboard.press("Enter");
  await page.getByText("Refuse products that the shop does not have").first().waitFor();
  await window.picture("pull-sent-back");
  await tabTo(page, "Files");
  await page.keyboard.press("Enter");
  await page.locator("td.code", { hasText: "const add" }).waitFor();
  await page.getByText("Refuse products that the shop does not have").waitFor();
  await window.picture("pull-sent-back-files");
  await page.goBack();
};

const givesItMoreRounds = async (page: Page): Promise<void> => {
  const card = page.locator("#need-cart");
  await goTo(page, card);
  await page.keyboard.press("a");
  await page.keyboard.press("Enter");
  await page.locator(".answered", { hasText: "rounds 3" }).locator(".outcome-obeyed").waitFor();
};

/** By a button of its own page, where what it answers is shown as well. */
const approvesItInstead = async (page: Page): Promise<void> => {
  const row = page.locator("#todo-cart");
  await goTo(page, row);
  await page.keyboard.press("o");
  await page.waitForURL(/\/todos\/cart$/);
  await tabTo(page, "Say something else");
  await page.keyboard.press("Enter");
  await tabTo(page, "Approve");
  await page.keyboard.press("Enter");
  await page.locator(".answered .outcome-obeyed").waitFor();
  await page.locator(".mark-approved").waitFor();
};

/** What a program prints comes while it runs; afterwards it is there again, as fast as one likes. */
const followsAttempt = async (window: Window, goOn: () => Promise<void>): Promise<void> => {
  const { page } = window;
  await goTo(page, page.locator("#todo-discounts"));
  await page.keyboard.press("o");
  await page.waitForURL(/\/todos\/discounts$/);
  await tabTo(page, "what its programs printed");
  await page.keyboard.press("Enter");
  await page.getByText("It is at work.").waitFor();
  await goOn();
  await page.locator(".piece-head", { hasText: "verify" }).waitFor();
  await page.getByText("It is over.").waitFor(patiently);
  await window.picture("attempt");
  await tabTo(page, "Replay 16");
  await page.keyboard.press("Enter");
  await page.locator(".piece[hidden]").last().waitFor({ state: "attached" });
  await page.locator(".piece[hidden]").first().waitFor({ state: "detached" });
  await page.goBack();
  await page.goBack();
};

/** At the todo's story, and back to the board. */
const looksBack = async (window: Window): Promise<void> => {
  const { page } = window;
  await looksRight(window, "todo-approved");
  await page.goBack();
};
