import { once } from "node:events";
import { MilepostError } from "../core/error.ts";
import { openRepository, type UserRepository } from "../git/repositories/repository.ts";
import { homeOf } from "../local/home.ts";
import { openInBrowser } from "./board/browser.ts";
import { gitHubPages } from "./board/github-pages.ts";
import { localPages } from "./board/local-pages.ts";
import { exits } from "./exit.ts";
import { type FoundPlan, plansOf } from "./find-plan.ts";
import { forgeToRead } from "./forge-kind.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { entranceOf } from "./open-forge.ts";
import { readPlan } from "./plan.ts";

interface BoardCommandOptions {
  readonly repo: string;
  readonly forge?: string;
  readonly open?: boolean;
}

/** `milepost board`: the pages of a plan, of the run or board that is open or, till Ctrl-C, its own. */
export const board = async (
  file: string | undefined,
  { repo, forge, open = false }: BoardCommandOptions,
): Promise<number> => {
  const repository = await openRepository(repo);
  const plans = await plansNamed(repository, file);
  const only = plans.length === 1 ? plans[0]?.plan.id : undefined;
  const kind = await forgeToRead(forge, repository, only);
  const path = only === undefined ? "/-/plans" : `/-/plans/${only}`;
  const show = (url: string): void => {
    process.stdout.write(`${url}\n`);
    if (open) openInBrowser(url);
  };
  if (kind === "local") {
    const running = await entranceOf(homeOf(repository), path);
    if (running !== null) {
      show(running);
      return exits.done;
    }
  }
  const tell = (message: string): void => void process.stderr.write(`${message}\n`);
  const pages = { plans, repository, repo };
  await using shown = await (kind === "local" ? localPages(pages, tell) : gitHubPages(pages));
  show(shown.entrance(path));
  using interrupt = listenForInterrupt({ onFirst: () => undefined, onSecond: async () => undefined });
  if (!interrupt.signal.aborted) await once(interrupt.signal, "abort");
  return exits.done;
};

const plansNamed = async (repository: UserRepository, file: string | undefined): Promise<FoundPlan[]> => {
  if (file !== undefined) return [{ plan: await readPlan(file), file }];
  const { ran, others } = await plansOf(repository);
  const found = [...(ran.length > 0 ? ran : others)];
  if (found.length > 0) return found;
  throw new MilepostError("no plan has run here, and there is none in plans/", {
    hint: "name its file: milepost board <plan>",
  });
};
