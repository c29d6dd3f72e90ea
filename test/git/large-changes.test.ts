import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { GateRules } from "../../src/gates/gate.ts";
import { size } from "../../src/gates/size.ts";
import { changesOf } from "../../src/gates/split/parts.ts";
import { piecesOf } from "../../src/gates/split/pieces.ts";
import { findEnds } from "../../src/gates/split/search.ts";
import { readFacts } from "../../src/git/facts/facts.ts";
import { commitParts } from "../../src/git/facts/parts.ts";
import { gitAt } from "../../src/git/git.ts";
import { memory } from "../folders.ts";
import { deletion, type LargeChange, manyFiles, oneFile, renames, rewritten } from "../gates/split/large.ts";
import { isThorough } from "../thorough.ts";

const author = { name: "A", email: "a@example.com" };
const limits = { lines: 700, files: 40, coverage: 0 };
const rules = { limits, generated: ["**/*.gen.mjs"] } as unknown as GateRules;

/** A repository with what stood before and what stands after, each a commit. */
const repositoryOf = ({ before, after }: LargeChange) => {
  const dir = mkdtempSync(join(memory, "milepost-large-"));
  const git = (...args: string[]): string =>
    execFileSync("git", ["-C", dir, ...args], { encoding: "utf8" }).trim();
  execFileSync("git", ["init", "--quiet", "--initial-branch=main", dir]);
  const commit = (files: Readonly<Record<string, string>>): string => {
    rmSync(join(dir, "src"), { recursive: true, force: true });
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), text);
    }
    git("add", "--all");
    git("-c", "user.name=U", "-c", "user.email=u@example.com", "commit", "--quiet", "--message=All");
    return git("rev-parse", "HEAD");
  };
  const commits = { base: commit(before), work: commit(after) };
  return { dir, git, ...commits, [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }) };
};

const runs = (dir: string, git: (...args: string[]) => string, commit: string): boolean => {
  git("checkout", "--quiet", "--force", commit);
  git("clean", "-qfd");
  try {
    execFileSync(process.execPath, ["check.mjs"], { cwd: dir, stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

const changes = [
  ["60 files with tests and generated ones", manyFiles, 2638, 4],
  ["one file deleted", deletion, 1600, 3],
  ["one file of 1,500 lines with its tests", oneFile, 1500, 3],
  ["renames", renames, 2000, 4],
  ["one file rewritten", rewritten, 900, 2],
] as const;

test.each(isThorough ? changes : changes.slice(0, 1))(
  "%s: each part runs on the one before, the last is the whole",
  async (_, make, least, parts) => {
    using repository = repositoryOf(make());
    const { dir, git: run, base, work } = repository;
    const git = gitAt(join(dir, ".git"));
    const factsOf = (from: string, head: string) =>
      readFacts(git, { base: from, head }, { generated: rules.generated, lines: true });
    const facts = await factsOf(base, work);
    const whole = size.check(facts, rules);
    expect(whole.kind).toBe("failed");
    expect(whole.evidence.took.lines).toBeGreaterThanOrEqual(least);
    const pieces = piecesOf(facts, rules);
    let tries = 0;
    const made = async (ends: readonly number[]) => {
      const wanted = changesOf(pieces, ends).map((changes) => ({ message: "A part", changes }));
      return await commitParts(git, author, {
        base,
        work,
        onto: base,
        parts: wanted,
        whole: ends.at(-1) === pieces.length,
      });
    };
    const ends = await findEnds(pieces, limits, async (from, to) => {
      tries += 1;
      const commit = (await made(from === 0 ? [to] : [from, to])).at(-1)?.commit ?? "";
      return runs(dir, run, commit);
    });
    const commits = await made(ends ?? []);
    expect(commits).toHaveLength(parts);
    expect(commits.at(-1)?.tree).toBe(run("rev-parse", `${work}^{tree}`));
    expect(tries).toBeLessThanOrEqual(parts + 4);
    for (const [at, { commit }] of commits.entries()) {
      expect(size.check(await factsOf(commits[at - 1]?.commit ?? base, commit), rules).kind).toBe("passed");
      expect(runs(dir, run, commit)).toBe(true);
    }
  },
);
