import { openWantedSandbox } from "../agents/sandbox/open.ts";
import { count } from "../core/count.ts";
import { MilepostError } from "../core/error.ts";
import { refProblem } from "../core/plan/branch.ts";
import type { Plan } from "../core/plan/plan.ts";
import { handoverOf } from "../core/report/landable.ts";
import { shellWord } from "../core/shell-word.ts";
import { checkedOutAt, moveBranch } from "../git/repositories/landing-branch.ts";
import { openRepository, type UserRepository } from "../git/repositories/repository.ts";
import { getBranch } from "../github/branches.ts";
import { proofsOn } from "../github/proofs.ts";
import { tryCommit } from "../local/base-trial.ts";
import { homeOf } from "../local/home.ts";
import { forgeFolder, type LandEnd, landingCommit } from "../local/land.ts";
import { readJournal } from "../local/last-run.ts";
import { isAgreed } from "./agree.ts";
import { exits } from "./exit.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { openForge } from "./open-forge.ts";
import { readPlan } from "./plan.ts";
import { readDesired } from "./status-report/read.ts";

interface LandCommandOptions {
  readonly repo: string;
  /** The branch; the plan's base, or what the run took for it, when not given. */
  readonly into?: string;
  /** Also where it is checked out. */
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `milepost land`: approved work, in order, into a local branch, once the plan's commands pass on all of it together. */
export const land = async (file: string, options: LandCommandOptions): Promise<number> => {
  const { branch, landed } = await landInto(file, options);
  process.stdout.write(
    `${options.json ? JSON.stringify(asJson(branch, landed)) : landedText(branch, landed)}\n`,
  );
  return landed.kind === "landed" || landed.kind === "nothing" ? exits.done : exits.stuck;
};

/** The same without a word to standard output. */
export const landInto = async (
  file: string,
  options: LandCommandOptions,
): Promise<{ branch: string; landed: LandEnd }> => {
  const plan = await readPlan(file);
  const repository = await openRepository(options.repo);
  const branch = options.into ?? (await baseBranch(repository, plan));
  const problem = refProblem(branch);
  if (problem !== null)
    throw new MilepostError(`${branch} is no branch's name: ${problem}`, { hint: "give another to --into" });
  const tree = await checkedOutAt(repository.gitDir, branch);
  if (tree !== null && !(await mayMove(branch, tree, options))) {
    throw new MilepostError(`${branch} is checked out in ${tree}`, {
      hint: `say --yes, or land into another branch: milepost land ${shellWord(file)} --into ${shellWord(`${plan.id}-landed`)}`,
    });
  }
  const from = await localBranch(repository, branch);
  const landed = await landedOf(plan, file, { repository, from });
  if (landed.kind === "landed")
    await moveBranch(repository.gitDir, { branch, from, to: landed.commit, tree });
  return { branch, landed };
};

/** The plan's base or, where there is no such branch, the one that its last run took for it. */
const baseBranch = async (repository: UserRepository, { id, base }: Plan): Promise<string> => {
  if ((await repository.branchSha(base)) !== null) return base;
  const taken = (await readJournal(homeOf(repository))).bases[id] ?? base;
  return (await repository.branchSha(taken)) === null ? base : taken;
};

/** A branch that somebody works on moves only if they say so. */
const mayMove = async (branch: string, tree: string, { yes, json }: LandCommandOptions): Promise<boolean> => {
  if (yes) return true;
  return !json && (await isAgreed(`${branch} is checked out in ${tree}. Move it, with its files? [y/N] `));
};

const localBranch = async ({ gitDir }: UserRepository, branch: string): Promise<string | null> => {
  const { git } = await import("../git/git.ts");
  const { stdout, exitCode } = await git(
    ["rev-parse", "--verify", "--quiet", `refs/heads/${branch}^{commit}`],
    {
      ...{ cwd: gitDir, env: { GIT_DIR: gitDir }, who: "user" },
      ok: [1],
    },
  );
  return exitCode === 0 ? stdout.trim() : null;
};

const landedOf = async (
  plan: Plan,
  file: string,
  { repository, from }: { repository: UserRepository; from: string | null },
): Promise<LandEnd> => {
  await using look = await openForge(repository);
  if (!look)
    throw new MilepostError("nothing has run here yet", { hint: `begin with \`milepost run ${file}\`` });
  const desired = await readDesired(plan, look);
  const base = await getBranch(look.github, plan.base);
  if (!base) throw new MilepostError(`the forge has no branch ${plan.base}`, { hint: "run the plan first" });
  for (const { order, on } of handoverOf(desired.todos, plan).waiting)
    process.stderr.write(`${order} is approved, and left out: it rests on ${on}, which is not\n`);
  return await landingCommit({
    ...{ plan, repository, desired, base: base.sha, at: from, proofs: proofsOn(look.github) },
    folder: forgeFolder(homeOf(repository).forge, look.github),
    attempt: async (commit) => {
      await using sandbox = await openWantedSandbox(plan, { machine: "laptop", warn: tell });
      using interrupt = listenForInterrupt({ onFirst: () => undefined, onSecond: async () => undefined });
      return await tryCommit(commit, { plan, repository, sandbox, signal: interrupt.signal, tell });
    },
  });
};

const tell = (stage: string): void => void process.stderr.write(`${stage}\n`);

const asJson = (branch: string, landed: LandEnd) => ({
  type: "landed",
  branch,
  ...(landed.kind === "landed"
    ? { result: landed.kind, commit: landed.commit, todos: landed.work.map(({ order }) => order) }
    : { ...landed, result: landed.kind, kind: undefined }),
});

/** What became of it, in words. */
export const landedText = (branch: string, landed: LandEnd): string => {
  switch (landed.kind) {
    case "landed": {
      const { work, commit, wasProved } = landed;
      const how = wasProved ? "proved before" : "the plan's commands passed on it";
      const orders = work.length > 0 ? `: ${work.map(({ order }) => order).join(", ")}` : "";
      return `${branch} is at ${commit.slice(0, 10)}, with ${count(work.length, "approved todo")}${orders} (${how})`;
    }
    case "nothing":
      return `${branch} has all that is approved`;
    case "conflict":
      return `nothing was landed: ${landed.with} conflicts with ${branch} in ${landed.paths.join(", ")}\nmerge ${branch} into the plan's base, and run the plan again`;
    case "failed": {
      const { what, fix } = { what: landed.fault.command, fix: landed.fault.how };
      return `nothing was landed: \`${what}\` fails on ${branch} with the approved work\n${fix}`;
    }
    case "interrupted":
      return "nothing was landed: it was interrupted";
    default:
      return landed satisfies never;
  }
};
