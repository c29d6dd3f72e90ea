import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { openPublisher } from "../../../src/git/repositories/publisher.ts";
import { type Scene, scene, sh } from "../scene.ts";

let at: Scene;
let count = 0;
beforeAll(async () => {
  at = await scene();
});
afterAll(() => at[Symbol.asyncDispose]());

/** A commit by the places of its parents in the history, which come before it. */
type Commit = readonly number[];

const line = (length: number, from: readonly number[] = []): Commit[] =>
  Array.from({ length }, (_, index) => (index === 0 ? from : [-1]));

/** A history as a repository of its own; answers its commits. Each writes one of ten files anew. */
const made = async (history: readonly Commit[]): Promise<{ dir: string; commits: string[] }> => {
  count += 1;
  const dir = join(at.dir, `forge-${count}.git`);
  await mkdir(dir);
  await sh(dir, "init", "--quiet", "--bare");
  const marks = history.map((parents, index) => {
    const [first, ...others] = parents.map((parent) => `:${parent < 0 ? index + parent + 1 : parent + 1}`);
    const text = randomBytes(500).toString("hex");
    return [
      ...(first ? [] : ["reset refs/heads/tips"]),
      ...["commit refs/heads/tips", `mark :${index + 1}`, `committer A <a@example.com> ${index} +0000`],
      ...["data 1", "x", ...(first ? [`from ${first}`] : []), ...others.map((other) => `merge ${other}`)],
      ...[`M 644 inline ${index % 10}.txt`, `data ${text.length}`, text, ""],
    ].join("\n");
  });
  const exported = join(at.dir, `marks-${count}`);
  execFileSync("git", ["-C", dir, "fast-import", "--quiet", "--force", `--export-marks=${exported}`], {
    input: `${marks.join("\n")}\n`,
  });
  const listed = execFileSync("cat", [exported], { encoding: "utf8" }).trim().split("\n");
  const byMark = new Map(listed.map((entry) => entry.split(" ") as [string, string]));
  const commits = history.map((_, index) => byMark.get(`:${index + 1}`) ?? "");
  return { dir, commits };
};

const keep = (dir: string, sha: string) => sh(dir, "update-ref", `refs/heads/keep-${sha}`, sha);

/** How all these relate, as git tells it. */
const relations = async (dir: string, tips: readonly string[]): Promise<string[]> => {
  const told: string[] = [];
  for (const one of tips)
    for (const other of tips) {
      const shared = await sh(dir, "merge-base", "--all", one, other).catch(() => "none");
      const behind = await sh(dir, "rev-list", "--count", `${one}..${other}`);
      told.push(`${shared.split("\n").sort().join()} ${shared === "none" ? "" : behind}`);
    }
  return told;
};

const opened = (dir: string) =>
  openPublisher({
    ...{ dir: join(at.dir, `publisher-${count}.git`), url: pathToFileURL(dir).href, token: "t" },
    shallow: true,
  });

const sizeOf = async (dir: string): Promise<number> =>
  Number(/size-pack: (\d+)/.exec(await sh(dir, "count-objects", "-v"))?.[1]) +
  Number(/size: (\d+)/.exec(await sh(dir, "count-objects", "-v"))?.[1]);

const shapes: readonly (readonly [string, readonly Commit[], readonly number[]])[] = [
  ["a change on the last commit", [...line(1500), ...line(3, [-1])], [1499, 1502]],
  ["a change on an earlier commit", [...line(1500), ...line(3, [1480])], [1499, 1502]],
  ["a change that has taken in its base since", [...line(1500), [1480], [-1, 1490], [-1]], [1499, 1502]],
  [
    "two branches beside each other",
    [...line(1500), ...line(3, [1490]), ...line(2, [1495])],
    [1502, 1504, 1499],
  ],
];

test.each(shapes)(
  "of a long history little is fetched that tells all there is to tell: %s",
  async (_, history, wanted) => {
    const { dir, commits } = await made(history);
    const tips = wanted.map((index) => commits[index] ?? "");
    for (const tip of tips) await keep(dir, tip);
    const publisher = await opened(dir);
    await publisher.fetch(tips);
    expect(await relations(publisher.dir, tips)).toEqual(await relations(dir, tips));
    expect((await sizeOf(publisher.dir)) / (await sizeOf(dir))).toBeLessThan(0.05);
  },
);

test.each<[string, readonly Commit[], readonly number[]]>([
  ["a change on a commit of long ago", [...line(1500), ...line(3, [900])], [1499, 1502]],
  ["histories that share nothing", [...line(60), ...line(60, [])], [59, 119]],
])("as much is fetched as it takes: %s", async (_, history, wanted) => {
  const { dir, commits } = await made(history);
  const tips = wanted.map((index) => commits[index] ?? "");
  for (const tip of tips) await keep(dir, tip);
  const publisher = await opened(dir);
  for (const tip of tips) await publisher.fetch([tip]);
  expect(await relations(publisher.dir, tips)).toEqual(await relations(dir, tips));
});

test("whatever the history, commits that were wanted relate as they do where all of it is", async () => {
  const anyHistory = fc.array(
    fc.tuple(fc.integer({ min: 1, max: 40 }), fc.option(fc.integer({ min: 1, max: 70 }))),
    {
      minLength: 2,
      maxLength: 120,
    },
  );
  const any = fc.tuple(anyHistory, fc.array(fc.nat(119), { minLength: 2, maxLength: 4 }));
  for (const [steps, chosen] of fc.sample(any, { seed: 7, numRuns: 8 })) {
    const history = steps.map(([back, other], index): Commit => {
      if (index === 0) return [];
      const parents = [
        Math.max(0, index - (back > 30 ? back : 1)),
        ...(other ? [Math.max(0, index - other)] : []),
      ];
      return [...new Set(parents)];
    });
    const { dir, commits } = await made(history);
    const tips = [...new Set(chosen.map((index) => commits[Math.min(index, commits.length - 1)] ?? ""))];
    for (const tip of tips) await keep(dir, tip);
    const publisher = await opened(dir);
    for (const tip of tips) await publisher.fetch([tip]);
    expect(await relations(publisher.dir, tips)).toEqual(await relations(dir, tips));
  }
});
