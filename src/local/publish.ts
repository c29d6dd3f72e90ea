import { planMarker } from "../core/decide/texts.ts";
import { MilepostError } from "../core/error.ts";
import { integrationPrefix } from "../core/plan/branch.ts";
import type { Plan } from "../core/plan/plan.ts";
import { handoverOf, type Landable } from "../core/report/landable.ts";
import { saidIn } from "../core/report/published-text.ts";
import type { DesiredState } from "../core/todo/desired-state.ts";
import { forgeAccess } from "../git/environment.ts";
import { isAncestor } from "../git/facts/facts.ts";
import { git, gitAt } from "../git/git.ts";
import { deliver, type UserRepository } from "../git/repositories/repository.ts";
import { freeIssues } from "../github/adopted.ts";
import { getBranch } from "../github/branches.ts";
import { at, connect, type GitHub } from "../github/client.ts";
import { forgeOf } from "../github/forge.ts";
import { listIssues } from "../github/issues.ts";
import { findMilestone, listLabels } from "../github/milestones.ts";
import { notThere, type Publication, type Published, publishWork } from "../steps/publish-work.ts";
import type { ForgeConnection } from "./forge.ts";

interface Publishing {
  readonly plan: Plan;
  readonly repository: UserRepository;
  readonly desired: DesiredState;
  /** The local forge, and the folder of its repository. */
  readonly from: GitHub;
  readonly folder: string;
  readonly to: ForgeConnection;
}

/** Publishes what is approved on the local forge on GitHub, each pull request on the one that its work rests on. */
export const publishPlan = async (publishing: Publishing): Promise<readonly Published[]> => {
  const { plan, repository, desired, folder, from, to } = publishing;
  const { ready } = handoverOf(desired.todos, plan, ["open", "merged"]);
  const mixed = await integrationsOf(ready, from);
  await deliver(repository, folder, [...ready.map(({ branch, head }) => ({ branch, sha: head })), ...mixed]);
  const github = connect({ ...to, token: to.tokens.bot });
  await refuseOtherBase(publishing, github);
  const publications: Publication[] = [];
  for (const [place, work] of ready.entries()) {
    const base = await baseOf(work, ready.slice(0, place), publishing);
    publications.push({ work, base, said: await saidOf(work, from) });
  }
  return await publishWork(publications, mixed, {
    plan,
    forge: forgeOf({ bot: github, reviewer: github }),
    findMilestone: () => findMilestone(github, { marker: planMarker(plan.id), title: plan.title }),
    listLabels: () => listLabels(github),
    isFree: async (wanted) => (await freeIssues(github, [wanted])).has(wanted.number),
    listIssues: (milestone) => listIssues(github, milestone, null),
    writeBody: async (pull_number, body) => {
      await github.octokit.rest.pulls.update({ ...at(github), pull_number, body });
    },
    push: (branches) => pushAll(branches, publishing),
  });
};

/** The branches in which several that others rest on are merged. */
const integrationsOf = async (
  ready: readonly Landable[],
  from: GitHub,
): Promise<{ branch: string; sha: string }[]> => {
  const names = ready.flatMap(({ one }) =>
    one.record.base?.startsWith(integrationPrefix) ? [one.record.base] : [],
  );
  const heads = await Promise.all(
    [...new Set(names)].map(async (branch) => ({ branch, head: await getBranch(from, branch) })),
  );
  return heads.flatMap(({ branch, head }) => (head ? [{ branch, sha: head.sha }] : []));
};

/** What it rests on: an integration branch, the last of those before it whose work it has, or the plan's base. */
const baseOf = async (
  { one, head }: Landable,
  before: readonly Landable[],
  { plan, repository }: Publishing,
): Promise<string> => {
  const { base } = one.record;
  if (base?.startsWith(integrationPrefix)) return base;
  const git = gitAt(repository.gitDir);
  for (const other of before.toReversed())
    if (other.head !== head && (await isAncestor(git, other.head, head))) return other.branch;
  return plan.base;
};

/** Everything that the base has here and GitHub's lacks would be shown as the first pull request's own. */
const refuseOtherBase = async ({ plan, repository, to }: Publishing, github: GitHub): Promise<void> => {
  const there = await getBranch(github, plan.base);
  if (!there) throw notThere(plan.base);
  const here = await repository.branchSha(plan.base);
  if (here === null || here === there.sha) return;
  const ours = await fetchFrom(repository, to, there.sha);
  if (await isAncestor(ours, here, there.sha)) return;
  throw new MilepostError(`${plan.base} has commits that ${to.owner}/${to.repo} lacks`, {
    hint: `push them first: git push origin ${plan.base}`,
  });
};

const fetchFrom = async ({ gitDir }: UserRepository, to: ForgeConnection, sha: string) => {
  const ours = gitAt(gitDir);
  const quiet = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--refmap="];
  await ours(["fetch", ...quiet, to.gitUrl, sha], { config: forgeAccess(to.gitUrl, to.tokens.bot) });
  return ours;
};

const saidOf = async ({ pull: pull_number }: Landable, from: GitHub): Promise<string> => {
  const { data } = await from.octokit.rest.pulls.get({ ...at(from), pull_number });
  return saidIn(data.body ?? "");
};

/** One look, then one push of what is not there; nothing is forced. */
const pushAll = async (
  branches: readonly { branch: string; sha: string }[],
  { repository: { gitDir }, to }: Publishing,
): Promise<void> => {
  const access = { cwd: gitDir, env: { GIT_DIR: gitDir }, config: forgeAccess(to.gitUrl, to.tokens.bot) };
  const { stdout } = await git(["ls-remote", to.gitUrl, "refs/heads/*"], access);
  const there = new Map(
    stdout.split("\n").flatMap((line) => {
      const [sha = "", ref = ""] = line.split("\t");
      return ref === "" ? [] : [[ref.replace("refs/heads/", ""), sha] as const];
    }),
  );
  const missing = branches.filter(({ branch, sha }) => there.get(branch) !== sha);
  if (missing.length === 0) return;
  const specs = missing.map(({ branch, sha }) => `${sha}:refs/heads/${branch}`);
  const options = ["--quiet", "--no-verify", "--recurse-submodules=no"];
  const { exitCode, stderr } = await git(["push", ...options, to.gitUrl, ...specs], { ...access, ok: [1] });
  if (exitCode === 0) return;
  throw new MilepostError(`${to.owner}/${to.repo} does not take the branches: ${stderr.trim()}`, {
    hint: "a branch that has other work there is renamed or deleted first; one that people have pushed to goes on there",
  });
};
