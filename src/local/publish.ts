import { planMarker } from "../core/decide/texts.ts";
import { MilepostError } from "../core/error.ts";
import type { Plan } from "../core/plan/plan.ts";
import { handoverOf } from "../core/report/landable.ts";
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
import { listLabels } from "../github/labels.ts";
import { findMilestone } from "../github/milestones.ts";
import { notThere, type Published, publishWork } from "../steps/publish-work.ts";
import type { ForgeConnection } from "./forge.ts";
import { loginOf } from "./github.ts";
import { integrationsOf, publicationsOf } from "./publications.ts";

interface Publishing {
  readonly plan: Plan;
  readonly repository: UserRepository;
  readonly desired: DesiredState;
  /** The local forge, and the folder of its repository. */
  readonly from: GitHub;
  readonly folder: string;
  readonly to: ForgeConnection;
  /** Is told when all is found right, before the first write over there. */
  readonly begin: () => Promise<void>;
}

/** Publishes what is approved on the local forge on GitHub, each pull request on the one that its work rests on. */
export const publishPlan = async (
  publishing: Publishing,
): Promise<{ hasReviewer: boolean; pulls: readonly Published[] }> => {
  const { plan, repository, desired, folder, from, to } = publishing;
  const { ready } = handoverOf(desired.todos, plan, ["open", "merged"]);
  const mixed = await integrationsOf(ready, from);
  await deliver(repository, folder, [...ready.map(({ branch, head }) => ({ branch, sha: head })), ...mixed]);
  const github = connect({ ...to, token: to.tokens.bot });
  const hasReviewer = await hasSecondIdentity(to);
  const reviewer = hasReviewer ? connect({ ...to, token: to.tokens.reviewer }) : github;
  await refuseOtherBase(publishing, github);
  const publications = await publicationsOf(ready, { plan, repository, from });
  const pulls = await publishWork(publications, mixed, {
    ...{ plan, hasReviewer },
    forge: forgeOf({ bot: github, reviewer }),
    findMilestone: () => findMilestone(github, { marker: planMarker(plan.id), title: plan.title }),
    listLabels: () => listLabels(github),
    isFree: async (wanted) => (await freeIssues(github, [wanted])).has(wanted.number),
    listIssues: (milestone) => listIssues(github, milestone, null),
    writeBody: async (pull_number, body) => {
      await github.octokit.rest.pulls.update({ ...at(github), pull_number, body });
    },
    push: async (branches) => {
      await publishing.begin();
      await pushAll(branches, publishing);
    },
  });
  return { hasReviewer, pulls };
};

/** Nobody may approve their own pull request: two tokens of one account are one identity. */
const hasSecondIdentity = async (to: ForgeConnection): Promise<boolean> => {
  const { bot, reviewer } = to.tokens;
  if (reviewer === bot) return false;
  const writer = await loginOf({ ...to, token: bot });
  return writer === null || writer !== to.reviewer;
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
