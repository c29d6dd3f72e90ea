import { constants } from "node:fs";
import { type FileHandle, open, realpath } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { MilepostError } from "../../core/error.ts";
import { type GoModule, moduleName } from "../../gates/coverage/go-module.ts";
import { joined, type MappedReport } from "../../gates/coverage/map.ts";
import { folderOf } from "../../gates/coverage/paths.ts";
import type { CoveredRepository } from "../../gates/coverage/repository.ts";
import { maxCharacters, type ReportState, readReport, unreadable } from "../../gates/coverage/state.ts";
import { grouped } from "../../gates/words.ts";
import { orNullIfMissing } from "../files.ts";
import type { Git } from "../git.ts";

/** Coverage reports that the plan's `verify` commands leave in a checkout. */
interface WantedReports {
  /** The checkout's folder. */
  readonly root: string;
  /** Where the reports are, as the plan names them. */
  readonly paths: readonly string[];
  readonly head: string;
  /** When the first verify command started, in milliseconds since 1970: what is older was not made by them. */
  readonly since: number;
}

/** Reads the reports as one, as the programs of a stranger left them: what is wrong with one becomes the gate's answer. */
export const readCoverage = async (git: Git, { paths, ...wanted }: WantedReports): Promise<ReportState> => {
  const repository = await repositoryOf(git, wanted.root, wanted.head);
  const reports: MappedReport[] = [];
  for (const path of paths) {
    const state = await readOne(path, wanted, repository);
    if (state.kind !== "read") return state;
    reports.push(state.report);
  }
  const [only, ...others] = reports;
  return { kind: "read", report: only && others.length === 0 ? only : joined(reports) };
};

const readOne = async (
  path: string,
  { root, head, since }: Omit<WantedReports, "paths">,
  repository: CoveredRepository,
): Promise<ReportState> => {
  try {
    const file = await readFound(root, path);
    const found = { path, file, commit: null, head, notBefore: { at: since, event: "verify" } } as const;
    return readReport(found, repository);
  } catch (error) {
    if (error instanceof MilepostError) return unreadable(path, error);
    throw error;
  }
};

/** Opened by its real path, which must lie in the checkout: a link may lead anywhere. */
const readFound = async (root: string, path: string): Promise<{ text: string; writtenAt: number } | null> => {
  const real = await orNullIfMissing(realpath(join(root, path)));
  if (real === null) return null;
  const inside = relative(await realpath(root), real);
  if (inside === "" || inside === ".." || inside.startsWith(`..${sep}`)) {
    throw new MilepostError("it leads out of the worktree", {
      hint: "let a `verify` command write a plain file there",
    });
  }
  await using file = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  return await readPlain(file);
};

/** Of its two times the earlier counts: a program can set the one, and a copy has a new other one. */
const readPlain = async (file: FileHandle): Promise<{ text: string; writtenAt: number }> => {
  const stats = await file.stat();
  if (!stats.isFile())
    throw new MilepostError("it is no plain file", { hint: "see what `verify` leaves there" });
  if (stats.size > maxCharacters) {
    throw new MilepostError(
      `it has ${grouped(stats.size)} bytes, and ${grouped(maxCharacters)} are the limit`,
      {
        hint: "let the report hold the project's own files only",
      },
    );
  }
  return { text: await file.readFile("utf8"), writtenAt: Math.min(stats.mtimeMs, stats.ctimeMs) };
};

const repositoryOf = async (git: Git, root: string, head: string): Promise<CoveredRepository> => {
  const { stdout } = await git(["ls-tree", "-r", "-z", "--name-only", "--full-tree", head]);
  const paths = stdout.split("\0").filter((path) => path !== "");
  const real = await realpath(root);
  const goMods = paths.filter((path) => path === "go.mod" || path.endsWith("/go.mod")).slice(0, maxModules);
  const modules: GoModule[] = [];
  for (const path of goMods) modules.push(...(await modulesAt(git, head, path)));
  return { roots: real === root ? [root] : [root, real], paths: new Set(paths), modules };
};

/** Go modules that are looked at: each starts a git. */
const maxModules = 200;

const modulesAt = async (git: Git, head: string, path: string): Promise<GoModule[]> => {
  const { stdout, exitCode } = await git(["cat-file", "blob", `${head}:${path}`], { ok: [128] });
  const name = exitCode === 0 ? moduleName(stdout) : null;
  return name === null ? [] : [{ name, folder: folderOf(path) }];
};
