import { ConflictsWithout } from "../../src/core/conflicts-without.ts";
import type { Claim } from "../../src/core/decide/change.ts";
import { ownLabel } from "../../src/core/snapshot/record.ts";
import { newRecord, type TodoRecord } from "../../src/core/todo/record.ts";
import { explained, isSetUpMistake } from "../../src/github/explain.ts";
import { forgeOf } from "../../src/github/forge.ts";
import { snapshotReader } from "../../src/github/snapshot.ts";
import { newBatch } from "../../src/steps/batch.ts";
import { claim } from "../../src/steps/claim.ts";
import type { Forge } from "../../src/steps/ports.ts";
import { planWith } from "../core/scene.ts";
import { openWorld } from "../forge/world.ts";
import { clientOf } from "./client.ts";

const plan = planWith({ a: [{}] });
const todo = plan.bodies[0]?.todos[0];
if (!todo) throw new Error("the plan has a todo");
const { id, body, order, branch, phase, title } = todo;
const record = newRecord({ plan: plan.id, todo: id, body, order, branch, phase, needs: [], from: null });

/** A real forge with the todo's issue, and runs that claim it from a base; all runs but the asking one are dead. */
const stage = async () => {
  const world = await openWorld();
  const { owner, repo, push, git } = await world.repository();
  const bot = clientOf(world, { owner, repo });
  const forge = forgeOf({ bot, reviewer: bot });
  const { number } = await forge.createMilestone({ title: "P", description: "", marker: "m" });
  const { issue } = await forge.createIssue(number, { title, text: "", record, labels: [ownLabel] });
  const claimFrom = async (
    base: Claim["base"],
    more: Partial<Forge> = {},
    starts: string[] = [],
    told: Partial<TodoRecord> = {},
    dropped: string[] = [],
  ) => {
    const livenessOf = async () => "interrupted" as const;
    const reader = snapshotReader(bot, plan, livenessOf);
    await reader.read();
    const never = () => Promise.reject(new Error("a claim judges nothing"));
    const publisher = { fetch: never, facts: never, contains: never };
    const ports = {
      forge: { ...forge, ...more },
      reader,
      publisher,
      plan,
      run: `run from ${base.ref}`,
      livenessOf,
      now: () => new Date(0),
    };
    return await claim(ports, newBatch(ports), {
      type: "claim",
      why: "",
      todo: id,
      number: issue.number,
      issue: {
        title,
        text: "",
        record: { ...record, base: base.ref, ...told },
        open: true,
        notPlanned: false,
      },
      ...{ from: "implement", agent: 0, reviewer: 0, hold: null },
      at: "2026-01-01T00:00:00Z",
      base,
      conflicts: new Map(),
      fixes: { numbers: [], keys: [] },
      starts,
      dropped,
      pull: null,
    });
  };
  const recorded = async () => (await forge.getIssue(issue.number))?.record;
  return { push, git, forge, claimFrom, recorded, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
};

const main = { kind: "plan", ref: "main" } as const;
const killed: Partial<Forge> = {
  writeIssue: async () => {
    throw new Error("killed");
  },
};

test("a branch that dead runs made from branches that were squashed away begins anew from where they went", async () => {
  await using place = await stage();
  for (const below of ["x", "y"]) {
    await place.push(below, { [below]: "1\n" }, "main");
    await expect(place.claimFrom({ kind: "stack", ref: below }, killed)).rejects.toThrow("killed");
  }
  const squashed = await place.push("main", { x: "1\n", y: "1\n" });
  const entry = await place.claimFrom(main);
  expect(entry).toMatchObject({ head: squashed, start: squashed, baseSha: squashed });
  expect(await place.forge.getBranch(branch)).toEqual({ sha: squashed });
});

test("a branch with work that no claim made is left alone, and the todo says so", async () => {
  await using place = await stage();
  await expect(place.claimFrom(main, { ...killed, createBranch: async () => "0" })).rejects.toThrow("killed");
  const theirs = await place.push(branch, { theirs: "1\n" }, "main");
  expect(await place.claimFrom(main)).toBeNull();
  expect(await place.recorded()).toMatchObject({
    state: { status: "blocked", reason: { code: "branch-taken" } },
  });
  expect(await place.forge.getBranch(branch)).toEqual({ sha: theirs });
});

test("what was squashed into the base begins anew from there, on its own branch", async () => {
  await using place = await stage();
  const merged = await place.push(branch, { work: "1\n" }, "main");
  const squashed = await place.push("main", { work: "1\n" }, "main");
  const entry = await place.claimFrom(main, {}, [merged]);
  expect(entry).toMatchObject({ head: squashed, start: squashed });
  const theirs = await place.push(branch, { theirs: "1\n" }, branch);
  expect(await place.forge.getBranch(branch)).toEqual({ sha: theirs });
});

test("an integration branch that is another plan's is left as it is, and one of the plan's own is made", async () => {
  await using place = await stage();
  const parts = ["x", "y"];
  for (const part of parts) await place.push(part, { [part]: "1\n" }, "main");
  const base = { branch: "milepost/base/01c", parts };
  const first = await place.forge.integrate({ ...base, plan: "p" });
  expect(first).toMatchObject({ branch: "milepost/base/01c" });
  await place.push("z", { z: "1\n" }, "main");
  const other = { ...base, parts: ["z", "y"], plan: "q" };
  const second = await place.forge.integrate(other);
  expect(second).toMatchObject({ branch: "milepost/base/01c-q" });
  expect([await place.forge.integrate(other), await place.forge.integrate({ ...base, plan: "p" })]).toEqual([
    second,
    first,
  ]);
});

test("a base that was rewound under a todo has it begun anew, without what is gone and without a word to its agent", async () => {
  await using place = await stage();
  const first = (await place.forge.getBranch("main"))?.sha ?? "";
  const dropped = await place.push("main", { dropped: "1\n" }, "main");
  await place.forge.createBranch(branch, { sha: dropped, starts: [] });
  const rested = { of: "main", commit: dropped, parts: [] };
  const kept = await place.push("kept", { work: "1\n" }, "main");
  await place.git("push", "--quiet", "--force", "origin", `${first}:main`);
  const left = {
    head: dropped,
    rested,
    resume: kept,
    failed: 1,
    state: { status: "changes", verdict: null },
  };
  const entry = await place.claimFrom(main, {}, [], left as Partial<TodoRecord>);
  expect(entry).toMatchObject({ head: first, start: first, baseSha: first, attempt: 2 });
  expect(await place.forge.getBranch(branch)).toEqual({ sha: first });
  expect(await place.recorded()).toMatchObject({ rested: { commit: first }, resume: null });
});

test.each([
  ["on a base that was rewound", "main", []],
  ["on a branch that was made anew under such a base", "below", ["dropped"]],
])("a pull request %s has its own made anew before its agent works on it", async (_, of, below) => {
  await using place = await stage();
  const first = (await place.forge.getBranch("main"))?.sha ?? "";
  const dropped = await place.push("main", { dropped: "1\n" }, "main");
  const under = of === "main" ? dropped : await place.push(of, { below: "1\n" }, "main");
  const head = await place.push(branch, { work: "1\n" }, of);
  await place.git("push", "--quiet", "--force", "origin", `${first}:main`);
  if (of !== "main") await place.git("push", "--quiet", "--force", "origin", `${first}:${of}`);
  const left = {
    ...{ head, pull: 9, base: of, rested: { of, commit: under, parts: [] } },
    state: { status: "changes", verdict: null },
  };
  const base = of === "main" ? main : ({ kind: "stack", ref: of } as const);
  const entry = await place.claimFrom(
    base,
    {},
    [],
    left as Partial<TodoRecord>,
    below.length > 0 ? [dropped] : [],
  );
  expect(entry).toMatchObject({
    kind: "restack",
    dropped,
    rested: under,
    mergeBase: under,
    baseSha: first,
    head,
  });
  expect(isSetUpMistake(new ConflictsWithout("it conflicts without that"))).toBe(true);
});

test("a base that was renamed under a lane is said to be gone, and is a person's to mend", async () => {
  await using place = await stage();
  await place.push(branch, { work: "1\n" }, "main");
  const wanted = { own: null, branch, base: "renamed", title, body: "", isNew: true };
  const error = await place.forge.openPull(wanted).catch((thrown: unknown) => thrown);
  expect(isSetUpMistake(error)).toBe(true);
  expect(explained(error).hint).toMatch(/was renamed, name it as `base` in the plan/);
});

test("a branch that a person deleted before anything was proposed begins anew", async () => {
  await using place = await stage();
  const gone = await place.push(branch, { mine: "1\n" }, "main");
  await place.forge.deleteBranch(branch);
  const entry = await place.claimFrom(main, {}, [], { head: gone });
  const { sha } = (await place.forge.getBranch("main")) ?? {};
  expect(entry).toMatchObject({ head: sha, start: sha });
  expect(await place.forge.getBranch(branch)).toEqual({ sha });
});
