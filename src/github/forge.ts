import type { Forge } from "../steps/ports.ts";
import { adoptIssue } from "./adopted.ts";
import { alignReviews } from "./align-reviews.ts";
import { createBranch, createBranchByPush, deleteBranch, getBranch, holds, integrate } from "./branches.ts";
import { cancelRun } from "./cancel.ts";
import { rerunFailed } from "./ci/runs.ts";
import { win, winByPush } from "./claims.ts";
import type { GitHub } from "./client.ts";
import { findComment, upsertComment } from "./comments.ts";
import { deleteComment, findReply, getComment, listComments, react, reply } from "./conversation.ts";
import { createIssues } from "./create-issues.ts";
import type { ForgeGit } from "./forge-git.ts";
import { assign, createIssue, findIssue, getIssue, setState, writeIssue } from "./issues.ts";
import { createLabels } from "./labels.ts";
import { linkIssues } from "./links.ts";
import { mergePull } from "./merge.ts";
import { createMilestone, writeMilestone } from "./milestones.ts";
import { getPull, openPull, retarget, retitle } from "./pulls.ts";
import { dismissReview, postReview } from "./reviews.ts";
import { mayWrite } from "./rights.ts";
import { setStatus } from "./statuses.ts";

/**
 * The forge as the steps see it: written by the bot, reviewed by the reviewer; the bot cancels runs, too, unless another
 * does. Where `git` is given heads of branches are read by it, and claims pushed: that costs no request of the API.
 */
export const forgeOf = ({
  bot,
  reviewer,
  runs = bot,
  git,
}: {
  bot: GitHub;
  reviewer: GitHub;
  runs?: GitHub;
  git?: ForgeGit;
}): Forge => ({
  createMilestone: (content) => createMilestone(bot, content),
  writeMilestone: (milestone) => writeMilestone(bot, milestone),
  createLabels: (labels) => createLabels(bot, labels),
  getIssue: (number) => getIssue(bot, number),
  adoptIssue: (milestone, number, content) => adoptIssue(bot, number, { milestone, content }),
  linkIssues: (links, idOf) => linkIssues(bot, links, idOf),
  findIssue: (milestone, record) => findIssue(bot, milestone, record),
  createIssue: (milestone, content) => createIssue(bot, milestone, content),
  createIssues: (milestone, contents) => createIssues(bot, milestone, contents),
  writeIssue: (number, content, comment) => writeIssue(bot, number, content, comment),
  setIssueState: (number, state) => setState(bot, number, state),
  assign: (issue, people) => assign(bot, issue, people),
  getBranch: async (branch) => (git ? asHead(await git.headOf(branch)) : await getBranch(bot, branch)),
  createBranch: (branch, wanted) =>
    git ? createBranchByPush(git, bot, { branch, ...wanted }) : createBranch(bot, { branch, ...wanted }),
  deleteBranch: (branch) => deleteBranch(bot, branch),
  holds: (commit, other) => holds(bot, commit, other),
  integrate: (wanted) => integrate(bot, wanted),
  winClaim: (claim) => (git ? winByPush(git, claim) : win(bot, claim)),
  openPull: (content) => openPull(bot, content),
  getPull: (number) => getPull(bot, number),
  retarget: (pull, base) => retarget(bot, pull, base),
  retitle: (pull, title) => retitle(bot, pull, title),
  mergePull: (pull, head, how) => mergePull(bot, { number: pull, head }, how),
  rerunFailed: (run) => rerunFailed(runs, run),
  setStatus: (sha, status) => setStatus(bot, sha, status),
  findComment: (pull, name) => findComment(bot, pull, name),
  upsertComment: (issue, comment) => upsertComment(bot, issue, comment),
  deleteComment: (id) => deleteComment(bot, id),
  listComments: (since) => listComments(bot, since),
  getComment: (id) => getComment(bot, id),
  react: (comment, reaction) => react(bot, comment, reaction),
  findReply: (comment, me) => findReply(bot, comment, me),
  reply: (issue, answer) => reply(bot, issue, answer),
  mayWrite: (login) => mayWrite(bot, login),
  cancelRun: (run) => cancelRun(runs, run),
  postReview: (pull, review) => postReview(reviewer, pull, { ...review, isOwn: reviewer === bot }),
  dismissReview: (pull, review, why) => dismissReview(bot, pull, { review, why }),
  alignReviews: (pull, decision) => alignReviews({ bot, reviewer }, pull, decision),
});

const asHead = (sha: string | null) => (sha === null ? null : { sha });
