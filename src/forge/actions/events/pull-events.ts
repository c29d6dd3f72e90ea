import { signingEnvironment } from "../../identity.ts";
import { openPulls, type Pull, pullById } from "../../pulls/table.ts";
import { trialMerge } from "../../pulls/trial-merge.ts";
import { simplePullView } from "../../pulls/view.ts";
import type { Store } from "../../store.ts";
import type { ForgeEvent } from "./event.ts";
import type { Scene } from "./start.ts";

/** The open pull requests at one moment. */
interface SeenPulls {
  readonly open: ReadonlyMap<number, Pull>;
  /** The newest issue's or pull request's id. */
  readonly last: number;
}

export const seePulls = (store: Store, repositoryId: number): SeenPulls => ({
  open: new Map(openPulls(store, repositoryId).map((pull) => [pull.id, pull])),
  last: store.get<{ id: number | null }>("select max(id) as id from issues")?.id ?? 0,
});

/** What happened to pull requests between two looks. */
export const pullEvents = async (
  scene: Scene,
  before: SeenPulls,
  after: SeenPulls,
): Promise<ForgeEvent[]> => {
  const gone = [...before.open.values()].flatMap((pull) =>
    // One whose repository was deleted is gone altogether.
    after.open.has(pull.id) ? [] : (pullById(scene.store, pull.id) ?? []),
  );
  const events = [
    ...gone.map((pull) => ({ pull, action: "closed", more: {} })),
    ...[...after.open.values()].flatMap((pull) => changesOf(pull, before)),
  ];
  const all = await Promise.all(
    events.map(({ pull, action, more }) => pullEvent(scene, pull, { action, more })),
  );
  return all.flatMap((event) => (event ? [event] : []));
};

interface Change {
  readonly pull: Pull;
  readonly action: string;
  readonly more: Readonly<Record<string, unknown>>;
}

const changesOf = (pull: Pull, before: SeenPulls): Change[] => {
  const known = before.open.get(pull.id);
  if (!known) return [{ pull, action: pull.id > before.last ? "opened" : "reopened", more: {} }];
  const moved = { before: known.head_sha, after: pull.head_sha };
  return [
    ...(known.head_sha === pull.head_sha ? [] : [{ pull, action: "synchronize", more: moved }]),
    ...editsOf(known, pull),
    ...(known.draft === pull.draft ? [] : [{ pull, action: draftAction[pull.draft], more: {} }]),
  ];
};

/** What GitHub says of an edit: what each edited field was before. */
const editsOf = (known: Pull, pull: Pull): Change[] => {
  const changes = {
    ...(known.title === pull.title ? {} : { title: { from: known.title } }),
    ...(known.body === pull.body ? {} : { body: { from: known.body ?? "" } }),
    ...(known.base_ref === pull.base_ref
      ? {}
      : { base: { ref: { from: known.base_ref }, sha: { from: known.base_sha } } }),
  };
  return Object.keys(changes).length === 0 ? [] : [{ pull, action: "edited", more: { changes } }];
};

const draftAction = { 0: "ready_for_review", 1: "converted_to_draft" } as const;

/** The event of a pull request, which runs its merge; `null` where it conflicts, for then nothing runs. */
export const pullEvent = async (
  scene: Scene,
  pull: Pull,
  {
    action,
    more = {},
    name = "pull_request",
  }: { action: string; more?: Readonly<Record<string, unknown>>; name?: string },
): Promise<ForgeEvent | null> => {
  const sha = await mergeCommit(scene, pull);
  if (sha === null) return null;
  const { git } = scene;
  return {
    name,
    action,
    payload: { number: pull.number, pull_request: pullPayload(scene, pull), ...more },
    ref: `refs/pull/${pull.number}/merge`,
    sha,
    headBranch: pull.head_ref,
    headSha: pull.head_sha,
    title: pull.title,
    pull,
    filtered: { branch: pull.base_ref },
    changed: async () =>
      (await git.run(["diff", "--name-only", "-z", `${pull.base_sha}...${pull.head_sha}`]))
        .split("\0")
        .filter((path) => path !== ""),
  };
};

const pullPayload = (scene: Scene, pull: Pull) => ({
  ...simplePullView(scene, pull),
  merged: pull.merged_at !== null,
  maintainer_can_modify: pull.maintainer_can_modify === 1,
});

/** Makes `refs/pull/<n>/merge` and `/head` say what the pull request is now, and returns the merge. */
const mergeCommit = async ({ store, git, actor }: Scene, pull: Pull): Promise<string | null> => {
  if (pull.merged_at !== null && pull.merge_commit_sha !== null) return pull.merge_commit_sha;
  const { tree_sha } = await trialMerge({ store, git }, pull);
  if (tree_sha === null) return null;
  const message = `Merge ${pull.head_sha} into ${pull.base_sha}`;
  // With a fixed date the same two sides always make the same commit.
  const date = { GIT_AUTHOR_DATE: pull.created_at, GIT_COMMITTER_DATE: pull.created_at };
  const args = ["commit-tree", tree_sha, "-p", pull.base_sha, "-p", pull.head_sha];
  const env = { ...signingEnvironment(actor), ...date };
  const sha = (await git.run(args, { input: message, env })).trim();
  const input = `update refs/pull/${pull.number}/merge ${sha}\nupdate refs/pull/${pull.number}/head ${pull.head_sha}\n`;
  await git.run(["update-ref", "--stdin"], { input });
  return sha;
};
