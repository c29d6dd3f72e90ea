import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { MilepostError } from "../../core/error.ts";
import { announcedForge, announceForge } from "../../local/forge-address.ts";
import { homeOf, lockHome } from "../../local/home.ts";
import type { KeptPages } from "../../web/kept-pages.ts";
import { lookAt, tokenOf } from "../open-forge.ts";
import { planSource } from "./plan-source.ts";
import { type ServedPages, type ShownPlans, serve } from "./serve.ts";

/**
 * The forge of this machine with its pages; other commands reach it here meanwhile. A run takes them over, under the
 * same address, and when it, or what else needs the forge for itself, has ended they are here again.
 */
export const localPages = async (
  shown: ShownPlans,
  tell: (message: string) => void,
): Promise<ServedPages> => {
  const ended = new AbortController();
  const first = await holdPages(shown, null);
  const turns = inTurns(first, { shown, signal: ended.signal, tell });
  return {
    entrance: first.pages.entrance,
    [Symbol.asyncDispose]: async () => {
      ended.abort();
      await turns;
    },
  };
};

/** Has the pages here whenever nobody else has them, until it is no longer wanted. */
const inTurns = async (
  first: HeldPages,
  { shown, signal, tell }: { shown: ShownPlans; signal: AbortSignal; tell: (message: string) => void },
): Promise<void> => {
  for (let open: HeldPages | null = first; open; ) {
    const kept: KeptPages | null = await firstOf(open.handedOver, signal);
    await open.pages[Symbol.asyncDispose]();
    if (kept === null) return;
    tell("Another command has taken the forge over: a run shows the board at the same address.");
    open = await reopened(shown, kept, signal);
    if (open) tell("It has ended: the board is here again.");
  }
};

interface HeldPages {
  readonly pages: ServedPages;
  /** What they are known by, once another command asks for them. */
  readonly handedOver: Promise<KeptPages>;
}

const holdPages = async (shown: ShownPlans, kept: KeptPages | null): Promise<HeldPages> => {
  const home = homeOf(shown.repository);
  if (!existsSync(join(home.forge, "forge.sqlite")))
    throw new MilepostError("nothing has run here yet", { hint: "begin with `milepost run <plan>`" });
  const lock = lockHome(home);
  let announced: AsyncDisposable | null = null;
  let handOver: (kept: KeptPages) => void = () => undefined;
  const handedOver = new Promise<KeptPages>((resolve) => {
    handOver = resolve;
  });
  const pages = await serve({
    ...{ dataDir: home.forge, kept, ...(kept === null ? {} : { port: kept.port }) },
    close: async () => {
      await announced?.[Symbol.asyncDispose]();
      lock[Symbol.dispose]();
    },
    // Whoever asks has its answer first.
    onHandOver: (known) => void setTimeout(handOver, answerMs, known),
    sourceOf: async (forge) => {
      const look = await lookAt(forge);
      if (!look) throw new MilepostError("the forge has no repository yet", { hint: "run the plan first" });
      const { owner, repo } = look.github;
      const tokens = { bot: tokenOf(forge, "bot"), person: tokenOf(forge, "owner") };
      announced = await announceForge(home, { url: forge.url, owner, repo, ...tokens, holder: "board" });
      return planSource({ ...shown, kind: "local", look, web: `/${owner}/${repo}` });
    },
  });
  return { pages, handedOver };
};

const answerMs = 100;

const firstOf = async <Value>(value: Promise<Value>, signal: AbortSignal): Promise<Value | null> => {
  if (signal.aborted) return null;
  const aborted = once(signal, "abort").then(() => null);
  return await Promise.race([value, aborted]);
};

/** Whoever has asked takes the home in this time, or has done with it. */
const maxWaitMs = 3000;
const pauseMs = 300;

/** The same pages, as soon as who has them is done; `null` when it is not waited for any longer. */
const reopened = async (
  shown: ShownPlans,
  kept: KeptPages,
  signal: AbortSignal,
): Promise<HeldPages | null> => {
  const home = homeOf(shown.repository);
  const until = Date.now() + maxWaitMs;
  while (!signal.aborted && announcedForge(home) === null && Date.now() < until) await pause(signal);
  for (; !signal.aborted; await pause(signal)) {
    try {
      return await holdPages(shown, kept);
    } catch (error) {
      if (!(error instanceof MilepostError)) throw error;
    }
  }
  return null;
};

const pause = (signal: AbortSignal): Promise<void> =>
  sleep(pauseMs, undefined, { signal }).catch(() => undefined);
