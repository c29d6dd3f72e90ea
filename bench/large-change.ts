import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { git, gitEnvironment } from "./place.ts";

/** A repository with a pull request on branch `change`, removed at the end. */
export interface LargeChange extends AsyncDisposable {
  readonly repository: string;
}

const endings = ["ts", "go", "py", "js", "java", "md", "json", "css"];
const counts = { files: 6000, edited: 1800, added: 1200, lines: 150 };

/** Makes a checkout of 6,000 files, packed as a clone is, whose branch changes 3,000 files by 200,400 lines. */
export const newLargeChange = async (): Promise<LargeChange> => {
  const repository = await mkdtemp(join(tmpdir(), "milepost-bench-"));
  git(repository, "init", "--quiet", "--initial-branch=main");
  execFileSync("git", ["fast-import", "--quiet"], {
    cwd: repository,
    env: gitEnvironment(),
    input: [...history()].join(""),
  });
  git(repository, "checkout", "--quiet", "change");
  git(repository, "repack", "-adq");
  return {
    repository,
    [Symbol.asyncDispose]: () => rm(repository, { recursive: true, force: true }),
  };
};

/** Both commits as git-fast-import(1) takes them. */
function* history(): Generator<string> {
  const { files, edited, added, lines } = counts;
  yield commitTo("main", "First");
  for (let file = 0; file < files; file++) yield put(file, text(file, 0, lines));
  yield commitTo("change", "Change");
  yield "from refs/heads/main\n";
  for (let file = 0; file < edited; file++) {
    yield put(file, text(file, 0, 60) + text(file, 60, 90, "edited") + text(file, 90, lines));
  }
  for (let file = files; file < files + added; file++) yield put(file, text(file, 0, 77));
}

const commitTo = (branch: string, message: string): string =>
  `commit refs/heads/${branch}\ncommitter Bench <bench@example.com> 1700000000 +0000\n${data(message)}`;

const put = (file: number, contents: string): string =>
  `M 100644 inline src/area-${file % 40}/part-${file % 13}/file-${file}.${endings[file % endings.length]}\n${data(contents)}`;

const data = (contents: string): string => `data ${Buffer.byteLength(contents)}\n${contents}\n`;

const text = (file: number, from: number, to: number, mark = "first"): string =>
  Array.from({ length: to - from }, (_, at) => lineOf(file, from + at, mark)).join("");

/** No two lines are the same, as in sources, so that nothing is found to be moved. */
const lineOf = (file: number, line: number, mark: string): string =>
  `  const value_${line} = compute(${file}, ${line}, "${mark}"); // ${(file * 7919 + line * 104_729) % 100_003}\n`;
