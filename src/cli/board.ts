import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MilepostError } from "../core/error.ts";
import { type LocalForge, startForge } from "../forge/server.ts";
import { openRepository, type UserRepository } from "../git/repositories/repository.ts";
import { at } from "../github/client.ts";
import { announceForge } from "../local/forge-address.ts";
import { homeOf, lockHome } from "../local/home.ts";
import { openPagesWith } from "../web/open.ts";
import type { PlanSource } from "../web/plan/source.ts";
import { openInBrowser } from "./board/browser.ts";
import { planSource } from "./board/plan-source.ts";
import { exits } from "./exit.ts";
import { type FoundPlan, plansOf } from "./find-plan.ts";
import { forgeKindOf } from "./forge-kind.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { entranceOf, lookAt, openGitHub, tokenOf } from "./open-forge.ts";
import { readPlan } from "./plan.ts";

export interface BoardCommandOptions {
  readonly repo: string;
  readonly forge: string;
  readonly open?: boolean;
}

/** `milepost board`: the pages of a plan, of the run or board that is open or, till Ctrl-C, its own. */
export const board = async (
  file: string | undefined,
  { repo, forge, open = false }: BoardCommandOptions,
): Promise<number> => {
  const repository = await openRepository(repo);
  const kind = forgeKindOf(forge);
  const plans = await plansNamed(repository, file);
  const path = plans.length === 1 ? `/-/plans/${plans[0]?.plan.id}` : "/-/plans";
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
  const pages = kind === "local" ? localPages : gitHubPages;
  await using shown = await pages({ plans, repository, repo });
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

interface Shown {
  readonly plans: readonly FoundPlan[];
  readonly repository: UserRepository;
  readonly repo: string;
}

interface Served extends AsyncDisposable {
  readonly entrance: (path: string) => string;
}

/** The forge of this machine with its pages, while nobody else has it open; other commands reach it here meanwhile. */
const localPages = async (shown: Shown): Promise<Served> => {
  const home = homeOf(shown.repository);
  if (!existsSync(join(home.forge, "forge.sqlite")))
    throw new MilepostError("nothing has run here yet", { hint: "begin with `milepost run <plan>`" });
  const lock = lockHome(home);
  let announced: AsyncDisposable | null = null;
  const close = async (): Promise<void> => {
    await announced?.[Symbol.asyncDispose]();
    lock[Symbol.dispose]();
  };
  return await served(home.forge, close, async (forge) => {
    const look = await lookAt(forge);
    if (!look) throw new MilepostError("the forge has no repository yet", { hint: "run the plan first" });
    const { owner, repo } = look.github;
    const tokens = { bot: tokenOf(forge, "bot"), person: tokenOf(forge, "owner") };
    announced = await announceForge(home, { url: forge.url, owner, repo, ...tokens, holder: "board" });
    return planSource({ ...shown, kind: "local", look, web: `/${owner}/${repo}` });
  });
};

/** The same pages over what GitHub says; issues and pull requests are read there. */
const gitHubPages = async (shown: Shown): Promise<Served> => {
  const look = await openGitHub(shown.repository);
  const { data } = await look.github.octokit.rest.repos.get(at(look.github));
  const dataDir = await mkdtemp(join(tmpdir(), "milepost-board-"));
  const close = async (): Promise<void> => {
    await look[Symbol.asyncDispose]();
    await rm(dataDir, { recursive: true, force: true });
  };
  // Commands are comments there, which whoever orchestrates the plan answers.
  const source = planSource({
    ...shown,
    kind: "github",
    look: { ...look, isLive: true },
    web: data.html_url,
  });
  return await served(dataDir, close, async () => source);
};

/** Serves pages over a forge's data; what was opened for them is closed with them, and where they cannot be served. */
const served = async (
  dataDir: string,
  close: () => Promise<void>,
  sourceOf: (forge: LocalForge) => Promise<PlanSource>,
): Promise<Served> => {
  let source: PlanSource | null = null;
  let forge: LocalForge | null = null;
  try {
    forge = await startForge({ dataDir, pages: openPagesWith(() => source) });
    source = await sourceOf(forge);
    const opened = forge;
    return {
      entrance: (path) => opened.pages?.entrance("owner", path) ?? opened.url,
      [Symbol.asyncDispose]: async () => {
        await opened.close();
        await close();
      },
    };
  } catch (error) {
    await forge?.close();
    await close();
    throw error;
  }
};
