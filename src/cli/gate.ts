import { setFlagsFromString } from "node:v8";
import { count } from "../core/count.ts";
import { MilepostError } from "../core/error.ts";
import { allPass } from "../core/gate-outcome.ts";
import { shellWord } from "../core/shell-word.ts";
import type { Facts, Gate } from "../gates/gate.ts";
import { namedGates, runGates } from "../gates/list.ts";
import { gateMarkdown } from "../gates/report/markdown.ts";
import { gateReport, type Judged } from "../gates/report.ts";
import { ableGates, type Held, readBy, unplanned } from "../gates/select.ts";
import { type FactsWanted, readFacts } from "../git/facts/facts.ts";
import {
  defaultBase,
  mergeBase,
  type Revision,
  revisionOf,
  uncommittedPaths,
} from "../git/facts/revisions.ts";
import { type Git, gitAt } from "../git/git.ts";
import { borrowObjects } from "../git/repositories/borrowed.ts";
import { openRepository, type UserRepository } from "../git/repositories/repository.ts";
import { withSecrets } from "../secrets/facts.ts";
import { exits } from "./exit.ts";
import { askedGates, parseOnly } from "./gate/only.ts";
import { type Tell, tell } from "./gate/tell.ts";
import { colorsFor } from "./text/colors.ts";
import { widthOf } from "./text/width.ts";

interface GateCommandOptions {
  readonly repo: string;
  readonly base?: string;
  readonly head?: string;
  readonly only?: string;
  readonly plan?: string;
  readonly body?: string;
  readonly json?: boolean;
  readonly markdown?: boolean;
}

/** `milepost gate`: what the gates say of a branch; 0 when all pass, 1 when one does not. */
export const gate = async (options: GateCommandOptions): Promise<number> => {
  const only = options.only === undefined ? undefined : parseOnly(options.only);
  if (only && isQuick(only)) setFlagsFromString("--no-opt");
  const judged = await judge(options, { only, tell });
  process.stdout.write(`${await said(judged, options)}\n`);
  return allPass(judged.results) ? exits.done : exits.error;
};

/** Whether it is over before it has gained what V8 spends on optimizing functions: a quarter of all its processor time. */
const isQuick = (only: readonly string[]): boolean => !readBy(namedGates(only)).has("lines");

/** The result as it was asked for. */
const said = async (judged: Judged, { json, markdown }: GateCommandOptions): Promise<string> => {
  if (json) return JSON.stringify(gateReport(judged));
  if (markdown) return gateMarkdown(judged);
  // Loaded late: it measures how wide text is, which no program asks for.
  const { gateLines } = await import("./gate/view.ts");
  const { stdout } = process;
  return gateLines(judged, { columns: widthOf(stdout), colors: colorsFor(stdout) }).join("\n");
};

/** Judges a branch by the gates that are asked for, or by all that can; `tell` hears what a reader should know besides. */
export const judge = async (
  options: Omit<GateCommandOptions, "only">,
  { only, tell }: { only: readonly string[] | undefined; tell: Tell },
): Promise<Judged> => {
  const repository = await openRepository(options.repo);
  const git = gitAt(repository.gitDir, { who: "user" });
  const head = await headOf(git, repository, options.head);
  const { base, held } = await standardOf(git, repository, { ...options, tell });
  const chosen = only ? askedGates(only, held) : ableGates(held);
  const start = await mergeBase(git, { base, head, shallow: repository.shallow });
  const range = { base: base.sha, head: head.sha };
  const [facts] = await Promise.all([
    readFor(chosen, range, { git, repository, held }),
    tellUncommitted(repository, head, tell),
  ]);
  if (facts.files.length === 0) tell(`${head.name} changes no file of ${base.name}`);
  const results = runGates(
    { ...facts, base: shellWord(base.name) },
    held.rules,
    chosen.map(({ name }) => name),
  );
  return { base: { name: base.name, sha: start }, head, results };
};

const headOf = async (git: Git, { head, currentBranch }: UserRepository, name?: string): Promise<Revision> =>
  name === undefined ? { name: currentBranch ?? "HEAD", sha: head } : await revisionOf(git, name);

/** What the change is to end in, and what it is held to. */
const standardOf = async (
  git: Git,
  repository: UserRepository,
  { plan, base, body, head, tell }: Omit<GateCommandOptions, "only"> & { tell: Tell },
): Promise<{ base: Revision; held: Held }> => {
  if (plan !== undefined) {
    const { standardByPlan } = await import("./gate/standard.ts");
    return await standardByPlan(git, repository, {
      plan,
      base,
      body,
      branch: head ?? repository.currentBranch,
      tell,
    });
  }
  if (body !== undefined) {
    throw new MilepostError("--body is a body of a plan, and no plan was given", {
      hint: "name it: --plan plans/<plan>.yml",
    });
  }
  const found = base === undefined ? await defaultBase(git) : await revisionOf(git, base);
  if (found) return { base: found, held: unplanned() };
  throw new MilepostError(
    "there is nothing to compare with: neither origin's default branch, nor main, nor master is here",
    { hint: "name the branch that the change is to end in: --base <branch>" },
  );
};

/** Reads what the chosen gates judge and nothing else: each fact costs a look at the whole change. */
const readFor = async (
  chosen: readonly Gate[],
  range: { base: string; head: string },
  { git, repository, held }: { git: Git; repository: UserRepository; held: Held },
): Promise<Facts> => {
  await using borrowed = await borrowObjects(repository.gitDir);
  const read = readBy(chosen);
  const source = {
    git: borrowed.git,
    facts: (base: string, head: string, wanted: FactsWanted) =>
      readFacts(borrowed.git, { base, head }, wanted),
  };
  const { generated } = held.rules;
  const wanted = { generated, commits: read.has("commits"), lines: read.has("lines") };
  const facts = read.has("secrets")
    ? await withSecrets(source, range, wanted)
    : await source.facts(range.base, range.head, wanted);
  if (!read.has("signatures")) return facts;
  const { readSignaturesAsTrusted } = await import("../git/signing/signatures.ts");
  return { ...facts, signatures: await readSignaturesAsTrusted(git, range, held.signers ?? []) };
};

/** Only commits are judged, which somebody in the middle of work may not expect. */
const tellUncommitted = async (
  { root, gitDir, bare, head }: UserRepository,
  { sha }: Revision,
  tell: Tell,
): Promise<void> => {
  if (bare || sha !== head) return;
  const paths = await uncommittedPaths(gitAt(gitDir, { cwd: root, who: "user" }), gitDir);
  if (paths > 0) tell(`${count(paths, "path is", "paths are")} not committed, and not judged`);
};
