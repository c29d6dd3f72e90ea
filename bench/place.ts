import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder to measure in, which is removed at the end. */
export interface Place extends AsyncDisposable {
  readonly dir: string;
  /** A repository with one commit of 400 files on `main`. */
  readonly repository: string;
}

export const newPlace = async (): Promise<Place> => {
  const dir = await mkdtemp(join(tmpdir(), "milepost-bench-"));
  const repository = join(dir, "repository");
  for (let folder = 0; folder < 20; folder++) {
    await mkdir(join(repository, `folder-${folder}`), { recursive: true });
    for (let file = 0; file < 20; file++) {
      await writeFile(
        join(repository, `folder-${folder}`, `file-${file}.txt`),
        `${folder} ${file}\n`.repeat(40),
      );
    }
  }
  git(repository, "init", "--quiet", "--initial-branch=main");
  git(repository, "add", "--all");
  git(repository, "commit", "--quiet", "--message=First");
  return { dir, repository, [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }) };
};

const person = { NAME: "Bench", EMAIL: "bench@example.com" };

/** The environment of git commands that no person's settings change. */
export const gitEnvironment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  ...{ GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" },
  ...{ GIT_AUTHOR_NAME: person.NAME, GIT_AUTHOR_EMAIL: person.EMAIL },
  ...{ GIT_COMMITTER_NAME: person.NAME, GIT_COMMITTER_EMAIL: person.EMAIL },
});

export const git = (cwd: string, ...args: string[]): void => {
  execFileSync("git", args, { cwd, env: gitEnvironment() });
};
