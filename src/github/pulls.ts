import { z } from "zod";
import type { SeenPull } from "../core/snapshot/snapshot.ts";
import type { PullContent, Refused } from "../steps/ports.ts";
import { at, createOnce, type GitHub, says } from "./client.ts";
import { refusalIn } from "./explain.ts";
import { noteId } from "./node-ids.ts";
import { pullFields, pullOf, queriedPull, type ReadPull } from "./pull-query.ts";
import { askRepository } from "./repository-query.ts";

interface RawPull {
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly merged_at: string | null;
  readonly merge_commit_sha: string | null;
  readonly updated_at: string;
  readonly head: {
    readonly ref: string;
    readonly sha: string;
    readonly repo: { readonly id: number } | null;
  };
  readonly base: { readonly ref: string; readonly repo: { readonly id: number } };
}

/** A stranger's fork may have a branch of the same name: only branches of the repository itself are ours. */
const isOurs = ({ head, base }: RawPull): boolean => head.repo?.id === base.repo.id;

const readPull = (raw: RawPull): ReadPull => ({
  number: raw.number,
  branch: raw.head.ref,
  head: raw.head.sha,
  base: raw.base.ref,
  title: raw.title,
  state: raw.merged_at ? "merged" : raw.state === "open" ? "open" : "closed",
  updatedAt: raw.updated_at,
  merged: raw.merged_at ? { at: raw.merged_at, commit: raw.merge_commit_sha ?? raw.head.sha } : null,
});

/** Pull requests that changed at or after `since`, newest first, as many pages as that takes. */
export const listPulls = async (github: GitHub, since: string): Promise<ReadPull[]> => {
  const found: ReadPull[] = [];
  const pages = github.octokit.paginate.iterator(github.octokit.rest.pulls.list, {
    ...at(github),
    state: "all",
    sort: "updated",
    direction: "desc",
    per_page: 100,
  });
  for await (const { data } of pages) {
    found.push(...data.filter((raw) => isOurs(raw) && raw.updated_at >= since).map(readPull));
    if (data.some(({ updated_at }) => updated_at < since)) break;
  }
  return found;
};

/** A pull request as it is now. Several things that are asked for at once come by one request. */
export const getPull = async (github: GitHub, number: number): Promise<ReadPull> => {
  const fields = `id ${pullFields}`;
  const { pull } = await askRepository(github, { pull: `pullRequest(number: ${number}) { ${fields} }` });
  const { id, ...read } = queriedPull.extend({ id: z.string() }).parse(pull);
  noteId(github, `pull ${number}`, id);
  return pullOf(read);
};

/** The branch that a pull request proposes; `null` where a fork has it. */
export const ownBranch = async (github: GitHub, pull_number: number): Promise<string | null> => {
  const { data } = await github.octokit.rest.pulls.get({ ...at(github), pull_number });
  return isOurs(data) ? data.head.ref : null;
};

/**
 * Opens the pull request of a branch, or finds the open one: its own, else one to the same base. A person may have opened
 * others from the branch, which are left alone.
 */
export const openPull = async (
  github: GitHub,
  { own, branch, base, title, body, isNew }: PullContent,
): Promise<{ pull: SeenPull; created: boolean }> => {
  if (own?.state === "open") return { pull: own, created: false };
  const find = () => findPull(github, { branch, base });
  const found = isNew ? null : await find();
  if (found) return { pull: found, created: false };
  const create = async () => {
    const { data } = await github.octokit.rest.pulls.create({
      ...at(github),
      head: branch,
      base,
      title,
      body,
      request: { retries: 0 },
    });
    noteId(github, `pull ${data.number}`, data.node_id);
    return readPull(data);
  };
  try {
    return { pull: await createOnce({ create, find }), created: true };
  } catch (error) {
    const other = says(error, "already exists") ? await find() : null;
    if (other) return { pull: other, created: false };
    throw error;
  }
};

const findPull = async (
  github: GitHub,
  { branch, base }: Pick<PullContent, "branch" | "base">,
): Promise<ReadPull | null> => {
  const { data } = await github.octokit.rest.pulls.list({
    ...at(github),
    state: "open",
    head: `${github.owner}:${branch}`,
    base,
    per_page: 100,
  });
  const raw = data.find((one) => isOurs(one) && one.head.ref === branch);
  return raw ? readPull(raw) : null;
};

/** Points a pull request at another base branch; one that would then be empty stays as it is. */
export const retarget = async (
  github: GitHub,
  pull_number: number,
  base: string,
): Promise<ReadPull | Refused> => {
  try {
    return readPull((await github.octokit.rest.pulls.update({ ...at(github), pull_number, base })).data);
  } catch (error) {
    const said = refusalIn(error);
    if (said === null) throw error;
    return says(error, "no new commits") ? await getPull(github, pull_number) : { refused: said };
  }
};

export const retitle = async (github: GitHub, pull_number: number, title: string): Promise<ReadPull> =>
  readPull((await github.octokit.rest.pulls.update({ ...at(github), pull_number, title })).data);
