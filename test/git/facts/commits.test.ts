import fc from "fast-check";
import { checkDco } from "../../../src/gates/dco.ts";
import { readCommits } from "../../../src/git/facts/commits.ts";
import { gitAt } from "../../../src/git/git.ts";
import { commit, scene, sh } from "../scene.ts";

test("commits are read parents first, with names, message and parents as they are", async () => {
  await using at = await scene();
  const git = gitAt(`${at.repo}/.git`);
  const one = await commit(at.repo, { b: "1" }, "One\n\nText with\ttabs, %H and ü.\n");
  await sh(at.repo, "checkout", "--quiet", "-b", "side", at.main);
  const two = await commit(at.repo, { c: "1" }, "Two");
  await sh(at.repo, "merge", "--quiet", "-m", "Merge", one);
  const head = await sh(at.repo, "rev-parse", "HEAD");
  const commits = await readCommits(git, at.main, head);
  expect(new Set(commits.map(({ sha }) => sha))).toEqual(new Set([one, two, head]));
  expect(commits.at(-1)).toMatchObject({ sha: head, parents: [two, one], message: "Merge\n" });
  const ada = { name: "Ada", email: "ada@example.com" };
  expect(commits.find(({ sha }) => sha === one)).toEqual({
    sha: one,
    message: "One\n\nText with\ttabs, %H and ü.\n",
    author: ada,
    committer: ada,
    parents: [at.main],
    isBot: false,
  });
  expect(await readCommits(git, head, head)).toEqual([]);
});

test.each([
  ["49699333+dependabot[bot]@users.noreply.github.com", true],
  ["1+dependabot[bot]@users.noreply.github.com", false],
  ["1+evil[bot]@users.noreply.github.com", false],
  ["1+ada@users.noreply.github.com", false],
  ["x[bot]@example.com", false],
])("the author of %s is a bot: %s", async (email, isBot) => {
  await using at = await scene();
  await sh(at.repo, "commit", "--quiet", "--allow-empty", "-m", "x", `--author=x[bot] <${email}>`);
  const [read] = await readCommits(gitAt(`${at.repo}/.git`), at.main, "HEAD");
  expect(read?.isBot).toBe(isBot);
});

test("commits made by hand, with any bytes, are read and judged", async () => {
  await using at = await scene();
  const git = gitAt(`${at.repo}/.git`);
  const tree = await sh(at.repo, "rev-parse", "HEAD^{tree}");
  const bytes = fc.string({ unit: "binary", maxLength: 80 });
  await fc.assert(
    fc.asyncProperty(bytes, bytes, async (name, message) => {
      const who = `${name.replace(/[\n<>\0]/g, "")} <a@x.org> 1 +0000`;
      const raw = `tree ${tree}\nparent ${at.main}\nauthor ${who}\ncommitter ${who}\n\n${message}`;
      const { stdout } = await git(["hash-object", "-t", "commit", "-w", "--literally", "--stdin"], {
        input: raw,
      });
      const commits = await readCommits(git, at.main, stdout.trim());
      expect(commits).toHaveLength(1);
      expect(checkDco(commits, { base: at.main }).evidence.commits).toHaveLength(1);
    }),
    { numRuns: 60 },
  );
});
