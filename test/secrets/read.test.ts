import { changedLines } from "../../src/git/facts/changed-lines.ts";
import { readCommits } from "../../src/git/facts/commits.ts";
import { gitAt } from "../../src/git/git.ts";
import { readSecrets } from "../../src/secrets/read.ts";
import { commit, scene, sh } from "../git/scene.ts";

/** Made when the test runs, so that no scanner takes this file for a leak. */
const token = `ghp${"_"}wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx`;

const found = async (repo: string, base: string, head: string) => {
  const git = gitAt(`${repo}/.git`);
  const [commits, changed] = [await readCommits(git, base, head), await changedLines(git, base, head)];
  return await readSecrets(git, { base, head, commits }, changed);
};

test("a secret that only a merge brings is found there, though a later commit removes it", async () => {
  await using at = await scene();
  await sh(at.repo, "checkout", "--quiet", "-b", "side");
  const side = await commit(at.repo, { "side.txt": "side\n" });
  await sh(at.repo, "checkout", "--quiet", "main");
  await commit(at.repo, { "main.txt": "main\n" });
  await sh(at.repo, "merge", "--quiet", "--no-commit", "--no-ff", side);
  const merge = await commit(at.repo, { "key.txt": `${token}\n` }, "Merge side");
  const head = await commit(at.repo, { "key.txt": "none\n" });
  const { findings } = await found(at.repo, at.main, head);
  expect(findings).toMatchObject([{ path: "key.txt", line: 1, rule: "github/GITHUB_TOKEN", commit: merge }]);
});

test("the list of what may pass is the base's own: a change's is not read", async () => {
  await using at = await scene();
  const leak = { "keys/a.txt": `${token}\n` };
  const first = await commit(at.repo, { ".milepost-allow": "keys/**\n", ...leak });
  expect((await found(at.repo, at.main, first)).findings).toMatchObject([{ path: "keys/a.txt" }]);
  const listed = await commit(at.repo, {
    ".milepost-allow": "# tests\nkeys/** github/GITHUB_TOKEN\n",
    "keys/a.txt": "none\n",
  });
  const head = await commit(at.repo, { "src/b.txt": `${token}\n`, ...leak });
  const { findings, ignored } = await found(at.repo, listed, head);
  expect([findings.map(({ path }) => path), ignored]).toEqual([["src/b.txt"], 1]);
});
