import type { Answer } from "../../answer.ts";
import type { RepositoryContext } from "../../context.ts";
import { commentAt } from "../../issues/comments/table.ts";
import { findIssue, type Issue, issueById } from "../../issues/table.ts";
import { issueView } from "../../issues/view.ts";
import { findPull, pullById } from "../../pulls/table.ts";
import type { ForgeEvent } from "./event.ts";
import { pullEvent } from "./pull-events.ts";
import type { Scene } from "./start.ts";

/** An operation that was answered, and what its issue was before. */
interface Done {
  readonly scene: Scene;
  readonly params: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly answer: Answer;
  readonly issueBefore: Issue | undefined;
}

/** The issue that an operation's address names, before it is called. */
export const issueOf = ({ store, repository, params }: RepositoryContext): Issue | undefined =>
  params.issue_number === undefined
    ? undefined
    : findIssue(store, repository.id, Number(params.issue_number));

type Announce = (done: Done) => Promise<readonly (ForgeEvent | null)[]> | readonly (ForgeEvent | null)[];

/** What operations on issues, comments and reviews announce, by their names; pushes and pull requests are seen otherwise. */
export const announcements: Readonly<Record<string, Announce>> = {
  "issues/create": ({ scene, answer }) => [issueEvent(scene, issueIn(scene, answer), "opened")],
  "issues/update": (done) => updates(done),
  "issues/add-labels": (done) => relabelled(done, "labeled"),
  "issues/set-labels": (done) => relabelled(done, "labeled"),
  "issues/remove-label": (done) => relabelled(done, "unlabeled"),
  "issues/remove-all-labels": (done) => relabelled(done, "unlabeled"),
  "issues/add-assignees": ({ scene, issueBefore }) => [issueEvent(scene, issueBefore, "assigned")],
  "issues/remove-assignees": ({ scene, issueBefore }) => [issueEvent(scene, issueBefore, "unassigned")],
  "issues/create-comment": ({ scene, answer, issueBefore }) => [
    commentEvent(scene, { issue: issueBefore, comment: answer.body, action: "created" }),
  ],
  "issues/update-comment": ({ scene, answer, params }) => {
    const comment = commentAt(scene.store, scene.repository, params.comment_id ?? "");
    const issue = issueById(scene.store, comment.issue_id);
    return [commentEvent(scene, { issue, comment: answer.body, action: "edited" })];
  },
  "pulls/create-review": (done) => reviewed(done, "submitted"),
  "pulls/submit-review": (done) => reviewed(done, "submitted"),
  "pulls/update-review": (done) => reviewed(done, "edited"),
  "pulls/dismiss-review": (done) => reviewed(done, "dismissed"),
};

const issueIn = ({ store, repository }: Scene, { body }: Answer): Issue | undefined => {
  const number = fieldOf(body, "number");
  return typeof number === "number" ? findIssue(store, repository.id, number) : undefined;
};

/** An event of an issue; pull requests have events of their own. */
const issueEvent = (scene: Scene, issue: Issue | undefined, action: string, more = {}): ForgeEvent | null => {
  if (!issue || issue.is_pull) return null;
  const current = issueById(scene.store, issue.id) ?? issue;
  return onDefaultBranch(scene, {
    name: "issues",
    action,
    payload: { issue: issueView(scene, current), ...more },
    title: current.title,
  });
};

const updates = ({ scene, body, issueBefore }: Done): (ForgeEvent | null)[] => {
  if (!issueBefore) return [];
  const after = issueById(scene.store, issueBefore.id) ?? issueBefore;
  const edited = after.title !== issueBefore.title || after.body !== issueBefore.body;
  return [
    after.state === issueBefore.state
      ? null
      : issueEvent(scene, after, after.state === "closed" ? "closed" : "reopened"),
    edited ? issueEvent(scene, after, "edited", { changes: {} }) : null,
    after.milestone_id === issueBefore.milestone_id
      ? null
      : issueEvent(scene, after, after.milestone_id === null ? "demilestoned" : "milestoned"),
    fieldOf(body, "labels") === undefined ? null : issueEvent(scene, after, "labeled"),
  ];
};

const relabelled = async ({ scene, issueBefore, body }: Done, action: string) => {
  if (!issueBefore) return [];
  const names = Array.isArray(body) ? body : fieldOf(body, "labels");
  const [name] = Array.isArray(names) ? names : [];
  const more = typeof name === "string" ? { label: { name } } : {};
  if (!issueBefore.is_pull) return [issueEvent(scene, issueBefore, action, more)];
  const pull = pullById(scene.store, issueBefore.id);
  return pull && pull.state === "open" ? [await pullEvent(scene, pull, { action, more })] : [];
};

const commentEvent = (
  scene: Scene,
  { issue, comment, action }: { issue: Issue | undefined; comment: unknown; action: string },
): ForgeEvent | null => {
  if (!issue) return null;
  const current = issueById(scene.store, issue.id) ?? issue;
  return onDefaultBranch(scene, {
    name: "issue_comment",
    action,
    payload: { issue: issueView(scene, current), comment },
    title: current.title,
  });
};

const reviewed = async ({ scene, params, answer }: Done, action: string) => {
  const pull = findPull(scene.store, scene.repository.id, Number(params.pull_number));
  const state = fieldOf(answer.body, "state");
  if (!pull || typeof state !== "string" || state === "PENDING") return [];
  // GitHub's events write a review's state in small letters, its API in capitals.
  const review = typeof answer.body === "object" ? { ...answer.body, state: state.toLowerCase() } : {};
  return [await pullEvent(scene, pull, { name: "pull_request_review", action, more: { review } })];
};

type OnDefault = Pick<ForgeEvent, "name" | "action" | "payload" | "title">;

/** An event that runs what the default branch says; `null` while the repository has no commit. */
const onDefaultBranch = (scene: Scene, event: OnDefault): ForgeEvent | null => {
  const { repository, tip } = scene;
  if (tip === null) return null;
  const branch = repository.default_branch;
  return { ...event, ref: `refs/heads/${branch}`, sha: tip, headBranch: branch, headSha: tip };
};

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
