import { forgeAccess } from "../environment.ts";
import { git } from "../git.ts";
import type { UserRepository } from "./repository.ts";

/** Brings a branch of the forge forward to a commit of the user's repository; `false` when that loses something. */
export const pushBase = async (
  repository: Pick<UserRepository, "gitDir">,
  wanted: { url: string; token: string; branch: string; sha: string },
): Promise<boolean> => {
  const { url, token, branch, sha } = wanted;
  const env = { GIT_DIR: repository.gitDir };
  const config = forgeAccess(url, token);
  const { stdout } = await git(["ls-remote", url, `refs/heads/${branch}`], {
    cwd: repository.gitDir,
    env,
    config,
  });
  if (stdout.startsWith(sha)) return true;
  const { exitCode } = await git(
    ["push", "--quiet", "--no-verify", "--recurse-submodules=no", url, `${sha}:refs/heads/${branch}`],
    {
      cwd: repository.gitDir,
      env,
      config,
      ok: [1],
    },
  );
  return exitCode === 0;
};
