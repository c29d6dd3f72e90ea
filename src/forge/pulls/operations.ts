import type { Operation } from "../context.ts";
import { listCommits, listFiles } from "./changes.ts";
import { create } from "./create.ts";
import { merge } from "./merging/merge.ts";
import { getMergeAsync, mergeAsync } from "./merging/merge-async.ts";
import { stackOperations } from "./merging/stack-operations.ts";
import { updateBranch } from "./merging/update-branch.ts";
import { checkIfMerged, get, list } from "./read.ts";
import { update } from "./update.ts";

export const pullsOperations: readonly Operation[] = [
  create,
  list,
  get,
  update,
  listFiles,
  listCommits,
  checkIfMerged,
  merge,
  updateBranch,
  mergeAsync,
  getMergeAsync,
  ...stackOperations,
];
