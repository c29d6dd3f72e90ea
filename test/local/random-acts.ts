import type { Octokit } from "@octokit/rest";
import { checksRule, queueRule } from "./rules.ts";

/*
 * What people do to a plan's pull requests and to its repository, at any time, as far as the forge lets them.
 */

export const kinds = [
  ...["merge", "squash", "rebase", "push", "push to base", "close", "reopen"],
  ...["force-push", "retarget", "stack", "unstack", "queue", "enqueue", "eject", "red", "settings"],
] as const;

export interface Act {
  readonly kind: (typeof kinds)[number];
  /** Which of the pull requests that are open then. */
  readonly pull: number;
  /** Events of the run after the act before it. */
  readonly after: number;
}

/** Where people act. */
export interface Stage {
  readonly octokit: Octokit;
  /** Files that people have pushed, by branch. */
  readonly pushed: Map<string, string[]>;
  /** Merge groups that will fail. */
  red: number;
}

export const at = { owner: "owner", repo: "shop" };

type Pull = Awaited<ReturnType<typeof openPulls>>[number];

export const openPulls = async ({ rest }: Octokit) => {
  const { data } = await rest.pulls.list({ ...at, state: "open", per_page: 100 });
  return data.sort((one, other) => one.number - other.number);
};

/** Does what a person wants, as far as the forge lets them. */
export const play = async ({ kind, pull: which }: Act, turn: number, stage: Stage): Promise<void> => {
  const open = await openPulls(stage.octokit);
  const pull = open[which % Math.max(1, open.length)];
  switch (kind) {
    case "push to base":
      return void (await push(stage.octokit, "main", `base-${turn}.txt`));
    case "queue":
      return await toggleQueue(stage.octokit);
    case "settings":
      return await changeSettings(stage.octokit, which);
    case "reopen":
      return await reopenOne(stage.octokit, which);
    case "unstack":
      return await unstack(stage.octokit);
    case "red":
      stage.red += 1;
      return;
    default:
      if (pull) await onPull[kind]?.({ pull, open, turn, which }, stage);
  }
};

interface Target {
  readonly pull: Pull;
  readonly open: readonly Pull[];
  readonly turn: number;
  readonly which: number;
}

type OnPull = (target: Target, stage: Stage) => Promise<unknown>;

const onPull: Readonly<Partial<Record<Act["kind"], OnPull>>> = {
  merge: (target, { octokit }) => merge(target, "merge", octokit),
  squash: (target, { octokit }) => merge(target, "squash", octokit),
  rebase: (target, { octokit }) => merge(target, "rebase", octokit),
  close: ({ pull }, { octokit: { rest } }) =>
    rest.pulls.update({ ...at, pull_number: pull.number, state: "closed" }),
  push: async ({ pull, turn }, stage) => {
    const file = `pushed-${turn}.txt`;
    await note(stage, pull, file, await push(stage.octokit, pull.head.ref, file));
  },
  "force-push": async ({ pull, turn }, stage) => {
    const file = `forced-${turn}.txt`;
    await note(stage, pull, file, await forcePush(stage.octokit, pull, file));
  },
  retarget: ({ pull, open, which }, { octokit: { rest } }) => {
    const others = ["main", ...open.filter(({ number }) => number < pull.number).map(({ head }) => head.ref)];
    const base = others[which % others.length] ?? "main";
    return rest.pulls.update({ ...at, pull_number: pull.number, base });
  },
  stack: async ({ pull, open }, { octokit }) => {
    const above = open.find(({ base }) => base.ref === pull.head.ref);
    if (!above) return;
    const pull_requests = [pull.number, above.number];
    await octokit.request("POST /repos/{owner}/{repo}/stacks", { ...at, pull_requests });
  },
  enqueue: ({ pull }, { octokit }) => enqueue(octokit, pull.node_id),
  eject: ({ pull }, { octokit }) =>
    octokit.graphql(`mutation { dequeuePullRequest(input: { id: "${pull.node_id}" }) { clientMutationId } }`),
};

/** What is merged into a branch that was merged itself is lost by that, and Milepost says so. */
const merge = async (
  { pull, open }: Target,
  merge_method: "merge" | "squash" | "rebase",
  { rest }: Octokit,
): Promise<void> => {
  const isAlone = pull.base.ref !== "main" && !open.some(({ head }) => head.ref === pull.base.ref);
  if (isAlone) return;
  const signed = merge_method === "squash" ? { commit_message: await signOff({ rest }) } : {};
  await rest.pulls.merge({ ...at, pull_number: pull.number, merge_method, ...signed });
};

/** A squash is a commit of who makes it, and people who do so in a branch that is judged sign it off. */
const signOff = async ({ rest }: Pick<Octokit, "rest">): Promise<string> => {
  const { data: me } = await rest.users.getAuthenticated();
  return `Signed-off-by: ${me.login} <${me.id}+${me.login}@users.noreply.localhost>`;
};

/** What is pushed to a branch that was merged is in no pull request. */
const note = async (
  { octokit: { rest }, pushed }: Stage,
  { number: pull_number, head: { ref } }: Pull,
  file: string,
  commit: string | undefined,
): Promise<void> => {
  const { data: now } = await rest.pulls.get({ ...at, pull_number });
  if (!now.merged && now.head.sha === commit) pushed.set(ref, [...(pushed.get(ref) ?? []), file]);
};

const author = { name: "owner", email: "owner@example.com" };
const message = "By hand\n\nSigned-off-by: owner <owner@example.com>";

const push = async ({ rest }: Octokit, branch: string, path: string): Promise<string | undefined> => {
  const { data } = await rest.repos.createOrUpdateFileContents({
    ...{ ...at, branch, path, message, author, committer: author },
    content: Buffer.from(`${path}\n`).toString("base64"),
  });
  return data.commit.sha;
};

/** Makes all that a branch has one commit, with one file more. */
const forcePush = async ({ rest }: Octokit, { base, head }: Pull, path: string): Promise<string> => {
  const basehead = `${base.ref}...${head.ref}`;
  const { data: compared } = await rest.repos.compareCommitsWithBasehead({ ...at, basehead });
  const { data: tip } = await rest.git.getCommit({ ...at, commit_sha: head.sha });
  const file = { path, mode: "100644", type: "blob", content: `${path}\n` } as const;
  const { data: tree } = await rest.git.createTree({ ...at, base_tree: tip.tree.sha, tree: [file] });
  const parents = [compared.merge_base_commit.sha];
  const made = { message, tree: tree.sha, parents, author, committer: author };
  const { data: commit } = await rest.git.createCommit({ ...at, ...made });
  await rest.git.updateRef({ ...at, ref: `heads/${head.ref}`, sha: commit.sha, force: true });
  return commit.sha;
};

export const enqueue = ({ graphql }: Octokit, id: string): Promise<unknown> =>
  graphql(`mutation { enqueuePullRequest(input: { pullRequestId: "${id}" }) { clientMutationId } }`);

const toggleQueue = async ({ rest }: Octokit): Promise<void> => {
  const { data: known } = await rest.repos.getRepoRulesets(at);
  const [ruleset] = known;
  if (ruleset) return void (await rest.repos.deleteRepoRuleset({ ...at, ruleset_id: ruleset.id }));
  await rest.repos.createRepoRuleset({
    ...{ ...at, name: "Queue", target: "branch", enforcement: "active" },
    conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
    rules: [checksRule(), queueRule] as never,
  });
};

const settings = [
  [true, true, true],
  [false, true, false],
  [false, true, true],
  [true, false, false],
] as const;

const changeSettings = async ({ rest }: Octokit, which: number): Promise<void> => {
  const [allow_merge_commit = true, allow_squash_merge = true, allow_rebase_merge = true] =
    settings[which % settings.length] ?? [];
  await rest.repos.update({ ...at, allow_merge_commit, allow_squash_merge, allow_rebase_merge });
};

const closedPulls = async ({ rest }: Octokit) => {
  const { data } = await rest.pulls.list({ ...at, state: "closed", per_page: 100 });
  return data.filter(({ merged_at }) => merged_at === null);
};

const reopenOne = async (octokit: Octokit, which: number): Promise<void> => {
  const closed = await closedPulls(octokit);
  const pull = closed[which % Math.max(1, closed.length)];
  if (pull) await octokit.rest.pulls.update({ ...at, pull_number: pull.number, state: "open" });
};

const unstack = async ({ request }: Octokit): Promise<void> => {
  const { data: stacks } = await request("GET /repos/{owner}/{repo}/stacks", at);
  for (const { number: stack_number } of stacks)
    await request("POST /repos/{owner}/{repo}/stacks/{stack_number}/unstack", { ...at, stack_number });
};

/** A forge declines what cannot be done. */
export const declined = (error: unknown): void => {
  const status = Reflect.get(Object(error), "status");
  const isGraphql = error instanceof Error && "errors" in error;
  if (!isGraphql && (typeof status !== "number" || status < 400 || status >= 500)) throw error;
};

/** What a plan that waits for people asks of them: to open what they closed, and to put in again what they took out. */
export const help = async (octokit: Octokit): Promise<void> => {
  for (const { number: pull_number } of await closedPulls(octokit))
    await octokit.rest.pulls.update({ ...at, pull_number, state: "open" }).catch(declined);
  for (const { base, node_id } of await openPulls(octokit))
    if (base.ref === "main") await enqueue(octokit, node_id).catch(declined);
};
