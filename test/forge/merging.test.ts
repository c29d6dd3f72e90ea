import type { Octokit } from "@octokit/rest";
import { openStudio, type Scene, type Studio, workflow } from "./actions/runs.ts";
import { clientOf } from "./client.ts";
import { fails, type Script, succeeds } from "./runner.ts";

let studio: Studio;
let owner: Octokit;
beforeAll(async () => {
  studio = await openStudio();
  owner = clientOf(studio.world, "owner");
});
afterAll(() => studio[Symbol.asyncDispose]());

const ci = workflow("on: { pull_request: {}, merge_group: {} }", { ci: "steps: [{ run: work }]" });
const checks = {
  type: "required_status_checks",
  parameters: { required_status_checks: [{ context: "ci" }] },
};
const queue = { type: "merge_queue", parameters: { merge_method: "SQUASH" } };

const ruleset = ({ at }: Scene, rules: readonly object[]) =>
  owner.request("POST /repos/{owner}/{repo}/rulesets", {
    ...at,
    ...{ name: "main", target: "branch", enforcement: "active" },
    conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
    rules: rules as never,
  });

const opened = async (scene: Scene, head = "a") => {
  await scene.workshop.push(head, { [`${head}.txt`]: `${head}\n` }, "main");
  const { data } = await scene.octokit.pulls.create({
    ...scene.at,
    title: `Add ${head}`,
    head,
    base: "main",
  });
  return { pull_number: data.number, id: data.node_id };
};

const until = async <Value>(
  read: () => Promise<Value>,
  isDone: (value: Value) => boolean,
): Promise<Value> => {
  for (;;) {
    const value = await read();
    if (isDone(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
const pullOf = async ({ octokit, at }: Scene, pull_number: number) =>
  (await octokit.pulls.get({ ...at, pull_number })).data;
const merged = (scene: Scene, pull_number: number) =>
  until(
    () => pullOf(scene, pull_number),
    (pull) => pull.merged,
  );

const change = (scene: Scene, name: string, input: string, shown = "clientMutationId") =>
  scene.octokit.graphql<Record<string, Record<string, unknown>>>(
    `mutation { ${name}(input: { ${input} }) { ${shown} } }`,
  );

interface Waiting {
  readonly isInMergeQueue: boolean;
  readonly timelineItems: { readonly nodes: readonly { readonly reason: string }[] };
}
const queued = async ({ octokit, at }: Scene, number: number): Promise<Waiting> => {
  const fields = `isInMergeQueue timelineItems(last: 1, itemTypes: [REMOVED_FROM_MERGE_QUEUE_EVENT]) {
    nodes { ... on RemovedFromMergeQueueEvent { reason } } }`;
  const asked = `{ repository(owner: "${at.owner}", name: "${at.repo}") { pullRequest(number: ${number}) { ${fields} } } }`;
  const said: { repository: { pullRequest: Waiting } } = await octokit.graphql(asked);
  return said.repository.pullRequest;
};

test("auto-merge waits for what is required, and is asked for only where something is", async () => {
  let finish = (): void => undefined;
  const held: Script = (...asked) =>
    new Promise((resolve) => {
      finish = () => resolve(succeeds(...asked));
    });
  const scene = await studio.scene({ "ci.yml": ci }, { ci: held });
  await ruleset(scene, [checks]);
  const { pull_number, id } = await opened(scene);
  const enable = () =>
    change(scene, "enablePullRequestAutoMerge", `pullRequestId: "${id}", mergeMethod: SQUASH`);
  await expect(enable()).rejects.toThrow("Auto merge is not allowed for this repository");
  await owner.repos.update({ ...scene.at, allow_auto_merge: true, squash_merge_commit_title: "PR_TITLE" });
  await enable();
  expect((await pullOf(scene, pull_number)).auto_merge).toMatchObject({ merge_method: "squash" });
  await scene.given(1);
  finish();
  await merged(scene, pull_number);
  const { data } = await scene.octokit.repos.getCommit({ ...scene.at, ref: "main" });
  expect(data.commit.message).toBe(`Add a (#${pull_number})`);
  const other = await opened(scene, "b");
  await scene.given(2);
  finish();
  await until(
    () => pullOf(scene, other.pull_number),
    ({ mergeable_state }) => mergeable_state === "clean",
  );
  await expect(change(scene, "enablePullRequestAutoMerge", `pullRequestId: "${other.id}"`)).rejects.toThrow(
    "Pull request is in clean status",
  );
});

test("a queue makes a group, whose own run decides whether it is merged or ejected", async () => {
  let outcome: Script = fails;
  const scene = await studio.scene(
    { "ci.yml": ci },
    { ci: (order, observer) => (order.eventName === "merge_group" ? outcome : succeeds)(order, observer) },
  );
  await ruleset(scene, [checks, queue]);
  const { pull_number, id } = await opened(scene);
  const enqueue = () =>
    change(scene, "enqueuePullRequest", `pullRequestId: "${id}"`, "mergeQueueEntry { state position }");
  await until(
    () => pullOf(scene, pull_number),
    ({ mergeable_state }) => mergeable_state === "clean",
  );
  const direct = scene.octokit.pulls.merge({ ...scene.at, pull_number });
  await expect(direct).rejects.toThrow("Changes must be made through the merge queue");
  await enqueue();
  const ejected = await until(
    () => queued(scene, pull_number),
    ({ isInMergeQueue }) => !isInMergeQueue,
  );
  expect(ejected.timelineItems.nodes).toEqual([{ reason: "CI_FAILURE" }]);
  expect((await scene.runs("merge_group")).map(({ state }) => state)).toEqual(["failure"]);
  outcome = succeeds;
  await enqueue();
  await merged(scene, pull_number);
  const { data } = await scene.octokit.git.listMatchingRefs({ ...scene.at, ref: "heads/gh-readonly-queue" });
  expect(data).toEqual([]);
});

test("who is in the queue waits there, until somebody takes it out or pushes to it", async () => {
  const scene = await studio.scene({});
  await ruleset(scene, [queue, checks]);
  const { pull_number, id } = await opened(scene);
  const enqueue = async () => {
    const { head } = await pullOf(scene, pull_number);
    await scene.octokit.repos.createCommitStatus({
      ...scene.at,
      sha: head.sha,
      state: "success",
      context: "ci",
    });
    await change(scene, "enqueuePullRequest", `pullRequestId: "${id}"`);
  };
  await enqueue();
  const direct = scene.octokit.pulls.merge({ ...scene.at, pull_number });
  await expect(direct).rejects.toThrow("Pull Request is in the merge queue");
  await change(scene, "dequeuePullRequest", `id: "${id}"`);
  expect((await queued(scene, pull_number)).isInMergeQueue).toBe(false);
  await enqueue();
  await scene.workshop.push("a", { "a.txt": "again\n" });
  // Whoever pushes is answered before the queue is looked at.
  await until(
    () => queued(scene, pull_number),
    ({ isInMergeQueue }) => !isInMergeQueue,
  );
});

test("a stack is merged from its bottom, all of it or nothing", async () => {
  const scene = await studio.scene({});
  const { octokit, at, workshop } = scene;
  for (const [head, base, text] of [
    ["s1", "main", "1\n"],
    ["s2", "s1", "2\n"],
    ["s3", "s2", "3\n"],
  ] as const) {
    await workshop.push(head, { [`${head}.txt`]: text }, base);
    await octokit.pulls.create({ ...at, title: head, head, base });
  }
  await octokit.request("POST /repos/{owner}/{repo}/stacks", { ...at, pull_requests: [1, 2, 3] });
  const mergeTo = async (pull_number: number) => {
    const path = "/repos/{owner}/{repo}/pulls/{pull_number}/merge-async";
    const { data } = await octokit.request(`PUT ${path}`, { ...at, pull_number, merge_method: "squash" });
    const { uuid } = data.details as { uuid: string };
    return (await octokit.request(`GET ${path}/{uuid}`, { ...at, pull_number, uuid })).data;
  };
  await workshop.push("main", { "s2.txt": "other\n" });
  expect(await mergeTo(3)).toMatchObject({
    status: "failed",
    details: { message: "#2: Pull Request is not mergeable" },
  });
  expect((await pullOf(scene, 1)).merged).toBe(false);
  await workshop.push("main", { "s2.txt": null });
  expect(await mergeTo(2)).toMatchObject({ status: "merged" });
  expect(await pullOf(scene, 3)).toMatchObject({ state: "open", base: { ref: "main" } });
  const [top, below] = (await octokit.repos.listCommits({ ...at })).data;
  expect([top, below].map((commit) => commit?.commit.message.split("\n")[0])).toEqual([
    "s2 (#2)",
    "Change s1.txt (#1)",
  ]);
});

test("each setting of a repository is obeyed, or all are refused", async () => {
  const scene = await studio.scene({});
  const { at } = scene;
  const refused = owner.request("PATCH /repos/{owner}/{repo}", { ...at, description: "no", has_wiki: true });
  await expect(refused).rejects.toMatchObject({ status: 422 });
  const none = { allow_merge_commit: false, allow_squash_merge: false, allow_rebase_merge: false };
  await expect(owner.repos.update({ ...at, ...none })).rejects.toMatchObject({ status: 422 });
  const { data } = await owner.repos.update({
    ...at,
    ...{ name: `${at.repo}-new`, homepage: "https://example.com", merge_commit_title: "PR_TITLE" },
  });
  expect(data).toMatchObject({
    name: `${at.repo}-new`,
    homepage: "https://example.com",
    merge_commit_title: "PR_TITLE",
    description: null,
  });
  const renamed = { owner: at.owner, repo: data.name };
  expect((await scene.octokit.git.getRef({ ...renamed, ref: "heads/main" })).status).toBe(200);
  await owner.repos.update({ ...renamed, archived: true });
  await expect(scene.octokit.issues.create({ ...renamed, title: "x" })).rejects.toThrow("archived");
  await scene.workshop.git(
    "remote",
    "set-url",
    "origin",
    `${await scene.workshop.git("remote", "get-url", "origin")}`.replace(".git", "-new.git"),
  );
  await expect(scene.workshop.git("push", "origin", "HEAD:x")).rejects.toThrow("403");
  expect((await owner.repos.update({ ...renamed, archived: false })).data.archived).toBe(false);
});
