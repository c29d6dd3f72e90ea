import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { git, gitEnvironment } from "./place.ts";

/** A repository of many files, packed as a clone is; removed at the end. */
export interface LargeCheckout extends AsyncDisposable {
  readonly dir: string;
  readonly repository: string;
  readonly head: string;
}

/** Makes a checkout of so many files of 1.5 kB, in folders of a hundred. */
export const newLargeCheckout = async (files: number): Promise<LargeCheckout> => {
  const dir = await mkdtemp(join(tmpdir(), "milepost-bench-"));
  const repository = join(dir, "repository");
  await mkdir(repository);
  git(repository, "init", "--quiet", "--initial-branch=main");
  const env = gitEnvironment();
  execFileSync("git", ["fast-import", "--quiet"], {
    cwd: repository,
    env,
    input: [...history(files)].join(""),
  });
  git(repository, "reset", "--quiet", "--hard", "main");
  git(repository, "repack", "-adq");
  const head = execFileSync("git", ["rev-parse", "main"], { cwd: repository, env, encoding: "utf8" }).trim();
  return { dir, repository, head, [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }) };
};

/** The commit as git-fast-import(1) takes it. */
function* history(files: number): Generator<string> {
  yield `commit refs/heads/main\ncommitter Bench <bench@example.com> 1700000000 +0000\ndata 5\nFirst\n`;
  for (let file = 0; file < files; file++) {
    const text = `const value = ${file};\n`.repeat(70);
    yield `M 100644 inline folder-${Math.floor(file / 100)}/file-${file}.ts\ndata ${text.length}\n${text}\n`;
  }
}
