import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

/** Debian's browser, and where others have it. */
const executablePath = [
  process.env.CHROMIUM ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => path !== "" && existsSync(path));

/** Tests in a browser; on a machine without one they say that they were skipped. */
export const inBrowser = executablePath
  ? test
  : (name: string, body: () => Promise<void>, _timeout?: number) =>
      test.skip(`${name} (skipped: needs chromium)`, body);

/** One browser for a suite. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ ...(executablePath ? { executablePath } : {}), args: ["--no-sandbox"] });

/** A person's window on a forge, and what went wrong in it. */
export interface Window extends AsyncDisposable {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors of the console, dialogs, and requests that went elsewhere. */
  readonly wrong: readonly string[];
  readonly goto: (path: string) => Promise<void>;
  /** Keeps a picture of the page with the test's artifacts. */
  readonly picture: (name: string) => Promise<void>;
}

/** The way in to somebody's pages. */
export interface Door {
  /** The pages' own host, with its port. */
  readonly host: string;
  /** An address that lets one browser in. */
  readonly entrance: (login: string) => string;
}

export interface WindowOptions {
  /** The path that the way in leads to. */
  readonly lands?: string;
  readonly width?: number;
  readonly colorScheme?: "light" | "dark";
  readonly javaScriptEnabled?: boolean;
}

/** Where pictures are kept. */
const pictures = "build/pictures";

/** Opens a window on somebody's pages, let in as the owner. */
export const openWindow = async (
  browser: Browser,
  door: Door | null,
  { lands = "/", ...options }: WindowOptions = {},
): Promise<Window> => {
  const window = await watch(browser, options, (url) => url.host === door?.host);
  await window.page.goto(door?.entrance("owner") ?? "");
  await window.page.waitForURL((url) => url.pathname === lands);
  return { ...window, goto: async (path) => void (await window.page.goto(`http://${door?.host}${path}`)) };
};

/** Opens a file in a window without a network. */
export const openFile = async (
  browser: Browser,
  file: string,
  options: WindowOptions = {},
): Promise<Omit<Window, "goto">> => {
  const { href } = pathToFileURL(file);
  const window = await watch(browser, options, (url) => url.href === href);
  await window.context.setOffline(true);
  await window.page.goto(href);
  return window;
};

/** A window that remembers what goes wrong in it, which is all that is asked for from elsewhere, too. */
const watch = async (
  browser: Browser,
  { width = 1400, ...rest }: Omit<WindowOptions, "lands">,
  isOurs: (url: URL) => boolean,
): Promise<Omit<Window, "goto">> => {
  const context = await browser.newContext({ ...rest, viewport: { width, height: 900 } });
  const page = await context.newPage();
  const wrong: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) wrong.push(`${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => wrong.push(`${page.url()}: ${error.message}`));
  page.on("dialog", (dialog) => {
    wrong.push(`${page.url()}: a dialog says ${dialog.message()}`);
    void dialog.dismiss();
  });
  const isElsewhere = (address: string): boolean => {
    const url = new URL(address);
    return url.protocol !== "data:" && !isOurs(url);
  };
  context.on("requestfinished", (request) => {
    if (isElsewhere(request.url())) wrong.push(`${page.url()} was answered by ${request.url()}`);
  });
  context.on("requestfailed", (request) => {
    // What the page's policy stops has not left the browser.
    if (isElsewhere(request.url()) && request.failure()?.errorText !== "csp")
      wrong.push(`${page.url()} asked for ${request.url()}: ${request.failure()?.errorText}`);
  });
  return {
    ...{ context, page, wrong },
    picture: async (name) => {
      await mkdir(pictures, { recursive: true });
      const looks = `${width}-${rest.colorScheme ?? "light"}`;
      await page.screenshot({ path: join(pictures, `${name}-${looks}.png`), fullPage: true });
    },
    [Symbol.asyncDispose]: () => context.close(),
  };
};

/** What of a page stands beside the window, so that it would have to be moved sideways. */
export const beside = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > width)
      .map(({ outerHTML }) => outerHTML.slice(0, 120));
  });

/** How many pixels of two pictures differ by more than an edge may that is drawn anew. */
export const differing = async (browser: Browser, one: Buffer, other: Buffer): Promise<number> => {
  if (one.equals(other)) return 0;
  const page = await browser.newPage();
  try {
    return await page.evaluate(
      async (sources) => {
        const pixels = await Promise.all(
          sources.map(async (source) => {
            const image = new Image();
            image.src = `data:image/png;base64,${source}`;
            await image.decode();
            const { width, height } = image;
            const drawing = new OffscreenCanvas(width, height).getContext("2d");
            drawing?.drawImage(image, 0, 0);
            return drawing?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
          }),
        );
        const [left = new Uint8ClampedArray(), right = new Uint8ClampedArray()] = pixels;
        if (left.length !== right.length) return Number.POSITIVE_INFINITY;
        return left.filter((value, index) => Math.abs(value - (right[index] ?? 0)) > 16).length;
      },
      [one.toString("base64"), other.toString("base64")],
    );
  } finally {
    await page.close();
  }
};

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** What keeps people out who see or move otherwise, by axe-core: rules and elements that break them seriously. */
export const barriers = async (page: Page): Promise<string[]> => {
  // As an expression: the page's policy lets in no script element.
  await page.evaluate(await readFile(axe, "utf8"));
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as AxeWindow).axe.run();
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" | ")}`);
  });
};

interface AxeWindow {
  readonly axe: {
    readonly run: () => Promise<{
      readonly violations: readonly {
        readonly id: string;
        readonly impact: string;
        readonly nodes: readonly { readonly html: string }[];
      }[];
    }>;
  };
}
