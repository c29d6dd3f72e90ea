import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { size } from "../../../src/gates/size.ts";
import { diff, type FactsWanted, readFacts } from "../../../src/git/facts/facts.ts";
import { gitAt } from "../../../src/git/git.ts";
import { withSecrets } from "../../../src/secrets/facts.ts";
import { rules } from "../../gates/builders.ts";
import { commit, scene, sh } from "../scene.ts";

const lines = (count: number) => "x = 1;\n".repeat(count);

test("what is made to look small, binary or generated is counted for what it is", async () => {
  await using at = await scene({ "old.txt": `${"a ".repeat(6000)}\n`, "moved.ts": lines(50) });
  await symlink("old.txt", join(at.repo, "link"));
  await sh(at.repo, "mv", "moved.ts", "there.ts");
  const head = await commit(at.repo, {
    ".gitattributes": "*.py binary linguist-generated\n",
    "a.py": lines(400),
    "bundle.txt": "b ".repeat(20_000),
    "image.png": `\x89PNG\0\x01\x02\x03\x04\x05${"\x01".repeat(90)}`,
    "picture.png": `\0${lines(9)}`,
    script: `#!/bin/sh\n${lines(8)}\0\x01\x02`,
    "go.sum": "a.b/c v1.0.0 h1:abc=\n",
    "mise.x.lock": lines(30),
    "nul.ts": `// \0\n${lines(99)}`,
    "old.txt": "a\n",
    "returns.c": lines(1000).replaceAll("\n", "\r"),
    "package-lock.json.js": lines(70),
  });
  const git = gitAt(`${at.repo}/.git`, { cwd: at.repo });
  const facts = await readFacts(git, { base: at.main, head }, { generated: [] });
  const { evidence } = size.check(facts, rules());
  expect(evidence.files.map(({ path, lines, reason }) => [path, lines, reason])).toEqual([
    [".gitattributes", 1, null],
    ["a.py", 400, null],
    ["bundle.txt", 364, null],
    ["go.sum", 0, "checksums of Go modules"],
    ["image.png", 0, "binary"],
    ["link", 1, null],
    ["mise.x.lock", 30, null],
    ["nul.ts", 100, null],
    ["old.txt", 110, null],
    ["package-lock.json.js", 70, null],
    ["picture.png", 9, null],
    ["returns.c", 1000, null],
    ["script", 10, null],
    ["there.ts", 0, null],
  ]);
  expect(evidence.took.files).toBe(13);
});

test("what was written by hand counts when it passes for generated, a change later, too", async () => {
  const tail = "//# sourceMappingURL=x\n";
  await using at = await scene({ "a.js": lines(9), "b.ts": lines(50), "made.js": `x\n${tail}` });
  const git = gitAt(`${at.repo}/.git`, { cwd: at.repo });
  const judged = async (base: string, head: string) => {
    const facts = await readFacts(git, { base, head }, { generated: [] });
    const { files } = size.check(facts, rules()).evidence;
    return files.map(({ path, lines, turned }) => [path, lines, turned]);
  };
  await mkdir(join(at.repo, "__generated__"));
  await sh(at.repo, "mv", "b.ts", "__generated__/b.ts");
  const first = await commit(at.repo, { "a.js": `${lines(9)}${tail}` });
  const map = "refers to a source map in its last lines";
  expect(await judged(at.main, first)).toEqual([
    ["__generated__/b.ts", 0, "in a __generated__ folder"],
    ["a.js", 1, map],
  ]);
  const then = await commit(at.repo, { other: "x\n" });
  const later = await commit(at.repo, {
    "__generated__/b.ts": lines(90),
    "a.js": `${lines(60)}${tail}`,
    "made.js": `${"y\n".repeat(70)}${tail}`,
  });
  expect(await judged(then, later)).toEqual([
    ["__generated__/b.ts", 40, "in a __generated__ folder"],
    ["a.js", 51, map],
    ["made.js", 0, null],
  ]);
});

test("branches that the base took in one by one are none of a change that began on their merge", async () => {
  await using at = await scene();
  const git = gitAt(`${at.repo}/.git`);
  const checkout = (name: string, start: string) => sh(at.repo, "checkout", "--quiet", "-B", name, start);
  for (const need of ["one", "two", "three"]) {
    await checkout(need, at.main);
    await commit(at.repo, { [need]: lines(10) });
  }
  await checkout("base", "one");
  await sh(at.repo, "merge", "--quiet", "--no-edit", "two", "three");
  const head = await commit(at.repo, { mine: lines(1) });
  await checkout("main", at.main);
  for (const need of ["two", "one", "three"])
    await sh(at.repo, "merge", "--quiet", "--no-ff", "--no-edit", need);
  const main = await sh(at.repo, "rev-parse", "HEAD");
  const { files, changed } = await readFacts(git, { base: main, head }, { generated: [], lines: true });
  expect([files, changed ?? []].map((each) => each.map(({ path }) => path))).toEqual([["mine"], ["mine"]]);
  expect((await diff(git, main, head)).match(/^diff .*/gm)).toEqual(["diff --git a/mine b/mine"]);
});

test("a secret is found behind a NUL and in a commit's message", async () => {
  await using at = await scene();
  const token = `ghp${"_"}wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx`;
  const told = await commit(at.repo, { b: "b\n" }, `Add\n\nWith ${token}`);
  const head = await commit(at.repo, { "c.ts": `\0\nconst a = "${token}";\n` });
  const git = gitAt(`${at.repo}/.git`);
  const source = {
    git,
    facts: (base: string, head: string, wanted: FactsWanted) => readFacts(git, { base, head }, wanted),
  };
  const wanted = { generated: [], commits: true, lines: true };
  const { secrets } = await withSecrets(source, { base: at.main, head }, wanted);
  expect(secrets?.findings.map(({ path, line, commit }) => [path, line, commit])).toEqual([
    ["c.ts", 2, null],
    ["(commit message)", 3, told],
  ]);
});
