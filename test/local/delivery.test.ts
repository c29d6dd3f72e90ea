import { openRepository } from "../../src/git/repositories/repository.ts";
import { newDelivery } from "../../src/local/delivery.ts";
import { commit, scene, sh } from "../git/scene.ts";

test("what a person's git was in the way of is told, and brought the next time with what came since", async () => {
  await using at = await scene({ "a.txt": "a\n" });
  const sha = await commit(at.repo, { "a.txt": "b\n" });
  const delivery = newDelivery(await openRepository(at.repo), { dir: at.repo, fetch: async () => undefined });
  // A ref of that name is in the way of those below it.
  await sh(at.repo, "update-ref", "refs/remotes/milepost/t", at.main);
  delivery.add({ branch: "t/1", sha });
  await expect(delivery.done()).rejects.toThrow(/^git fetch .* failed/);
  await sh(at.repo, "update-ref", "-d", "refs/remotes/milepost/t");
  delivery.add({ branch: "t/2", sha: at.main });
  await delivery.done();
  expect(
    await sh(at.repo, "for-each-ref", "--format=%(refname:lstrip=3) %(objectname)", "refs/remotes/milepost"),
  ).toBe(`t/1 ${sha}\nt/2 ${at.main}`);
});
