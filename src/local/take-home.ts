import { setTimeout as sleep } from "node:timers/promises";
import { MilepostError } from "../core/error.ts";
import { fetchFromForge } from "../github/fetch.ts";
import { type KeptPages, keptPagesSchema } from "../web/kept-pages.ts";
import { announcedForge, type ForgeAddress } from "./forge-address.ts";
import { type Home, lockHome } from "./home.ts";

/** The home, taken for this process; `pages` are those of the board that had it, to go on with. */
interface TakenHome extends Disposable {
  readonly pages: KeptPages | null;
}

/**
 * Takes the home for this process until it is disposed of or dies; a board that has it lets go of it.
 *
 * @throws {MilepostError} when another Milepost is at work in it.
 */
export const takeHome = async (home: Home): Promise<TakenHome> => {
  const held = (lock: Disposable, pages: KeptPages | null): TakenHome => ({
    pages,
    [Symbol.dispose]: () => lock[Symbol.dispose](),
  });
  try {
    return held(lockHome(home), null);
  } catch (error) {
    const address = announcedForge(home);
    const pages = address?.holder === "board" ? await askForPages(address) : null;
    if (pages === null) throw error;
    return held(await lockWhenFree(home), pages);
  }
};

/** What the board's pages are known by; `null` from one that does not let go of them. */
const askForPages = async ({ url, person }: ForgeAddress): Promise<KeptPages | null> => {
  const headers = { authorization: `Bearer ${person}`, accept: "application/json" };
  const answer = await fetchFromForge(`${url}/-/hand-over`, { method: "POST", headers }).catch(() => null);
  return answer?.status === 202 ? keptPagesSchema.parse(answer.body) : null;
};

const maxTries = 100;
const pauseMs = 100;

const lockWhenFree = async (home: Home): Promise<Disposable> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return lockHome(home);
    } catch (error) {
      if (!(error instanceof MilepostError) || tries === maxTries) throw error;
    }
    await sleep(pauseMs);
  }
};
