import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { prepareWorktree } from "../../src/git/worktrees/worktree.ts";
import { leftoversIn, removeLeftovers } from "../../src/local/clean.ts";
import { worktreesOf } from "../../src/local/elsewhere.ts";
import { homeOf, lockHome } from "../../src/local/home.ts";
import { commit, linked, sh, write } from "../git/scene.ts";

/** A home with worktrees of each kind, as a run that was ended leaves them. */
const stage = async () => {
  const at = await linked();
  const { dir, hub, publisher } = at;
  const handOff = (plan: string, todo: string) => join(dir, "home/lanes", plan, todo);
  const home = {
    ...homeOf({ main: { root: at.repo, bare: false } }),
    ...{
      dir: join(dir, "home"),
      hub: hub.dir,
      publisher: publisher.dir,
      lanes: join(dir, "home/lanes"),
      handOff,
    },
  };
  const tree = (name: string) =>
    prepareWorktree(hub, { path: join(dir, "trees", name), branch: `b/${name}`, start: at.main });
  const [untouched, changed, committed, pushed] = [
    await tree("untouched"),
    await tree("changed"),
    await tree("committed"),
    await tree("pushed"),
  ];
  await write(changed.path, { "new.txt": "new" });
  await commit(committed.path, { "a.txt": "b" });
  const sha = await commit(pushed.path, { "a.txt": "c" });
  const kept = await tree("kept");
  const own = await commit(kept.path, { "a.txt": "d" });
  await sh(kept.path, "push", "--quiet", at.repo, `${own}:refs/heads/mine`);
  await sh(pushed.path, "push", "--quiet", at.forge, `${sha}:refs/heads/b/pushed`);
  await publisher.fetch(["b/pushed"]);
  const attempt = handOff("p", "t");
  for (const [name, ended] of [
    ["done", { result: "refused", detail: "", at: "2026-01-01T00:00:00.000Z" }] as const,
    ["open", null] as const,
  ]) {
    await mkdir(join(attempt, "attempts", name), { recursive: true });
    const note = {
      plan: "p",
      body: "b",
      todo: "t",
      order: "00a",
      number: 1,
      round: 1,
      attempt: 1,
      claim: "0".repeat(40),
    };
    const begun = "2026-01-01T00:00:00.000Z";
    const text = JSON.stringify({ ...note, from: "implement", begun, phases: [], ended });
    await writeFile(join(attempt, "attempts", name, "attempt.json"), text);
  }
  return { ...at, home, untouched, changed, committed, kept, pushed, attempts: join(attempt, "attempts") };
};

test("what is nowhere else stays, whatever is asked for", async () => {
  await using at = await stage();
  const { home, untouched, changed, committed, kept, pushed, attempts } = at;
  const listed = (await worktreesOf(home)).map(({ path, ahead }) => [path, ahead]);
  expect(listed).toEqual(
    expect.arrayContaining([
      [committed.path, null],
      [kept.path, 0],
      [pushed.path, 0],
    ]),
  );
  expect((await leftoversIn(home, { transcripts: false })).map(({ path, stays }) => [path, stays])).toEqual([
    [changed.path, "changed"],
    [committed.path, "unpublished"],
    [kept.path, null],
    [pushed.path, null],
    [untouched.path, null],
  ]);
  const found = await leftoversIn(home, { transcripts: true });
  expect(found.slice(5)).toMatchObject([{ path: join(attempts, "done"), stays: null }]);
  await removeLeftovers(home, found);
  const left = [untouched, changed, committed, pushed].map(({ path }) => existsSync(path));
  expect(left).toEqual([false, true, true, false]);
  expect([existsSync(join(attempts, "done")), existsSync(join(attempts, "open"))]).toEqual([false, true]);
});

test("what somebody changed since it was looked at stays, and while a run is at work all does", async () => {
  await using at = await stage();
  const found = await leftoversIn(at.home, { transcripts: false });
  await write(at.untouched.path, { "late.txt": "late" });
  {
    using _run = lockHome(at.home);
    await expect(removeLeftovers(at.home, found)).rejects.toThrow(/another Milepost is at work/);
  }
  await removeLeftovers(at.home, found);
  expect([existsSync(at.untouched.path), existsSync(at.pushed.path)]).toEqual([true, false]);
});

test("where nothing has run, nothing is left over", async () => {
  await using at = await linked();
  const home = homeOf({ main: { root: at.repo, bare: false } });
  expect(await leftoversIn(home, { transcripts: true })).toEqual([]);
});
