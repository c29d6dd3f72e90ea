import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { WorkEntry } from "../../src/core/lane/handoff.ts";
import { judgedUnder } from "../../src/core/lane/judged-under.ts";
import { newRecord } from "../../src/core/todo/record.ts";
import { isAncestor } from "../../src/git/facts/facts.ts";
import { cleanMerge, isSameChange, mergeCommit } from "../../src/git/facts/merge.ts";
import { type Git, git, gitAt } from "../../src/git/git.ts";
import { isCarried } from "../../src/steps/carry.ts";
import { planWith, sha } from "../core/scene.ts";
import { commitsIn, lines, plain, type Tree } from "../git/facts/trees.ts";
import { times } from "../thorough.ts";

/*
 * A lane was killed after it had pushed what its branch took in, or a person did the same. What is below was merged by
 * another commit: git by itself does not know where the branch's own change begins.
 */

const dir = mkdtempSync(join(tmpdir(), "milepost-carry-"));
const bare: Git = gitAt(join(dir, "R"));
beforeAll(async () => {
  await git(["init", "--quiet", "--bare", join(dir, "R")], { cwd: dir });
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const plan = planWith({ a: [{}, {}] });
const [, todo] = plan.bodies.flatMap(({ todos }) => todos);
if (!todo) throw new Error("the plan has no todo");
const { id, body, order, branch, phase } = todo;

const entry = (head: string, baseSha: string): WorkEntry => ({
  ...{ kind: "work", from: "review", plan: plan.id, body, todo: id, order, issue: 1, branch },
  ...{ base: "main", baseSha, head, start: head, round: 2, attempt: 1, fixes: [], pull: 2, reviewed: null },
  ...{ granted: [], allowed: [], checked: true, worktree: "a", claim: sha("4"), agent: 0, reviewer: 0 },
});

/** The approved head, what it rested on and what it rests on, and the head that was found. */
interface Heads {
  readonly approved: string;
  readonly on: string | undefined;
  readonly below: string;
  readonly found: string;
}

const holds = ({ approved, on, below, found }: Heads): Promise<boolean> => {
  const judged = entry(found, below);
  const verdict = {
    ...{ commit: approved, on, approved: true, round: 1, rules: [], by: "reviewer", person: false },
    under: judgedUnder(plan, judged),
  };
  const record = {
    ...newRecord({ plan: plan.id, todo: id, body, order, branch, phase, needs: [], from: null }),
    state: { status: "review" as const, claim: null, verdict },
    rested: { of: "main", commit: below, parts: [] },
  };
  const publisher = {
    fetch: async () => undefined,
    contains: (commit: string, other: string) => isAncestor(bare, other, commit),
    cleanMerge: (head: string, into: string, from: string | null) =>
      cleanMerge(bare, { head, into, on: from }),
    isSameChange: (change: { base: string; head: string }, other: { base: string; head: string }) =>
      isSameChange(bare, change, other),
  };
  return isCarried(judged, { head: found, record }, { plan, publisher });
};

const start = { "s.txt": plain(lines("1", "2", "3")) };
const lower = { ...start, "l.txt": plain(lines("l")) };
const upper = { ...lower, "u.txt": plain(lines("u")) };
const landed = { ...lower, "l.txt": plain(lines("l", "fixed there")) };
const taken = { ...landed, "u.txt": plain(lines("u")) };

test.each<[string, { found?: Tree; on?: "lower" | "start" | "nothing"; isOne?: boolean }, boolean]>([
  ["as it is", {}, true],
  ["as one commit", { isOne: true }, true],
  ["of which nobody kept what it was on", { on: "nothing" }, false],
  ["that was approved with what is below it", { on: "start" }, false],
  ["with a line more in its own file", { found: { ...taken, "u.txt": plain(lines("u", "u")) } }, false],
  ["with a file more", { found: { ...taken, "more.txt": plain("more") } }, false],
  ["without the fix that landed below", { found: upper }, false],
  ["with its file executable", { found: { ...taken, "u.txt": { mode: "100755", text: "u\n" } } }, false],
])("an approval holds after a squash below for the merge of the two %s: %#", async (_, so, wanted) => {
  const { found = taken, on = "lower", isOne = false } = so;
  const [first, below, head = "", squash = "", merge = ""] = await commitsIn(bare, [
    { tree: start },
    { tree: lower, parent: 0 },
    { tree: upper, parent: 1 },
    { tree: landed, parent: 0 },
    { tree: found, ...(isOne ? { parent: 3 } : { parent: 2, merged: 3 }) },
  ]);
  const known = { lower: below, start: first, nothing: undefined };
  expect(await holds({ approved: head, on: known[on], below: squash, found: merge })).toBe(wanted);
});

const path = fc.constantFrom("a.py", "b.py", "c/d.py");
const text = fc.constantFrom(
  lines("if x:", "  a()", "  b()"),
  lines("if x:", "  a()", "b()"),
  lines("1", "2", "3"),
);
interface Edit {
  readonly path: string;
  /** Nothing where the file goes. */
  readonly text: string | null;
}
const edits = fc.array(fc.record<Edit>({ path, text: fc.option(text) }), { minLength: 1, maxLength: 2 });

const edited = (tree: Tree, all: readonly Edit[]): Tree => {
  const files = new Map(Object.entries(tree));
  for (const { path, text } of all) {
    if (text === null) files.delete(path);
    else files.set(path, plain(text));
  }
  return Object.fromEntries(files);
};

/** The files that a commit changes of another one, with what they are before and after. */
const changeOf = async (base: string, head: string): Promise<string> =>
  (await bare(["diff-tree", "-r", "--no-renames", "--full-index", base, head])).stdout;

const anyTurn = fc.record({
  tree: fc.dictionary(path, text.map(plain)),
  ...{ lower: edits, upper: edits, landed: edits, smuggled: edits },
  isSmuggled: fc.boolean(),
  isFromBelow: fc.boolean(),
});

test("no approval is carried over a change of what it was given for, however the two came together", async () => {
  let carried = 0;
  const property = fc.asyncProperty(anyTurn, async (turn) => {
    const below = edited(turn.tree, turn.lower);
    const landed = edited(below, turn.landed);
    const [, on = "", approved = "", squash = "", other = ""] = await commitsIn(bare, [
      { tree: turn.tree },
      { tree: below, parent: 0 },
      { tree: edited(below, turn.upper), parent: 1 },
      { tree: landed, parent: 0 },
      { tree: edited(edited(landed, turn.upper), turn.smuggled), parent: 2, merged: 3 },
    ]);
    const sides = { head: approved, base: squash, mergeBase: turn.isFromBelow ? on : null };
    const author = { name: "A", email: "a@example.com" };
    const merged = await mergeCommit(bare, { ...sides, message: "M", author });
    const found = turn.isSmuggled || merged.kind === "conflict" ? other : merged.commit;
    if (!(await holds({ approved, on, below: squash, found }))) return;
    expect(await changeOf(squash, found)).toBe(await changeOf(on, approved));
    carried += 1;
  });
  await fc.assert(property, { numRuns: times(20) });
  expect(carried).toBeGreaterThan(0);
});
