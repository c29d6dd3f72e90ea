import { tmpdir } from "node:os";
import { MilepostError } from "../../core/error.ts";
import { git } from "../../git/git.ts";
import { packageVersion } from "../package.ts";
import type { ActionSource } from "../workflow-files.ts";

/** The repository that releases are made in. */
const home = "milepost-dev/milepost";

/** Where workflows take the actions from, and whether that can change under them. */
export interface ResolvedSource extends ActionSource {
  /** Whether `ref` is a commit. */
  readonly pinned: boolean;
}

/**
 * Reads `--ref`; without one it is this version's release.
 *
 * @throws {MilepostError} when it is not `owner/name@ref`.
 */
export const sourceNamed = (text: string | undefined): ActionSource => {
  if (text === undefined) return { repository: home, ref: `v${packageVersion()}` };
  const [, repository, ref] = /^([\w-]{1,39}\/[\w.-]{1,100})@([\w][\w./+-]{0,243})$/.exec(text) ?? [];
  if (repository !== undefined && ref !== undefined) return { repository, ref };
  throw new MilepostError(`${JSON.stringify(text)} names no actions`, {
    hint: `write it as owner/name@ref, such as ${home}@v${packageVersion()}, or with a commit`,
  });
};

/** Seconds that the server may take to tell a commit. */
const maxSeconds = 15;

/**
 * Pins a tag or branch to the commit that it is now, as far as its repository can be asked.
 *
 * @throws {MilepostError} when the repository has no such ref: workflows that name it could never start.
 */
export const resolveSource = async ({ repository, ref }: ActionSource): Promise<ResolvedSource> => {
  if (/^[0-9a-f]{40}$/.test(ref)) return { repository, ref, pinned: true };
  const server = process.env.GITHUB_SERVER_URL ?? "https://github.com";
  const asked = await commitOf(`${server}/${repository}`, ref);
  if (asked === "unknown") return { repository, ref, pinned: false };
  if (asked !== null) return { repository, ref: asked, version: ref, pinned: true };
  throw new MilepostError(`${repository} has no tag or branch ${ref}; nothing was written`, {
    hint: "until that is released, name a commit: --ref owner/name@<commit>, of a branch that has the bundles in dist/",
  });
};

/** `null` when the repository has no such ref, `unknown` when it cannot be reached, as one that is not public. */
const commitOf = async (url: string, ref: string): Promise<string | "unknown" | null> => {
  const { stdout, exitCode } = await git(
    ["ls-remote", url, `refs/tags/${ref}`, `refs/tags/${ref}^{}`, `refs/heads/${ref}`],
    {
      cwd: tmpdir(),
      who: "user",
      env: { GIT_TERMINAL_PROMPT: "0" },
      ok: [128],
      signal: AbortSignal.timeout(maxSeconds * 1000),
    },
  ).catch(() => ({ stdout: "", exitCode: 128 }));
  if (exitCode !== 0) return "unknown";
  const commits = new Map(
    stdout.split("\n").map((line) => {
      const [commit = "", name = ""] = line.split("\t");
      return [name, commit] as const;
    }),
  );
  const names = [`refs/tags/${ref}^{}`, `refs/tags/${ref}`, `refs/heads/${ref}`];
  return names.map((name) => commits.get(name)).find((commit) => commit !== undefined) ?? null;
};
