import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { writeReport } from "../../src/local/report.ts";
import { openPages } from "../../src/web/open.ts";
import { clientOf } from "../forge/client.ts";
import { scriptedRunner } from "../forge/runner.ts";
import { openWorld, type Workshop, type World } from "../forge/world.ts";
import { nights } from "../web/plan/boards.ts";
import { atTheDemo } from "./at-the-demo.ts";
import { barriers, beside, differing, inBrowser, openBrowser, openFile, openWindow } from "./browser.ts";
import { type Furnished, furnish } from "./furnished.ts";
import { hostile } from "./hostile.ts";

const runner = scriptedRunner({
  a: (_, { log }) => {
    for (const text of hostile.log) log({ step: 0, text });
    return { conclusion: "success", steps: {} };
  },
});

let world: World;
let workshop: Workshop;
let browser: Browser;
let places: Furnished;
beforeAll(async () => {
  world = await openWorld({ pages: openPages, actions: { runner } });
  workshop = await world.repository();
  places = await furnish(world, workshop);
  browser = await openBrowser().catch(() => undefined as unknown as Browser);
});
afterAll(async () => {
  await browser?.close();
  await world[Symbol.asyncDispose]();
});

const at = () => ({ owner: "acme", repo: workshop.repo });

/** What the frame of a page is: whatever it holds, it stands where it stands. */
const frame = async (page: Page) => ({
  bar: await page.locator(".bar").boundingBox(),
  head: await page.locator(".repository-head").boundingBox(),
  main: page.url().endsWith("split") ? "wide" : (await page.locator("main").boundingBox())?.x,
});

describe("what strangers and programs wrote", () => {
  test("is at least sixty payloads", () => {
    expect(Object.values(hostile).flat().length).toBeGreaterThanOrEqual(60);
  });

  for (const width of [1400, 390]) {
    inBrowser(
      `neither runs, nor loads, nor moves a page's frame, nor forges a button, at ${width} pixels`,
      async () => {
        await using window = await openWindow(browser, world.forge.pages, { width });
        const { page } = window;
        await window.goto(places.harmless);
        const harmless = await frame(page);
        const bar = await page.locator(".bar").screenshot();
        // A narrow window shows each kind of page; that files of other names are alike was seen in the wide one.
        const seen = places.hostile.filter((path) => width > 400 || !/\/blob\/|\/commits$/.test(path));
        for (const path of seen) {
          await window.goto(path);
          // What would run only once it is seen, opened or pressed.
          await page.evaluate(() => {
            for (const details of document.querySelectorAll("details")) details.open = true;
            for (const element of document.querySelectorAll<HTMLElement>(
              "main .prose *, main td *, main .log *",
            ))
              element.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
          });
          const found = await page.evaluate(() => ({
            ran: "__ran" in window || document.title === "ran",
            forged: [".prose", "td.code", ".log", ".path", ".row-title", ".label"]
              .flatMap((name) => [
                ...document.querySelectorAll(
                  `${name} :is(form, button, script, style, iframe:not(.drawn), object, svg, [data-live], .state, [onclick], [style])`,
                ),
              ])
              .map(({ outerHTML }) => outerHTML.slice(0, 200)),
            links: [...document.querySelectorAll<HTMLAnchorElement>("a[href]")]
              .map(({ href }) => href)
              .filter(
                (href) =>
                  !/^(https?|mailto):/.test(href) ||
                  (/\.localhost/.test(href) && !href.startsWith(location.origin)),
              ),
            mains: document.querySelectorAll("main, #content").length,
            outside: document.body.children.length,
          }));
          expect({ path, ...found }).toEqual({
            path,
            ran: false,
            forged: [],
            links: [],
            mains: 1,
            outside: 4 - (path.startsWith("/search") ? 1 : 0),
          });
          expect({ path, beside: await beside(page) }).toEqual({ path, beside: [] });
          if (path.startsWith("/search")) continue;
          const main = path.endsWith("split") ? "wide" : harmless.main;
          expect({ path, ...(await frame(page)) }).toEqual({ path, ...harmless, main });
          expect(await differing(browser, bar, await page.locator(".bar").screenshot())).toBe(0);
        }
        await window.goto(places.hostile[0] ?? "");
        await window.picture("hostile-issue");
        await window.goto(`${places.pull}/files`);
        await window.picture("hostile-files");
        // A picture that is not there: the page asked its own forge for it.
        expect(window.wrong.filter((line) => !/status of 404/.test(line))).toEqual([]);
      },
    );
  }

  inBrowser("does nothing when it is opened as a file of its own", async () => {
    await using window = await openWindow(browser, world.forge.pages);
    const { page } = window;
    for (const index of hostile.drawings.keys()) {
      await window.goto(`/acme/${workshop.repo}/raw/hostile/drawing-${index}.svg`);
      expect(await page.evaluate(() => "__ran" in window || document.title === "ran")).toBe(false);
    }
    await window.goto(`/acme/${workshop.repo}/raw/hostile/evil.js`);
    expect(await page.evaluate(() => document.contentType)).toBe("text/plain");
    expect(window.wrong.filter((line) => /asked for|answered by/.test(line))).toEqual([]);
  });
});

inBrowser(
  "a report opens as a file without a network, however the night ended, and asks for nothing",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "milepost-reports-"));
    try {
      for (const [width, [night, board]] of Object.entries(nights).map(
        (one, at) => [at === 1 ? 390 : 1400, one] as const,
      )) {
        const file = join(folder, `${night}.html`);
        await writeReport(board, { file, web: null });
        await using window = await openFile(browser, file, { width });
        expect(await window.page.getByRole("heading", { level: 1 }).textContent()).toBe(board.status.title);
        await window.picture(`report-${night}`);
        expect({ night, beside: await beside(window.page), barriers: await barriers(window.page) }).toEqual({
          ...{ night, beside: [], barriers: [] },
        });
        expect(window.wrong).toEqual([]);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);

inBrowser(
  "what somebody wrote for Mermaid is drawn, reaches nothing, and runs nothing of theirs",
  async () => {
    const { rest } = clientOf(world, "bot");
    const drawings = [
      'graph LR\n  a[<img src=x onerror="parent.__ran=1">] --> b\n  click a "javascript:parent.__ran=1"',
      'graph LR\n  a["<script>parent.__ran=1</script>"] --> b["<iframe src=http://evil.example></iframe>"]',
      "gantt\n  dateFormat x\n  section One\n  00a round 1 :done, 1000, 90000",
    ];
    const body = [...drawings, "no drawing of any kind"]
      .map((text) => `\`\`\`mermaid\n${text}\n\`\`\``)
      .join("\n\n");
    const { data } = await rest.issues.create({ ...at(), title: "Drawn", body });
    await using window = await openWindow(browser, world.forge.pages);
    const { page } = window;
    await window.goto(`/acme/${workshop.repo}/issues/${data.number}`);
    for (const index of drawings.keys())
      await page.frameLocator("iframe.drawn").nth(index).locator("svg").first().waitFor();
    await page.locator("iframe.drawn[hidden]").waitFor({ state: "attached" });
    await window.picture("drawings");
    const found = await page.evaluate(() => ({
      ran: "__ran" in window,
      texts: [...document.querySelectorAll("pre[data-drawn]:not([hidden])")].map((block) =>
        block.textContent?.trim(),
      ),
      frames: [...document.querySelectorAll("iframe")].map((frame) => frame.getAttribute("sandbox")),
    }));
    expect(found).toEqual({
      ...{ ran: false, texts: ["no drawing of any kind"] },
      frames: Array(4).fill("allow-scripts"),
    });
    // What a drawing tries is refused by the policy of its frame, which says so.
    const isRefusal = (line: string) => line.includes("violates the following Content Security Policy");
    expect(window.wrong.filter((line) => !isRefusal(line))).toEqual([]);
  },
);

describe("a person", () => {
  inBrowser("writes, is answered live, reads a thread in its diff, resolves it, and merges", async () => {
    const { rest } = clientOf(world, "bot");
    await using window = await openWindow(browser, world.forge.pages);
    const { page } = window;
    await window.goto(places.harmless);
    await page.getByLabel("Your comment").fill("Is **this** done?");
    await page.getByRole("button", { name: "Comment" }).click();
    await page.getByText("Is this done?").waitFor();
    await rest.issues.createComment({ ...at(), issue_number: 1, body: "It is, without a reload." });
    await page.getByText("It is, without a reload.").waitFor();
    await window.picture("issue");

    await workshop.push("main", { "words.txt": "the first word\nanother line\n" });
    await workshop.push("better", { "words.txt": "the second word\nanother line\n" }, "main");
    const { data: pull } = await rest.pulls.create({
      ...at(),
      title: "Better words",
      head: "better",
      base: "main",
    });
    const comments = [{ path: "words.txt", line: 1, side: "RIGHT", body: "Which one?" }];
    await clientOf(world, "reviewer").rest.pulls.createReview({
      ...at(),
      pull_number: pull.number,
      event: "COMMENT",
      comments,
    });
    const path = `/acme/${workshop.repo}/pull/${pull.number}`;
    await window.goto(`${path}/files`);
    expect(await page.locator("td.code mark").allTextContents()).toEqual(["first", "second"]);
    await page.getByText("Which one?").waitFor();
    await window.picture("files");
    await page.getByRole("link", { name: "Split" }).click();
    expect(await page.locator(".diff.split").count()).toBe(1);
    await page.getByRole("button", { name: "Resolve" }).click();
    await page.waitForURL((url) => url.pathname === path);
    await page.getByText("Resolved by owner").first().waitFor();
    await page.getByRole("heading", { name: "It can be merged" }).waitFor();
    await window.picture("pull");
    await page.getByRole("button", { name: "Merge", exact: true }).click();
    await page.getByRole("heading", { name: /^Merged by owner/ }).waitFor();
    expect((await rest.pulls.get({ ...at(), pull_number: pull.number })).data.merged).toBe(true);
    expect(window.wrong).toEqual([]);
  });

  inBrowser(
    "at the demo reads with keys alone why a todo was sent back, decides where they are asked, and sees the milestone close",
    () => atTheDemo(browser),
  );

  inBrowser("without scripts gets the same pages and forms", async () => {
    await using window = await openWindow(browser, world.forge.pages, {
      javaScriptEnabled: false,
      width: 390,
    });
    const { page } = window;
    await window.goto(places.harmless);
    await page.getByLabel("Your comment").fill("Sent without scripts.");
    await page.getByRole("button", { name: "Comment" }).click();
    await page.getByText("Sent without scripts.").waitFor();
    await window.goto(`${places.pull}/files`);
    await page.locator("summary", { hasText: "package-lock.json" }).click();
    await page.getByText("</td></tr></table>").first().waitFor();
  });

  for (const [colorScheme, width] of [
    ["light", 390],
    ["dark", 1400],
  ] as const) {
    inBrowser(`meets no serious barrier, in ${colorScheme} at ${width} pixels`, async () => {
      await using window = await openWindow(browser, world.forge.pages, { width, colorScheme });
      const base = `/acme/${workshop.repo}`;
      const pages = [
        "/",
        base,
        `${base}/issues`,
        places.harmless,
        places.pull,
        `${places.pull}/files?diff=split`,
        `${places.pull}/checks`,
        `${base}/blob/main/lines.js`,
        `${base}/milestone/1`,
        ...places.hostile.filter((path) => path.includes("/job/")),
      ];
      for (const path of pages) {
        await window.goto(path);
        expect({ path, barriers: await barriers(window.page) }).toEqual({ path, barriers: [] });
      }
    });
  }
});
