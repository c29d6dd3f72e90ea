import { mergerInOrder } from "../../../src/git/facts/merge-in-order.ts";
import { gitAt } from "../../../src/git/git.ts";
import { commit, scene, sh } from "../scene.ts";

test("heads are merged in order on no branch, the same way each time, up to the first that conflicts", async () => {
  await using at = await scene({ "a.txt": "a\n" });
  const git = gitAt(`${at.repo}/.git`);
  const from = async (files: Record<string, string>, start = at.main): Promise<string> => {
    await sh(at.repo, "checkout", "--quiet", "--detach", start);
    return await commit(at.repo, files);
  };
  const one = await from({ "one.txt": "1\n" });
  const above = await from({ "above.txt": "1\n" }, one);
  const two = await from({ "a.txt": "two\n" });
  const three = await from({ "a.txt": "three\n" });
  const refs = await sh(at.repo, "for-each-ref");

  const merged = await mergerInOrder(git)(at.main, [one, above, two]);
  expect(merged.conflict).toBeNull();
  expect(merged.prefixes.map(({ tree }) => tree).slice(0, 3)).toEqual(
    await Promise.all([at.main, one, above].map((sha) => sh(at.repo, "rev-parse", `${sha}^{tree}`))),
  );
  expect(await sh(at.repo, "ls-tree", "--name-only", merged.prefixes[3]?.commit ?? "")).toBe(
    "a.txt\nabove.txt\none.txt",
  );
  expect(await mergerInOrder(git)(at.main, [one, above, two])).toEqual(merged);

  const clashing = await mergerInOrder(git)(at.main, [one, two, three, above]);
  expect(clashing.conflict).toEqual({ at: 2, paths: ["a.txt"] });
  expect(clashing.prefixes).toHaveLength(3);
  expect(await sh(at.repo, "for-each-ref")).toBe(refs);
});
