import { rmdir } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Sandbox } from "../agents/sandbox/sandbox.ts";
import type { Plan } from "../core/plan/plan.ts";
import { commonDirOf } from "../git/common-dir.ts";
import { privateFolder } from "../git/private-folder.ts";
import { openHub } from "../git/repositories/hub.ts";
import { refuseMissing } from "../git/repositories/partial-clone.ts";
import { openPublisher } from "../git/repositories/publisher.ts";
import type { UserRepository } from "../git/repositories/repository.ts";
import { type BaseState, runOnBase } from "../steps/base-check.ts";
import { localBase } from "./base.ts";
import { basePorts } from "./base-check.ts";
import { homeOf } from "./home.ts";
import { guardOf, workshopAt } from "./workshop.ts";
import { clearWorktrees } from "./worktrees.ts";

interface Trial {
  readonly plan: Plan;
  readonly repository: UserRepository;
  readonly sandbox: Sandbox | null;
  readonly signal: AbortSignal;
  readonly tell: (stage: string, detail: string) => void;
}

/** Runs the plan's commands on its base as a run would, and leaves nothing of it. */
export const tryBase = async (trial: Trial): Promise<BaseState> =>
  await tryCommit((await localBase(trial.repository, trial.plan)).sha, trial);

/** The same on any commit of the repository. */
export const tryCommit = async (
  sha: string,
  { plan, repository, sandbox, signal, tell }: Trial,
): Promise<BaseState> => {
  await refuseMissing(repository, sha);
  await using scratch = await privateFolder("scratch");
  const shared = commonDirOf(repository.gitDir);
  const dirs = { publisher: join(scratch.path, "publisher.git"), hub: join(scratch.path, "hub.git") };
  const url = pathToFileURL(repository.root).href;
  const at = { dir: dirs.publisher, url, token: "", borrow: shared };
  const publisher = await openPublisher(at);
  await publisher.fetch([sha]);
  const hub = await openHub({ dir: dirs.hub, publisherDir: publisher.dir, onTouched: () => undefined });
  const worktrees = join(homeOf(repository).worktrees, "_doctor");
  const context = {
    ...{ plan, sandbox, home: homedir(), refused: [] },
    hidden: [homeOf(repository).dir, scratch.path, repository.gitDir, shared],
    readable: [dirs.hub, dirs.publisher, shared].map((dir) => join(dir, "objects")),
  };
  const guard = guardOf(repository.root, sandbox, () => undefined);
  const { author, generated, setup, limits } = plan;
  try {
    return await runOnBase(sha, {
      ...basePorts({ context, marker: `${scratch.path}:base`, log: scratch.path, secrets: [], signal, tell }),
      workshop: workshopAt({ hub, worktrees, author, generated, setup, limits, guard }),
    });
  } finally {
    await clearWorktrees(hub, worktrees);
    // Where no run has been, nothing else is in it.
    await rmdir(dirname(worktrees)).catch(() => undefined);
  }
};
