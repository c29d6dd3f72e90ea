import { mergeMethods, type PlanMergeMethod } from "../core/merge-method.ts";
import { at, type GitHub } from "./client.ts";

type Setting = boolean | undefined;

/** The ways to merge that a repository's settings allow; what they do not tell is taken for allowed. */
export const methodsIn = (settings: {
  readonly allow_merge_commit?: Setting;
  readonly allow_squash_merge?: Setting;
  readonly allow_rebase_merge?: Setting;
}): PlanMergeMethod[] => {
  const allowed: Record<PlanMergeMethod, Setting> = {
    merge: settings.allow_merge_commit,
    squash: settings.allow_squash_merge,
    rebase: settings.allow_rebase_merge,
  };
  return mergeMethods.filter((method) => allowed[method] !== false);
};

/** Reads the ways to merge that the repository allows. */
export const allowedMethods = async (github: GitHub): Promise<PlanMergeMethod[]> =>
  methodsIn((await github.octokit.rest.repos.get(at(github))).data);
