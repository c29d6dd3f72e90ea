import type { DiffFile } from "../../git/diff.ts";
import { diffFiles } from "../../git/diff.ts";
import type { GitRepository } from "../../git/repository.ts";
import type { Store } from "../../store.ts";
import { changedFiles } from "../changed.ts";
import type { Pull } from "../table.ts";
import { anchorIn } from "./anchor.ts";
import { followLine } from "./hunks.ts";
import type { ReviewComment } from "./table.ts";

/** Where a comment stands after the head moved; nowhere, when its line was changed. */
export interface Relocation {
  readonly id: number;
  /** The head that it was at. */
  readonly from: string;
  readonly commit_id: string;
  readonly path: string;
  readonly position: number | null;
  readonly line: number | null;
  readonly start_line: number | null;
}

/** Finds the lines of a pull request's comments in a new head. Starts no process when there are none. */
export const relocate = async (
  { store, git }: { store: Store; git: GitRepository },
  pull: Pull,
  moved: { base_sha: string; head_sha: string },
): Promise<Relocation[]> => {
  const comments = store.all<ReviewComment>(
    "select * from review_comments where pull_id = ? and line is not null",
    pull.id,
  );
  if (comments.length === 0) return [];
  const shown = await changedFiles(git, moved);
  const commits = [...new Set(comments.map(({ commit_id }) => commit_id))];
  const relocations = await Promise.all(
    commits.map(async (commit) => {
      const since = await diffFiles(git, commit, moved.head_sha);
      return comments
        .filter(({ commit_id }) => commit_id === commit)
        .map((comment) => relocation(comment, { since, shown, commit_id: moved.head_sha }));
    }),
  );
  return relocations.flat();
};

const relocation = (
  comment: ReviewComment,
  { since, shown, commit_id }: { since: readonly DiffFile[]; shown: readonly DiffFile[]; commit_id: string },
): Relocation => {
  const change = since.find(({ path, from }) => (from ?? path) === comment.path);
  const path = change?.path ?? comment.path;
  const follow = (line: number | null) =>
    line === null || !change || comment.side === "LEFT" ? line : followLine(change.patch, line);
  const line = follow(comment.line);
  const start_line = follow(comment.start_line);
  const patch = shown.find((file) => file.path === path)?.patch ?? "";
  const anchor = line === null ? null : anchorIn(patch, { line, side: comment.side });
  const { id, commit_id: from } = comment;
  return anchor
    ? { id, from, commit_id, path, position: anchor.position, line, start_line }
    : { id, from, commit_id, path: comment.path, position: null, line: null, start_line: null };
};

export const storeRelocations = (store: Store, relocations: readonly Relocation[]): void => {
  for (const { id, from, commit_id, path, position, line, start_line } of relocations) {
    store.run(
      `update review_comments set commit_id = ?, path = ?, position = ?, line = ?, start_line = ?
       where id = ? and commit_id = ?`,
      commit_id,
      path,
      position,
      line,
      start_line,
      id,
      from,
    );
  }
};
